import { describe, expect, it } from 'vitest';
import type { Passkey } from '../factors/passkeys/passkey-store.ts';
import type { Identity } from '../federation/identity-store.ts';
import type { Provider } from '../federation/provider.ts';
import { type WayIn, isLastWayIn } from './ways-in.ts';

interface Has {
  readonly password?: boolean;
  readonly passkeys?: readonly string[];
  /** As `provider subject`, or with an address that the provider verified: `provider subject address`. */
  readonly identities?: readonly string[];
}

const provider = (id: string, more: Partial<Provider> = {}): Provider =>
  ({ id, canSignIn: true, enforce: false, domains: [], ...more }) as Provider;
const providers = [
  provider('okta'),
  provider('steam', { canSignIn: false }),
  provider('acme', { enforce: true, domains: ['acme.example'] }),
];

function identityOf(text: string): Identity {
  const [id = '', subject = '', email = null] = text.split(' ');
  return {
    provider: id,
    issuer: 'https://x.example',
    subject,
    email,
    emailVerified: email !== null,
  } as Identity;
}

function isLast(has: Has, isIt: (way: WayIn) => boolean, email = 'ada@mail.example'): Promise<boolean> {
  const { password = false, passkeys = [], identities = [] } = has;
  const storage = {
    accounts: { findPasswordHash: () => Promise.resolve(password ? 'a hash' : null) },
    passkeys: { list: () => Promise.resolve(passkeys.map((id) => ({ id }) as Passkey)) },
    identities: { list: () => Promise.resolve(identities.map(identityOf)) },
  };
  const enforced = email.endsWith('@acme.example') ? (providers[2] ?? null) : null;
  return isLastWayIn({ storage, providers, enforcedProviderOf: () => enforced }, { id: 'acc', email }, isIt);
}

const passkey = (id: string) => (way: WayIn) => way.kind === 'passkey' && way.id === id;
const identity = (subject: string) => (way: WayIn) => way.kind === 'identity' && way.key.subject === subject;

describe('FE-08: the last way in', () => {
  it.each<[string, Has, (way: WayIn) => boolean, boolean]>([
    ['a passkey alone', { passkeys: ['a'] }, passkey('a'), true],
    ['one of two passkeys', { passkeys: ['a', 'b'] }, passkey('a'), false],
    ['a passkey beside a password', { password: true, passkeys: ['a'] }, passkey('a'), false],
    [
      'a passkey beside an account elsewhere',
      { passkeys: ['a'], identities: ['okta 1'] },
      passkey('a'),
      false,
    ],
    [
      'a passkey beside one that is no way in',
      { passkeys: ['a'], identities: ['steam 1'] },
      passkey('a'),
      true,
    ],
    [
      'a passkey beside one of a provider that is gone',
      { passkeys: ['a'], identities: ['old 1'] },
      passkey('a'),
      true,
    ],
    ['an account elsewhere alone', { identities: ['okta 1'] }, identity('1'), true],
    ['one of two accounts elsewhere', { identities: ['okta 1', 'okta 2'] }, identity('1'), false],
    ['one that is no way in, whatever else there is', { identities: ['steam 1'] }, identity('1'), false],
    ['one that there is not', { identities: ['okta 1'] }, identity('2'), false],
  ])('%s: %#', async (_, has, isIt, expected) => expect(await isLast(has, isIt)).toBe(expected));

  it.each<[string, Has, (way: WayIn) => boolean, boolean]>([
    [
      'its identity, although there are a password and a passkey',
      { password: true, passkeys: ['a'], identities: ['acme 1 ada@acme.example'] },
      identity('1'),
      true,
    ],
    [
      'one of two of the domain',
      { identities: ['acme 1 ada@acme.example', 'acme 2 ada@acme.example'] },
      identity('1'),
      false,
    ],
    [
      'an identity that is not of the domain',
      { identities: ['acme 1 ada@acme.example', 'acme 2 ada@mail.example'] },
      identity('2'),
      false,
    ],
    ['a passkey, which is none there', { passkeys: ['a'] }, passkey('a'), false],
  ])('where a domain is bound to a provider: %s', async (_, has, isIt, expected) =>
    expect(await isLast(has, isIt, 'ada@acme.example')).toBe(expected),
  );
});
