/**
 * How strongly somebody has shown who they are. Methods are what was done, `amr` (RFC 8176) is what others are told of it, and
 * `acr` what an app may ask for: `pwd` one factor, `mfa` two, `phr` a passkey that checked its holder (resistant to phishing).
 */
export const methods = [
  'password',
  'email_code',
  'upstream',
  'upstream_mfa',
  'steam',
  'totp',
  'recovery_code',
  'passkey',
] as const;

export type Method = (typeof methods)[number];

/** Weakest first. */
export const acrValues = ['pwd', 'mfa', 'phr'] as const;

export type Acr = (typeof acrValues)[number];

export interface Strength {
  readonly acr: Acr;
  readonly amr: readonly string[];
}

/** A mailbox is no factor beside a password that it can reset, and an upstream account counts for as little as it can be worth,
 * unless the operator has decided that its provider's word counts (`upstream_mfa`). */
const first: ReadonlySet<Method> = new Set([
  'password',
  'email_code',
  'upstream',
  'upstream_mfa',
  'steam',
  'passkey',
]);
const second: ReadonlySet<Method> = new Set(['totp', 'recovery_code', 'passkey']);

const amrOf = {
  password: ['pwd'],
  email_code: ['otp'],
  upstream: ['fed'],
  upstream_mfa: ['fed'],
  steam: ['fed'],
  totp: ['otp'],
  recovery_code: ['otp'],
  // Of a key that may be on several devices there is no more to say than that it was used.
  passkey: ['pop', 'user'],
} as const satisfies Record<Method, readonly string[]>;

/** Null where what was done does not amount to a sign-in. */
export function strengthOf(done: readonly Method[]): Strength | null {
  if (!done.some((method) => first.has(method))) return null;
  const acr = acrOf(done);
  const amr = new Set(done.flatMap((method) => amrOf[method]));
  return { acr, amr: acr === 'pwd' ? [...amr] : [...amr, 'mfa'] };
}

export function isAtLeast(acr: Acr, wanted: Acr): boolean {
  return acrValues.indexOf(acr) >= acrValues.indexOf(wanted);
}

export function strongest(...given: readonly Acr[]): Acr {
  return acrValues.findLast((acr) => given.includes(acr)) ?? 'pwd';
}

export function parseAcr(value: unknown): Acr | null {
  return acrValues.find((acr) => acr === value) ?? null;
}

/**
 * The least that satisfies `acr_values` (OpenID Connect Core §3.1.2.1), which names several in order of preference, any of which
 * will do. Values that we do not know ask for nothing.
 */
export function requestedAcr(acrValuesParameter: string | null): Acr {
  const named = (acrValuesParameter ?? '').split(' ').map(parseAcr);
  return acrValues.find((acr) => named.includes(acr)) ?? 'pwd';
}

function acrOf(done: readonly Method[]): Acr {
  if (done.includes('passkey')) return 'phr';
  return done.some((method) => second.has(method) || method === 'upstream_mfa') ? 'mfa' : 'pwd';
}
