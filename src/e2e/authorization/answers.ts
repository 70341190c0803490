import { type Agent, type OutgoingHttpHeaders, request as send } from 'node:http';
import { connect } from 'node:net';
import { expect } from 'vitest';

/** One answer, as it came over the wire. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: string;
}

export interface RawRequest {
  readonly method?: string;
  /** Sent as it is: nothing normalises dots, slashes or escapes. */
  readonly path: string;
  readonly headers?: OutgoingHttpHeaders;
  readonly body?: string | Buffer;
  readonly agent?: Agent;
}

const answerWithinMs = 10_000;

/** Sends a request with its path untouched and follows nothing. */
export async function sendRaw(
  base: string,
  { method, path, headers, body, agent }: RawRequest,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = send(base, {
      method: method ?? (body === undefined ? 'GET' : 'POST'),
      path,
      headers: { ...(body === undefined ? {} : { 'content-type': formType }), ...headers },
      ...(agent === undefined ? {} : { agent }),
      signal: AbortSignal.timeout(answerWithinMs),
    });
    let answered = false;
    request.on('response', (response) => {
      answered = true;
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        resolve({
          status: response.statusCode ?? 0,
          headers: new Headers(pairs(response.rawHeaders)),
          body: Buffer.concat(chunks).toString(),
        });
      });
    });
    // A server may refuse a large body before it has read all of it; what counts is its answer.
    request.on('error', (error) => {
      if (!answered) reject(error);
    });
    request.end(body);
  });
}

export const formType = 'application/x-www-form-urlencoded';

/** The status of whatever answers these bytes; 0 when the connection was closed without an answer. */
export async function statusOfBytes(base: string, bytes: string | Buffer): Promise<number> {
  const { hostname, port } = new URL(base);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname);
    let text = '';
    socket.setTimeout(answerWithinMs, () => {
      socket.destroy();
      reject(new Error(`no answer in time, but ${JSON.stringify(text.slice(0, 200))}`));
    });
    socket.on('data', (chunk: Buffer) => {
      text += chunk.toString('latin1');
    });
    // A connection that is reset while bytes are still under way closes as well.
    socket.on('error', () => undefined);
    socket.on('close', () => {
      resolve(Number(/^HTTP\/1\.[01] (\d{3})/.exec(text)?.[1] ?? 0));
    });
    socket.write(bytes);
  });
}

/** The answer to one navigation, which is not followed. */
export async function navigate(url: string, headers: Record<string, string> = {}): Promise<Answer> {
  const response = await fetch(url, { redirect: 'manual', headers: { accept: 'text/html', ...headers } });
  return { status: response.status, headers: response.headers, body: await response.text() };
}

/** Where a redirect leads; what is relative leads into the service. */
export function redirected({ status, headers, body }: Answer): URL {
  const location = headers.get('location');
  if (status !== 303 || location === null)
    throw new Error(`no redirect but ${status}: ${body.slice(0, 2000)}`);
  return new URL(location, 'https://issuer.invalid');
}

export function expectErrorPage({ status, headers, body }: Answer, expected?: number): void {
  expect(headers.get('location')).toBeNull();
  if (expected === undefined) expect(isClientError(status), `status ${status}`).toBe(true);
  else expect(status).toBe(expected);
  expect(headers.get('content-type') ?? '').toMatch(/^text\/html/);
  expect(body).toMatch(/^<!doctype html>/i);
  expect(body).toContain('<h1');
  expectNothingInternal(body);
}

/** RFC 6749 §5.2: an object whose `error` is a code, with a description for people. */
export function expectErrorObject({ status, headers, body }: Answer, error?: string): void {
  expect(isClientError(status), `status ${status}: ${body}`).toBe(true);
  expect(headers.get('content-type')).toMatch(/^application\/json/);
  const parsed = JSON.parse(body) as Record<string, unknown>;
  expect(parsed['error']).toMatch(/^[a-z_]+$/);
  if (error !== undefined) expect(parsed['error']).toBe(error);
  expect(String(parsed['error_description'] ?? '')).toMatch(/^[\x20-\x21\x23-\x5b\x5d-\x7e]*$/);
  expectNothingInternal(body);
}

export function expectNothingInternal(text: string): void {
  expect(text).not.toMatch(/\n\s+at \S+ ?\(|node_modules|node:internal|file:\/\/|\/src\/|\.ts:\d+/);
  expect(text).not.toMatch(
    /oidc-provider|\bkoa\b|kysely|postgres|sqlstate|\b(?:Type|Reference|Syntax|Range)Error\b|oops!/i,
  );
}

function isClientError(status: number): boolean {
  return status >= 400 && status < 500;
}

function pairs(rawHeaders: readonly string[]): [string, string][] {
  return rawHeaders.flatMap((name, index): [string, string][] =>
    index % 2 === 0 ? [[name, rawHeaders[index + 1] ?? '']] : [],
  );
}
