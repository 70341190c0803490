import { describe, expect, it } from 'vitest';
import { type Method, isAtLeast, requestedAcr, strengthOf, strongest } from './strength.ts';

describe('the strength of a sign-in', () => {
  it.each<[Method[], string | null, string[]]>([
    [['password'], 'pwd', ['pwd']],
    [['email_code'], 'pwd', ['otp']],
    [['upstream'], 'pwd', ['fed']],
    [['steam'], 'pwd', ['fed']],
    [['password', 'email_code'], 'pwd', ['pwd', 'otp']],
    [['password', 'totp'], 'mfa', ['pwd', 'otp', 'mfa']],
    [['upstream', 'totp'], 'mfa', ['fed', 'otp', 'mfa']],
    [['password', 'recovery_code'], 'mfa', ['pwd', 'otp', 'mfa']],
    [['passkey'], 'phr', ['pop', 'user', 'mfa']],
    [['password', 'passkey'], 'phr', ['pwd', 'pop', 'user', 'mfa']],
  ])('%j is %s', (methods, acr, amr) => {
    expect(strengthOf(methods)).toEqual({ acr, amr });
  });

  it.each<[Method[]]>([[[]], [['totp']], [['recovery_code']], [['totp', 'recovery_code']]])(
    'AU-12: %j alone is no sign-in',
    (methods) => {
      expect(strengthOf(methods)).toBeNull();
    },
  );

  it('has an order', () => {
    expect(isAtLeast('phr', 'mfa')).toBe(true);
    expect(isAtLeast('mfa', 'mfa')).toBe(true);
    expect(isAtLeast('pwd', 'mfa')).toBe(false);
    expect(strongest('pwd', 'phr', 'mfa')).toBe('phr');
    expect(strongest()).toBe('pwd');
  });

  it.each([
    [null, 'pwd'],
    ['', 'pwd'],
    ['urn:unknown', 'pwd'],
    ['mfa', 'mfa'],
    ['phr mfa', 'mfa'],
    ['urn:unknown phr', 'phr'],
    ['phr pwd', 'pwd'],
  ])('is asked for with acr_values=%s as %s', (parameter, acr) => {
    expect(requestedAcr(parameter)).toBe(acr);
  });
});
