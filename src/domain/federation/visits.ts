/** Visits to a provider: bound to the browser they start in, ten minutes, and finished at most once. */
import { sha256 } from '../../platform/digest.ts';
import type { RandomBytes } from '../../platform/random.ts';
import { openAsHolder, sealForHolder } from '../keys/keyring.ts';
import type { Storage } from '../storage.ts';
import type { Provider, UpstreamAnswer, UpstreamUnavailable } from './provider.ts';
import type { TransactionPurpose } from './transaction-store.ts';

export interface VisitParts {
  readonly storage: Pick<Storage, 'upstreamTransactions'>;
  readonly random: RandomBytes;
  /** Our own. */
  readonly issuer: string;
}

export interface Visit {
  readonly purpose: Exclude<TransactionPurpose, 'sign_up'>;
  /** The interaction or session that it is for. Only the browser that this belongs to may finish it. */
  readonly owner: string;
  /** Whose account is to be linked; null when signing in. */
  readonly accountId: string | null;
  /** Carried along: the signed original request of an interaction. */
  readonly request: string;
  /** When it began, in epoch seconds. */
  readonly beganAt: number;
}

export interface BeginVisit extends Visit {
  readonly provider: Provider;
  readonly loginHint: string | null;
  readonly reauthenticate: boolean;
}

export type BegunVisit = { readonly outcome: 'begun'; readonly location: string } | UpstreamUnavailable;

export interface FinishVisit {
  readonly provider: Provider;
  readonly state: string;
  readonly owner: string;
  readonly parameters: ReadonlyMap<string, string>;
}

const ttlSeconds = 600;
const stateForm = /^[\w-]{43}$/;

interface Sealed extends Visit {
  readonly memory: string;
}

export async function beginVisit(parts: VisitParts, begin: BeginVisit): Promise<BegunVisit> {
  const { provider, loginHint, reauthenticate, ...visit } = begin;
  const state = parts.random(32).toString('base64url');
  const callbackUri = callbackUriOf(parts, provider);
  const begun = await provider.client.begin({ state, callbackUri, loginHint, reauthenticate });
  if (begun.outcome === 'unavailable') return begun;
  const sealed: Sealed = { ...visit, memory: begun.memory };
  await parts.storage.upstreamTransactions.insert({
    secretDigest: sha256(state),
    provider: provider.id,
    purpose: visit.purpose,
    ownerDigest: sha256(visit.owner),
    accountId: visit.accountId,
    sealed: sealForHolder(state, JSON.stringify(sealed), parts.random),
    ttlSeconds,
  });
  return { outcome: 'begun', location: begun.location };
}

/** What a callback belongs to, or null when nothing of the kind is under way. Ends nothing: any browser may ask. */
export async function findVisit(parts: VisitParts, provider: Provider, state: string): Promise<Visit | null> {
  return open(parts, provider, state);
}

/** To be called for the owner's browser only. */
export async function finishVisit(
  parts: VisitParts,
  { provider, state, owner, parameters }: FinishVisit,
): Promise<UpstreamAnswer | { readonly outcome: 'over' }> {
  const sealed = await open(parts, provider, state);
  if (sealed === null) return { outcome: 'over' };
  const key = { secretDigest: sha256(state), provider: provider.id };
  const isFirst = await parts.storage.upstreamTransactions.consume(key, sha256(owner));
  if (!isFirst) return { outcome: 'over' };
  return provider.client.finish({
    parameters,
    state,
    callbackUri: callbackUriOf(parts, provider),
    memory: sealed.memory,
  });
}

async function open({ storage }: VisitParts, provider: Provider, state: string): Promise<Sealed | null> {
  if (!stateForm.test(state)) return null;
  const key = { secretDigest: sha256(state), provider: provider.id };
  const sealed = await storage.upstreamTransactions.findSealed(key, ['sign_in', 'link']);
  return sealed === null ? null : (JSON.parse(openAsHolder(state, sealed)) as Sealed);
}

function callbackUriOf({ issuer }: VisitParts, provider: Provider): string {
  return `${issuer}/federation/${provider.id}/callback`;
}
