/** Whose account an identity leads to. Only (provider, issuer, subject) ever leads to one that exists. */
import { sha256 } from '../../platform/digest.ts';
import type { RandomBytes } from '../../platform/random.ts';
import type { Account } from '../accounts/account-store.ts';
import { emailKey, parseEmail } from '../accounts/email/email.ts';
import { spendMail } from '../accounts/email/mail-budget.ts';
import type { SignedIn } from '../accounts/sign-in.ts';
import type { ActivityLog, NewActivity, Origin } from '../activity/activity.ts';
import { openAsHolder, sealForHolder } from '../keys/keyring.ts';
import type { RateLimiters } from '../limits/rate-limiter.ts';
import type { EmailProofs } from '../mail/email-proof.ts';
import { AlreadyExistsError } from '../already-exists-error.ts';
import type { Storage } from '../storage.ts';
import { inUnitOfWork } from '../unit-of-work.ts';
import { domainOf, type EnforcedProviderOf, speaksFor } from './enforced-domains.ts';
import { holdLinks, type LinksThen, linksNow } from './links.ts';
import { type CreatedAccount, type Identified, createAccount, nameOf } from './new-account.ts';
import type { Provider } from './provider.ts';

export interface UpstreamSignInParts {
  readonly storage: Pick<Storage, 'accounts' | 'identities' | 'upstreamTransactions' | 'unitOfWork'>;
  readonly limits: RateLimiters;
  /** null: the service cannot send mail, and takes addresses as they are given. */
  readonly proofs: EmailProofs | null;
  readonly random: RandomBytes;
  readonly providers: readonly Provider[];
  readonly enforcedProviderOf: EnforcedProviderOf;
  readonly activity: ActivityLog;
}

/** Where it happens: the interaction is the browser's secret for this, and `app` what it is for. */
export interface Surroundings {
  readonly interaction: string;
  readonly app: string;
  readonly origin: Origin;
  /** Of mails. */
  readonly language: string;
}

export type UpstreamSignIn =
  | ({ readonly outcome: 'signed_in' } & SignedIn)
  /** Linked with an account that cannot be signed in to. */
  | { readonly outcome: 'refused' }
  /** An address is needed. @property claim the browser's secret to bring it with */
  | { readonly outcome: 'address_needed'; readonly claim: string }
  | AddressedSignUp;

export type AddressedSignUp =
  | ({ readonly outcome: 'signed_up' } & SignedIn)
  /** The address has an account, which its owner may link it with. Nothing was changed. */
  | { readonly outcome: 'known'; readonly email: string }
  /** A code was sent to the address, or word to its owner: nobody else learns which. */
  | { readonly outcome: 'asked' }
  /** People with this address sign in with another provider. */
  | { readonly outcome: 'enforced'; readonly provider: Provider }
  /** They do, with this one, but this identity there is not of the domain. */
  | { readonly outcome: 'foreign' }
  | { readonly outcome: 'limited'; readonly retryAfterSeconds: number };

export type ConfirmedAddress =
  | ({ readonly outcome: 'signed_in' | 'signed_up'; readonly provider: string } & SignedIn)
  | { readonly outcome: 'taken' | 'wrong' | 'over' };

type ProvenLink = ({ readonly outcome: 'signed_in' } & SignedIn) | { readonly outcome: 'taken' | 'over' };

const claimTtlSeconds = 600;
const claimForm = /^[\w-]{43}$/;

/** @param identified just now, by this provider, in this browser */
export async function signInUpstream(
  parts: UpstreamSignInParts,
  provider: Provider,
  identified: Identified,
  around: Surroundings,
): Promise<UpstreamSignIn> {
  const account = await parts.storage.identities.findAccount(identified);
  if (account !== null) return enter(parts, { provider, identified }, account);
  const { email } = identified;
  if (email === null) return claimFor(parts, identified, around);
  return withAddress(parts, { identified, email, provider }, around);
}

/** The address of somebody whose provider gave none. */
export async function giveAddress(
  parts: UpstreamSignInParts,
  provider: Provider,
  { claim, email: text }: { readonly claim: string; readonly email: string },
  around: Surroundings,
): Promise<AddressedSignUp | { readonly outcome: 'invalid' | 'over' }> {
  const email = parseEmail(text);
  if (email === null) return { outcome: 'invalid' };
  const identified = await findClaim(parts, provider, claim, around.interaction);
  if (identified === null) return { outcome: 'over' };
  return withAddress(parts, { identified: { ...identified, emailVerified: false }, email, provider }, around);
}

