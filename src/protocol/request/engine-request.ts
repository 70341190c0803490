import { AsyncLocalStorage } from 'node:async_hooks';
import { errors } from 'oidc-provider';
import type { StoredGrant } from '../../domain/tokens/grant-store.ts';
import type { RowKey } from '../../domain/tokens/row-key.ts';
import type { Turns } from '../../platform/turns.ts';

/** What one request to the engine leaves for the code around it; the engine itself has no place for these. */
export interface EngineRequest {
  /** The first thing that went wrong that is not the caller's fault. The engine may turn it into a verdict; we do not. */
  fault: unknown;
  /** Set while a session changes its cookie: the digest of the one it replaces. */
  replacedSessionDigest: Buffer | null;
  /** True once a code or token was spent. If the request is then refused, spending it is undone. */
  consumed: boolean;
  refresh: RefreshProgress;
  /** Of the code or refresh token that was found: the engine asks for it next. */
  grant: StoredGrant | null;
  /** Run when the request is over, whatever became of it. */
  readonly onEnd: Array<() => void>;
}

/** How far a refresh request got. `spent` and `retried` name the presented token, which only its holder has. */
export type RefreshProgress =
  | { readonly step: 'none' }
  | {
      readonly step: 'retryable';
      readonly key: RowKey;
      readonly sealedResponse: Buffer;
      readonly requestDigest: Buffer;
    }
  | { readonly step: 'retried'; readonly token: string; readonly sealedResponse: Buffer }
  | { readonly step: 'spent'; readonly token: string; readonly key: RowKey }
  | { readonly step: 'rotated'; readonly token: string; readonly key: RowKey; readonly successor: RowKey };

/** As long as a statement may take. */
const longestTurnMs = 5000;

const requests = new AsyncLocalStorage<EngineRequest>();

export async function runEngineRequest(work: (request: EngineRequest) => Promise<void>): Promise<void> {
  const request: EngineRequest = {
    fault: null,
    replacedSessionDigest: null,
    consumed: false,
    refresh: { step: 'none' },
    grant: null,
    onEnd: [],
  };
  try {
    await requests.run(request, () => work(request));
  } finally {
    for (const end of request.onEnd) end();
  }
}

/**
 * Waits for earlier requests with the same secret in this process. They would wait for each other at the row's lock anyway,
 * each holding a database connection; so they wait without one.
 */
export async function takeTurn(turns: Turns, { digest }: RowKey): Promise<void> {
  const request = requests.getStore();
  if (request !== undefined) request.onEnd.push(await turns.take(digest.toString('base64'), longestTurnMs));
}

/** Remembers the grant a token was found under, which the same statement has read. */
export function noteGrant(grant: StoredGrant): void {
  const request = requests.getStore();
  if (request !== undefined) request.grant = grant;
}

/** The request being handled, or null where pages use the engine's models outside of it. */
export function currentEngineRequest(): EngineRequest | null {
  return requests.getStore() ?? null;
}

/** Runs one of our callbacks for the engine and remembers a fault, whatever the engine makes of it. */
export async function guarded<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    const request = requests.getStore();
    if (request !== undefined && !(error instanceof errors.OIDCProviderError)) request.fault ??= error;
    throw error;
  }
}
