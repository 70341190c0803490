import { lookup as lookUpHost } from 'node:dns';
import { type LookupFunction, isIP } from 'node:net';
import { Agent, type RequestInit as UndiciRequest, fetch as undiciFetch } from 'undici';
import { isLoopbackAddress, isOwnNetworkAddress, isPublicAddress } from './public-addresses.ts';

/** It could not be reached, did not answer in time, or said itself that it is not well. Nothing to do with who is asking. */
export class UnreachableError extends Error {
  constructor(reason: string, options?: { cause?: unknown }) {
    super(reason, options);
    this.name = 'UnreachableError';
  }
}

export type Fetch = (url: string, init: FetchInit) => Promise<Response>;

export interface FetchInit {
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | undefined;
}

export interface GuardedFetchOptions {
  /** Otherwise only what is on the Internet is connected to, whatever its name resolves to at that moment. */
  readonly allowPrivateAddresses: boolean;
  /** Also this machine; with the above only. */
  readonly allowLoopback?: boolean;
  readonly timeoutMs?: number;
  readonly maxBytes?: number;
}

export interface GuardedFetch extends AsyncDisposable {
  readonly fetch: Fetch;
}

const defaultTimeoutMs = 5000;
const defaultMaxBytes = 64 * 1024;

/** Requests to a provider: addresses are checked as they are connected to, redirects are not followed, answers are short. */
export function createGuardedFetch(options: GuardedFetchOptions): GuardedFetch {
  const { timeoutMs = defaultTimeoutMs, maxBytes = defaultMaxBytes } = options;
  const isAllowed = allowedBy(options);
  const agent = new Agent({
    connect: { timeout: timeoutMs, lookup: lookUpAllowed(isAllowed) },
    headersTimeout: timeoutMs,
    bodyTimeout: timeoutMs,
    // Nobody is kept waiting by connections that the other side may have forgotten.
    keepAliveTimeout: 1000,
  });

  async function guarded(url: string, { method, headers, body }: FetchInit): Promise<Response> {
    refuseClosedHost(new URL(url).hostname, isAllowed);
    const signal = AbortSignal.timeout(timeoutMs);
    const request: UndiciRequest = {
      method,
      headers,
      body: body ?? null,
      redirect: 'manual',
      signal,
      dispatcher: agent,
    };
    const response = await reach(url, () => undiciFetch(url, request));
    if (response.status >= 500 || response.status === 429) {
      await response.body?.cancel();
      throw new UnreachableError(`${new URL(url).host} answered ${response.status}`);
    }
    const bytes = await reach(url, () => readBounded(response.body, maxBytes));
    const isEmpty = response.status === 204 || response.status === 304;
    return new Response(isEmpty ? null : bytes, {
      status: response.status,
      headers: Object.fromEntries(response.headers),
    });
  }

  return { fetch: guarded, [Symbol.asyncDispose]: () => agent.destroy() };
}

type IsAllowed = (address: string) => boolean;

function allowedBy({ allowPrivateAddresses, allowLoopback = false }: GuardedFetchOptions): IsAllowed {
  if (!allowPrivateAddresses) return isPublicAddress;
  return (address) =>
    isPublicAddress(address) || isOwnNetworkAddress(address) || (allowLoopback && isLoopbackAddress(address));
}

/** An address in place of a name is never looked up. */
function refuseClosedHost(hostname: string, isAllowed: IsAllowed): void {
  const address = hostname.replace(/^\[(.*)\]$/, '$1');
  if (isIP(address) !== 0 && !isAllowed(address))
    throw new UnreachableError('its address is none that we connect to');
}

const lookUpAllowed =
  (isAllowed: IsAllowed): LookupFunction =>
  (hostname, options, callback) => {
    lookUpHost(hostname, { ...options, all: true }, (error, found) => {
      if (error !== null) {
        callback(error, [], 0);
        return;
      }
      const addresses = found.filter(({ address }) => isAllowed(address));
      const [first] = addresses;
      if (first === undefined)
        callback(new UnreachableError('its addresses are none that we connect to'), [], 0);
      else if (options.all === true) callback(null, addresses);
      else callback(null, first.address, first.family);
    });
  };

async function reach<Result>(url: string, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (cause) {
    throw new UnreachableError(`${new URL(url).host} could not be reached`, { cause });
  }
}

async function readBounded(
  body: AsyncIterable<Uint8Array> | null,
  maxBytes: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of body ?? []) {
    length += chunk.length;
    // Leaving the loop gives up the rest.
    if (length > maxBytes) throw new Error(`the answer is longer than ${maxBytes} bytes`);
    chunks.push(chunk);
  }
  return new Uint8Array(Buffer.concat(chunks));
}