/** Who is asked for an address in this browser; null when it is over. */
export async function findClaim(
  { storage }: Pick<UpstreamSignInParts, 'storage'>,
  provider: Provider,
  claim: string,
  interaction: string,
): Promise<Identified | null> {
  if (!claimForm.test(claim)) return null;
  const key = { secretDigest: sha256(claim), provider: provider.id };
  const sealed = await storage.upstreamTransactions.findSealed(key, ['sign_up']);
  if (sealed === null) return null;
  const content = JSON.parse(openAsHolder(claim, sealed)) as Claim;
  return content.interaction === interaction ? content.identified : null;
}

/** The code that was sent to the address, typed into the browser that asked for it. */
export async function confirmAddress(
  parts: UpstreamSignInParts,
  code: string,
  around: Surroundings,
): Promise<ConfirmedAddress> {
  const { proofs } = parts;
  const { interaction } = around;
  if (proofs === null) return { outcome: 'over' };
  const work = async (): Promise<ConfirmedAddress> => {
    const attempt = await proofs.attempt(interaction, 'upstream_sign_up', code);
    if (attempt.outcome !== 'proven') return attempt;
    const { identified, email, account } = JSON.parse(attempt.content) as AddressedIdentity;
    const outcome =
      account === null
        ? await signUp(parts, { identified, address: { email, emailVerified: true } }, around)
        : await linkProven(parts, identified, { ...account, email });
    if (outcome.outcome !== 'signed_up' && outcome.outcome !== 'signed_in') return outcome;
    if (outcome.outcome === 'signed_in')
      await note(parts, around, {
        accountId: outcome.accountId,
        kind: 'identity_linked',
        detail: labelOf(parts, identified),
      });
    return { ...outcome, provider: identified.provider };
  };
  return inUnitOfWork(parts.storage, work, ({ outcome }) => outcome !== 'taken');
}

interface Claim {
  readonly identified: Identified;
  readonly interaction: string;
}

interface AddressedIdentity {
  readonly identified: Identified;
  readonly email: string;
  /** Whose address it is, where proving it links the two; null: an account is made. */
  readonly account: LinkTarget | null;
}

interface LinkTarget {
  readonly id: string;
  readonly validFrom: string;
  readonly then: LinksThen;
}

async function enter(
  { storage, enforcedProviderOf }: UpstreamSignInParts,
  { provider, identified }: Pick<Addressed, 'provider' | 'identified'>,
  account: Account,
): Promise<UpstreamSignIn> {
  if (account.disabledAt !== null) return { outcome: 'refused' };
  const enforced = enforcedProviderOf(account.email);
  if (enforced?.id === provider.id && !speaksFor(provider, identified)) return { outcome: 'foreign' };
  const { email, emailVerified } = identified;
  await storage.identities.noteUse(identified, { email, emailVerified, name: nameOf(identified) });
  return { outcome: 'signed_in', accountId: account.id, validFrom: account.validFrom };
}

interface Addressed {
  readonly identified: Identified;
  readonly provider: Provider;
  readonly email: string;
}

/** An account for the address, once it is proven, unless it has one. */
async function withAddress(
  parts: UpstreamSignInParts,
  addressed: Addressed,
  around: Surroundings,
): Promise<AddressedSignUp> {
  const { proofs, limits, enforcedProviderOf } = parts;
  const { identified, email, provider } = addressed;
  const enforced = enforcedProviderOf(email);
  if (enforced !== null && enforced.id !== provider.id) return { outcome: 'enforced', provider: enforced };
  if (enforced !== null && !speaksFor(provider, identified)) return { outcome: 'foreign' };
  const decision = await limits.signUpPerNetwork.spend(around.origin.network);
  if (!decision.allowed) return { outcome: 'limited', retryAfterSeconds: decision.retryAfterSeconds };
  const emailVerified = isProven(provider, identified, email);
  const owner = await parts.storage.accounts.findByEmail(email);
  const mayLink = owner !== null && isAuthority(provider, email) && owner.disabledAt === null;
  if (proofs !== null && (mayLink || !emailVerified)) {
    return askByMail({ ...parts, proofs }, { ...addressed, owner, mayLink }, around);
  }
  if (owner !== null) return { outcome: 'known', email };
  const create = () => signUp(parts, { identified, address: { email, emailVerified } }, around);
  const created = await inUnitOfWork(parts.storage, create, ({ outcome }) => outcome !== 'taken');
  return created.outcome === 'signed_up' ? created : { outcome: 'known', email };
}

