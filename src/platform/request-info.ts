import type { IncomingMessage } from 'node:http';
import { browserName } from './browser-name.ts';

/** What the service knows of a request before any handler sees it. */
export interface RequestInfo {
  /** Appears in the response, in every log line of the request and on error pages. */
  readonly id: string;
  /** Who is asking, as rate limits count: see `networkKey`. */
  readonly network: string;
}

/** Where a request comes from, as people know it. */
export function originOf(request: IncomingMessage): { readonly network: string; readonly browser: string } {
  return { network: getRequestInfo(request).network, browser: browserName(request.headers['user-agent']) };
}

const infos = new WeakMap<IncomingMessage, RequestInfo>();

export function setRequestInfo(request: IncomingMessage, info: RequestInfo): void {
  infos.set(request, info);
}

export function getRequestInfo(request: IncomingMessage): RequestInfo {
  const info = infos.get(request);
  if (info === undefined) throw new Error('the request did not come through the dispatcher');
  return info;
}
