import { describe, expect, it } from 'vitest';
import { type SecondFactor, nextStep } from './next-step.ts';
import type { Acr, Method } from './strength.ts';

function next(methods: Method[], enrolled: SecondFactor[], wanted: Acr = 'pwd') {
  const step = nextStep({ methods, enrolled: new Set(enrolled), wanted });
  return step.step === 'second' ? [...step.factors] : step.step;
}

describe('the next step of a sign-in', () => {
  it('is none where one factor is all there is', () => {
    expect(next(['password'], [])).toBe('done');
    expect(next(['upstream'], [])).toBe('done');
  });

  it.each<Method>(['password', 'email_code', 'upstream', 'steam'])(
    'AU-12: after %s is the second factor, wherever there is one',
    (method) => {
      expect(next([method], ['totp'])).toEqual(['totp']);
      expect(next([method], ['totp', 'passkey'])).toEqual(['totp', 'passkey']);
    },
  );

  it('is none after two factors, or after a passkey alone', () => {
    expect(next(['password', 'totp'], ['totp'])).toBe('done');
    expect(next(['password', 'recovery_code'], ['totp'])).toBe('done');
    expect(next(['passkey'], ['totp', 'passkey'])).toBe('done');
    expect(next(['passkey'], ['passkey'], 'phr')).toBe('done');
  });

  it('AU-12: is the first one, where only a second was shown', () => {
    expect(next(['totp'], ['totp'])).toBe('first');
    expect(next([], [])).toBe('first');
  });

  it('is a passkey where the app asks for one, and unmet where there is none', () => {
    expect(next(['password'], ['totp', 'passkey'], 'phr')).toEqual(['passkey']);
    expect(next(['password', 'totp'], ['totp', 'passkey'], 'phr')).toEqual(['passkey']);
    expect(next(['password', 'totp'], ['totp'], 'phr')).toBe('unmet');
    expect(next(['password'], [], 'mfa')).toBe('unmet');
  });
});