async function askByMail(
  { proofs, limits, storage }: UpstreamSignInParts & { readonly proofs: EmailProofs },
  { identified, email, provider, owner, mayLink }: Addressed & { owner: Account | null; mayLink: boolean },
  { interaction, app, origin, language }: Surroundings,
): Promise<AddressedSignUp> {
  const mails = await spendMail(limits, { email, network: origin.network });
  if (!mails.allowed) return { outcome: 'limited', retryAfterSeconds: mails.retryAfterSeconds };
  const account =
    owner === null
      ? null
      : { id: owner.id, validFrom: owner.validFrom.toISOString(), then: await linksNow(storage, owner.id) };
  const content: AddressedIdentity = { identified, email, account };
  await proofs.ask({
    transaction: interaction,
    purpose: 'upstream_sign_up',
    content: JSON.stringify(content),
    mail: (code) => {
      if (owner === null) return { kind: 'sign_up_code', to: email, code, app, language };
      if (!mayLink) return { kind: 'sign_up_known', to: owner.email, app, language };
      return { kind: 'link_code', to: owner.email, code, provider: provider.label, language };
    },
  });
  return { outcome: 'asked' };
}

interface NewPerson {
  readonly identified: Identified;
  readonly address: { readonly email: string; readonly emailVerified: boolean };
}

/** Inside a unit of work, which is to be rolled back when it is taken. */
async function signUp(
  parts: UpstreamSignInParts,
  { identified, address }: NewPerson,
  around: Surroundings,
): Promise<CreatedAccount> {
  const created = await createAccount(parts, identified, address);
  if (created.outcome === 'signed_up')
    await note(parts, around, {
      accountId: created.accountId,
      kind: 'account_created',
      detail: null,
    });
  return created;
}

function note(
  { activity }: UpstreamSignInParts,
  { origin, language }: Surroundings,
  what: Pick<NewActivity, 'accountId' | 'kind' | 'detail'>,
): Promise<void> {
  return activity.note({ ...what, ...origin }, language);
}

/** As people know it. */
function labelOf({ providers }: UpstreamSignInParts, { provider }: Identified): string {
  return providers.find(({ id }) => id === provider)?.label ?? provider;
}

/** The operator has said that this provider alone speaks for the domain: its people have no other way in to link from. */
function isAuthority({ enforce, domains }: Provider, email: string): boolean {
  return enforce && domains.includes(domainOf(email));
}

/** Whoever read the mail owns the account, and whoever went to the provider the identity: both in one browser. */
async function linkProven(
  { storage }: UpstreamSignInParts,
  identified: Identified,
  { id, validFrom, then, email: address }: LinkTarget & { readonly email: string },
): Promise<ProvenLink> {
  if (!(await holdLinks(storage, id, then))) return { outcome: 'over' };
  const account = await storage.accounts.findById(id);
  if (account?.disabledAt !== null || account.validFrom.toISOString() !== validFrom)
    return { outcome: 'over' };
  // It may have another address by now, which this proves nothing of.
  if (emailKey(account.email) !== emailKey(address)) return { outcome: 'over' };
  const proven = { email: address, validFrom: account.validFrom };
  // One that somebody made with an address of others, perhaps to lie in wait for them, is taken from its maker (pre-hijacking).
  const isFrom = account.emailVerified ? account.validFrom : await storage.accounts.claim(id, proven);
  if (isFrom === null) return { outcome: 'over' };
  const { provider, issuer, subject, email, emailVerified } = identified;
  const profile = { email, emailVerified, name: nameOf(identified) };
  try {
    await storage.identities.insert({ provider, issuer, subject, ...profile, accountId: id });
  } catch (error) {
    if (error instanceof AlreadyExistsError) return { outcome: 'taken' };
    throw error;
  }
  return { outcome: 'signed_in', accountId: id, validFrom: isFrom };
}

/** A provider's word for an address counts where the operator trusts it, and only for the domains it speaks for. */
function isProven({ trustEmail, domains }: Provider, { emailVerified }: Identified, email: string): boolean {
  return trustEmail && emailVerified && (domains.length === 0 || domains.includes(domainOf(email)));
}

async function claimFor(
  { storage, random }: UpstreamSignInParts,
  identified: Identified,
  { interaction }: Surroundings,
): Promise<UpstreamSignIn> {
  const claim = random(32).toString('base64url');
  await storage.upstreamTransactions.insert({
    secretDigest: sha256(claim),
    provider: identified.provider,
    purpose: 'sign_up',
    ownerDigest: sha256(interaction),
    accountId: null,
    sealed: sealForHolder(claim, JSON.stringify({ identified, interaction } satisfies Claim), random),
    ttlSeconds: claimTtlSeconds,
  });
  return { outcome: 'address_needed', claim };
}
