/** What the owner of an account does with the identities linked to it, having just shown who they are. */
import type { Account } from '../accounts/account-store.ts';
import { AlreadyExistsError } from '../already-exists-error.ts';
import type { Storage } from '../storage.ts';
import { type WaysInParts, isLastWayIn } from '../accounts/ways-in.ts';
import { inUnitOfWork } from '../unit-of-work.ts';
import { speaksFor } from './enforced-domains.ts';
import type { IdentityKey } from './identity-store.ts';
import { type Identified, nameOf } from './new-account.ts';

export interface LinkParts extends WaysInParts {
  readonly storage: Pick<
    Storage,
    'accounts' | 'identities' | 'passkeys' | 'upstreamTransactions' | 'unitOfWork'
  >;
}

/** What was linked when something began: unlinking anything ends it, wherever it has come to by then. */
export type LinksThen = readonly string[];

export async function linksNow(
  { identities }: Pick<Storage, 'identities'>,
  accountId: string,
): Promise<LinksThen> {
  const linked = await identities.list(accountId);
  return linked.map(({ provider, issuer, subject, linkedAt }) =>
    JSON.stringify([provider, issuer, subject, linkedAt.toISOString()]),
  );
}

/** Inside a unit of work, until whose end nothing is unlinked. */
export async function holdLinks(
  { accounts, identities }: Pick<Storage, 'accounts' | 'identities'>,
  accountId: string,
  then: LinksThen,
): Promise<boolean> {
  await accounts.lock(accountId);
  const now = new Set(await linksNow({ identities }, accountId));
  return then.every((link) => now.has(link));
}

export type LinkedIdentity =
  | { readonly outcome: 'linked' }
  /** It was before. */
  | { readonly outcome: 'known' }
  /** It is another account's, or this one can no longer be signed in to. */
  | { readonly outcome: 'taken' | 'refused' }
  /** The account's domain is bound to the provider, and this identity there is not of it. */
  | { readonly outcome: 'foreign' };

/** @param note inside the unit of work, when something was linked */
export async function linkIdentity(
  parts: LinkParts,
  account: { readonly id: string; readonly then: LinksThen },
  identified: Identified,
  note: () => Promise<void>,
): Promise<LinkedIdentity> {
  return inUnitOfWork(parts.storage, async () => {
    const linked = await link(parts, account, identified);
    if (linked.outcome === 'linked') await note();
    return linked;
  });
}

async function link(
  { storage, enforcedProviderOf }: LinkParts,
  { id: accountId, then }: { readonly id: string; readonly then: LinksThen },
  identified: Identified,
): Promise<LinkedIdentity> {
  if (!(await holdLinks(storage, accountId, then))) return { outcome: 'refused' };
  const account = await storage.accounts.findById(accountId);
  if (account === null || !(await storage.accounts.holdUnended(accountId, account.validFrom)))
    return { outcome: 'refused' };
  const { provider, issuer, subject, email, emailVerified } = identified;
  const enforced = enforcedProviderOf(account.email);
  if (enforced?.id === provider && !speaksFor(enforced, identified)) return { outcome: 'foreign' };
  const profile = { email, emailVerified, name: nameOf(identified) };
  try {
    await storage.identities.insert({ provider, issuer, subject, ...profile, accountId });
    return { outcome: 'linked' };
  } catch (error) {
    if (!(error instanceof AlreadyExistsError)) throw error;
  }
  const owner = await storage.identities.findAccount(identified);
  return { outcome: owner?.id === accountId ? 'known' : 'taken' };
}

export type UnlinkedIdentity =
  /** `last`: without it nobody could sign in to the account any more. */
  { readonly outcome: 'unlinked' | 'unknown' | 'last' };

/** Also ends what is under way to link something: it was begun by somebody who may not be the owner. */
export async function unlinkIdentity(
  parts: LinkParts,
  account: Account,
  key: IdentityKey,
  note: () => Promise<void>,
): Promise<UnlinkedIdentity> {
  const { accounts, identities, upstreamTransactions } = parts.storage;
  const { id: accountId } = account;
  return inUnitOfWork(parts.storage, async () => {
    await accounts.lock(accountId);
    if (await isLastWayIn(parts, account, (way) => way.kind === 'identity' && isSame(way.key, key)))
      return { outcome: 'last' };
    if (!(await identities.remove(accountId, key))) return { outcome: 'unknown' };
    await upstreamTransactions.endLinking(accountId);
    await note();
    return { outcome: 'unlinked' };
  });
}

function isSame(one: IdentityKey, other: IdentityKey): boolean {
  return one.provider === other.provider && one.issuer === other.issuer && one.subject === other.subject;
}
