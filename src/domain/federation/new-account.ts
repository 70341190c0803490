/** Accounts for people whom a provider has identified and nobody here knows. */
import type { RandomBytes } from '../../platform/random.ts';
import { createIdentifier } from '../../platform/identifiers.ts';
import { toDisplayName } from '../accounts/display-name.ts';
import type { SignedIn } from '../accounts/sign-in.ts';
import { maxNameLength } from '../accounts/sign-up.ts';
import { parseEmail } from '../accounts/email/email.ts';
import { AlreadyExistsError } from '../already-exists-error.ts';
import type { Storage } from '../storage.ts';
import type { IdentityKey } from './identity-store.ts';
import type { Provider, UpstreamIdentity } from './provider.ts';

/** An identity and the provider that said it, made by `identifiedBy`. */
export type Identified = UpstreamIdentity & IdentityKey;

/** Providers let people enter anything: what is no address here is none. */
export function identifiedBy({ id: provider }: Pick<Provider, 'id'>, identity: UpstreamIdentity): Identified {
  const email = identity.email === null ? null : parseEmail(identity.email);
  return { ...identity, provider, email, emailVerified: email !== null && identity.emailVerified };
}

export type CreatedAccount =
  | ({ readonly outcome: 'signed_up' } & SignedIn)
  /** The address has an account, or the identity has got one in the meantime. */
  | { readonly outcome: 'taken' };

interface NewAccountParts {
  readonly storage: Pick<Storage, 'accounts' | 'identities'>;
  readonly random: RandomBytes;
}

const neverEnded = new Date(0);

/** Inside a unit of work, which is to be rolled back when it is taken. */
export async function createAccount(
  { storage, random }: NewAccountParts,
  identified: Identified,
  address: { readonly email: string; readonly emailVerified: boolean },
): Promise<CreatedAccount> {
  const id = createIdentifier('acc', random);
  const { provider, issuer, subject, email, emailVerified } = identified;
  const name = nameOf(identified);
  try {
    await storage.accounts.insert({ id, ...address, name, passwordHash: null });
    await storage.identities.insert({ provider, issuer, subject, email, emailVerified, name, accountId: id });
  } catch (error) {
    if (error instanceof AlreadyExistsError) return { outcome: 'taken' };
    throw error;
  }
  return { outcome: 'signed_up', accountId: id, validFrom: neverEnded };
}

/** Something to call somebody by; providers let people enter anything. */
export function nameOf({ name }: Pick<UpstreamIdentity, 'name'>): string | null {
  const shown = toDisplayName(name ?? '');
  return !/[^\p{Cf}\s]/u.test(shown) ? null : [...shown].slice(0, maxNameLength).join('');
}
