import type { ServerResponse } from 'node:http';
import type { MonotonicMs } from '../../platform/clock.ts';
import type { Metrics } from '../../platform/metrics.ts';

export interface LaneAnswer {
  readonly status: 200 | 400 | 500 | 503;
  readonly body: string;
  readonly retryAfterSeconds?: number | null;
}

export interface AnswerOptions {
  /** On every answer of the service. */
  readonly standingHeaders: Readonly<Record<string, string>>;
  readonly createRequestId: () => string;
  /** False while draining: answers then ask the caller to open a new connection. */
  readonly isAccepting: () => boolean;
  readonly monotonicMs: MonotonicMs;
  readonly metrics: Metrics;
}

/** What the engine adds here, in its order and spelling. */
const engineHeaders = [
  ['Vary', 'Origin'],
  ['Access-Control-Expose-Headers', 'WWW-Authenticate'],
  ['cache-control', 'no-store'],
  ['Content-Type', 'application/json; charset=utf-8'],
].flat();

/** Writes answers as the engine would, and counts them; they are too many for a log line each. */
export function createAnswers(options: AnswerOptions) {
  const { standingHeaders, createRequestId, isAccepting, monotonicMs, metrics } = options;
  const sameHeaders = [...Object.entries(standingHeaders).flat(), ...engineHeaders];
  const secondsOf = (status: LaneAnswer['status']) =>
    metrics.requestSeconds.labels('/introspect', 'POST', String(status));
  const seconds = { 200: secondsOf(200), 400: secondsOf(400), 500: secondsOf(500), 503: secondsOf(503) };

  /** @param startedAt monotonic milliseconds; null: it took no time worth the name */
  return function answer(response: ServerResponse, given: LaneAnswer, startedAt: number | null): void {
    const { status, body, retryAfterSeconds = null } = given;
    const headers = ['x-request-id', createRequestId(), ...sameHeaders];
    if (!isAccepting()) headers.push('connection', 'close');
    if (retryAfterSeconds !== null) headers.push('retry-after', String(retryAfterSeconds));
    headers.push('Content-Length', String(Buffer.byteLength(body)));
    response.writeHead(status, headers);
    response.end(body);
    if (startedAt !== null) seconds[status].observe((monotonicMs() - startedAt) / 1000);
  };
}
