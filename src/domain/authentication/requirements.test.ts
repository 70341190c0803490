import { describe, expect, it } from 'vitest';
import type { SecondFactor } from './next-step.ts';
import { attainableAcr, requiredByGroups } from './requirements.ts';
import type { Acr } from './strength.ts';

describe('what groups require', () => {
  const requirements = { staff: 'mfa', administrators: 'phr', guests: 'pwd' } as const;

  it.each<[string[], Acr]>([
    [[], 'pwd'],
    [['guests'], 'pwd'],
    [['readers'], 'pwd'],
    [['staff'], 'mfa'],
    [['staff', 'administrators', 'guests'], 'phr'],
    [['readers', 'staff'], 'mfa'],
    [['Staff'], 'pwd'],
  ])('of %j is %s', (groups, acr) => {
    expect(requiredByGroups(groups, requirements)).toBe(acr);
  });

  it('is nothing that every object has', () => {
    expect(requiredByGroups(['constructor', '__proto__', 'toString'], requirements)).toBe('pwd');
  });
});

describe('what can be asked for where stronger factors are added', () => {
  it.each<[Acr, SecondFactor[], Acr]>([
    ['pwd', [], 'pwd'],
    ['mfa', [], 'pwd'],
    ['phr', [], 'pwd'],
    ['pwd', ['totp'], 'mfa'],
    ['mfa', ['totp'], 'mfa'],
    ['phr', ['totp'], 'mfa'],
    ['pwd', ['passkey'], 'mfa'],
    ['mfa', ['passkey'], 'mfa'],
    ['phr', ['passkey'], 'phr'],
    ['phr', ['totp', 'passkey'], 'phr'],
  ])('of somebody who needs %s and has %j is %s', (wanted, enrolled, acr) => {
    expect(attainableAcr(wanted, new Set(enrolled))).toBe(acr);
  });
});
