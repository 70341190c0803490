import { type EnforcedProviderOf, speaksFor } from '../federation/enforced-domains.ts';
import type { PasskeyStore } from '../factors/passkeys/passkey-store.ts';
import type { IdentityKey, IdentityStore } from '../federation/identity-store.ts';
import type { Provider } from '../federation/provider.ts';
import type { Account, AccountStore } from './account-store.ts';

/** What an account can be signed in to with, by itself. A code by mail is none: whether mail arrives is not ours to say. */
export type WayIn =
  | { readonly kind: 'password' }
  | { readonly kind: 'passkey'; readonly id: string }
  | { readonly kind: 'identity'; readonly key: IdentityKey };

export interface WaysInParts {
  readonly storage: {
    readonly accounts: Pick<AccountStore, 'findPasswordHash'>;
    readonly identities: Pick<IdentityStore, 'list'>;
    readonly passkeys: Pick<PasskeyStore, 'list'>;
  };
  readonly providers: readonly Provider[];
  readonly enforcedProviderOf: EnforcedProviderOf;
}

/**
 * Whether nobody could sign in to the account any more without this. Inside a unit of work that has locked the account: two
 * that are taken away at once would each leave the other.
 */
export async function isLastWayIn(
  parts: WaysInParts,
  account: Pick<Account, 'id' | 'email'>,
  isIt: (way: WayIn) => boolean,
): Promise<boolean> {
  const ways = await waysInto(parts, account);
  return ways.some(isIt) && ways.every(isIt);
}

async function waysInto(
  { storage, providers, enforcedProviderOf }: WaysInParts,
  { id, email }: Pick<Account, 'id' | 'email'>,
): Promise<WayIn[]> {
  const identities = await storage.identities.list(id);
  const enforced = enforcedProviderOf(email);
  if (enforced !== null) {
    return identities
      .filter((each) => each.provider === enforced.id && speaksFor(enforced, each))
      .map((key) => ({ kind: 'identity', key }));
  }
  const signIn = new Set(providers.filter(({ canSignIn }) => canSignIn).map((provider) => provider.id));
  const passkeys = await storage.passkeys.list(id);
  return [
    ...((await storage.accounts.findPasswordHash(id)) === null ? [] : [{ kind: 'password' } as const]),
    ...passkeys.map((passkey) => ({ kind: 'passkey', id: passkey.id }) as const),
    ...identities
      .filter(({ provider }) => signIn.has(provider))
      .map((key) => ({ kind: 'identity', key }) as const),
  ];
}
