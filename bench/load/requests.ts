import { readFileSync } from 'node:fs';
import type { Answer } from './answer-reader.ts';
import type { Expectation, Headers, LineRange, RequestsWork, Target } from './job.ts';
import type { Verdict } from './tally.ts';

/** What one connection asks next, and what to think of the answer. */
export interface Lane {
  /** null: nothing is left to ask. */
  next(): Buffer | null;
  judge(answer: Answer): Verdict;
}

export const commonHeaders: Headers = { accept: '*/*', 'user-agent': 'symbolon-bench' };

export interface PostRequest {
  readonly target: Target;
  readonly path: string;
  readonly headers: Headers;
  readonly body: string;
  readonly chunked?: boolean;
}

/** A form, as the bytes that go over the wire. */
export function postRequest({ target, path, headers, body, chunked = false }: PostRequest): Buffer {
  const all = {
    host: `${target.host}:${target.port}`,
    ...commonHeaders,
    ...headers,
    'content-type': 'application/x-www-form-urlencoded',
    ...(chunked ? { 'transfer-encoding': 'chunked' } : { 'content-length': String(body.length) }),
  };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  const content = chunked ? `${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n` : body;
  return Buffer.from(`POST ${path} HTTP/1.1\r\n${lines.join('')}\r\n${content}`, 'latin1');
}

/** What the first line asks. */
export function firstRequest(work: RequestsWork, target: Target): Buffer {
  return packRequests({ ...work, lines: { from: work.lines.from, count: 1 } }, target).at(0);
}

export function readLines(file: string, { from, count }: LineRange): string[] {
  const lines = readFileSync(file, 'latin1')
    .split('\n', from + count)
    .slice(from);
  if (lines.length < count || lines.includes(''))
    throw new Error(`${file} has fewer than ${from + count} lines`);
  return lines;
}

/** Lanes that share one list of requests, all of them built beforehand. */
export function openRequests(work: RequestsWork, target: Target): () => Lane {
  const requests = packRequests(work, target);
  const nextIndex = indexes(work.order, requests.count);
  const judge = judgeOf(work.expect);
  return () => ({
    next() {
      const index = nextIndex();
      return index === null ? null : requests.at(index);
    },
    judge,
  });
}

interface PackedRequests {
  readonly count: number;
  at(index: number): Buffer;
}

/** In one piece of memory: a million small buffers would keep the garbage collector busy. */
function packRequests({ file, lines, path, headers, chunked }: RequestsWork, target: Target): PackedRequests {
  const built = readLines(file, lines).map((line) => {
    const [body = '', authorization] = line.split('\t').reverse();
    const own = authorization === undefined ? headers : { ...headers, authorization };
    return postRequest({ target, path, headers: own, body, chunked });
  });
  const ends = new Float64Array(built.length);
  let end = 0;
  for (const [index, request] of built.entries()) ends[index] = end += request.length;
  const packed = Buffer.concat(built, end);
  return {
    count: built.length,
    at: (index) => packed.subarray(index === 0 ? 0 : ends[index - 1], ends[index]),
  };
}

function indexes(order: RequestsWork['order'], count: number): () => number | null {
  let turn = -1;
  switch (order) {
    case 'once':
      return () => ((turn += 1) < count ? turn : null);
    case 'cycle':
      return () => (turn = (turn + 1) % count);
    case 'zipf': {
      const drawn = zipfIndexes(count);
      return () => drawn[(turn = (turn + 1) % drawn.length)] ?? 0;
    }
  }
}

const drawnAhead = 1 << 22;

/** Drawn ahead, so that drawing costs nothing while it is measured. */
function zipfIndexes(count: number): Uint32Array {
  const cumulative = new Float64Array(count);
  let sum = 0;
  for (let rank = 0; rank < count; rank += 1) cumulative[rank] = sum += 1 / (rank + 1);
  return Uint32Array.from({ length: drawnAhead }, () => firstAtLeast(cumulative, Math.random() * sum));
}

function firstAtLeast(ascending: Float64Array, value: number): number {
  let low = 0;
  let high = ascending.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ascending[middle] ?? 0) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

const isAsExpected: Record<Expectation, (body: string) => boolean> = {
  active: (body) => body.startsWith('{"active":true,'),
  inactive: (body) => body === '{"active":false}',
  tokens: (body) => body.includes('"access_token":"sym_at_'),
};

export function judgeOf(expect: Expectation): (answer: Answer) => Verdict {
  const right: Verdict = { label: expect, right: true };
  const isRight = isAsExpected[expect];
  return (answer) => (answer.status === 200 && isRight(answer.body) ? right : wrongAnswer(answer));
}

export function wrongAnswer({ status, body }: Answer): Verdict {
  const isToken = body.includes('"access_token"');
  return { label: `${status} ${isToken ? 'tokens' : body.slice(0, 120)}`.trimEnd(), right: false };
}
