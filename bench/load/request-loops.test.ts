import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { type IncomingMessage, type ServerResponse, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { Job, RequestsWork, Result } from './job.ts';
import { startMeasurement } from './measurement.ts';
import { runRequests } from './request-loops.ts';
import { openRequests } from './requests.ts';

const active = '{"active":true,"scope":"notes:read"}';
const inactive = '{"active":false}';

type Answerer = (body: string, response: ServerResponse, request: IncomingMessage) => void;

const stack: Array<() => Promise<unknown>> = [];
afterEach(async () => {
  for (const end of stack.splice(0).reverse()) await end();
});

async function serve(answer: Answerer): Promise<Job['target']> {
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('latin1').on('data', (text: string) => (body += text));
    request.on('end', () => answer(body, response, request));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  stack.push(async () => {
    server.close();
    server.closeAllConnections();
    await once(server, 'close');
  });
  return { host: '127.0.0.1', port: (server.address() as AddressInfo).port };
}

interface Load {
  readonly answer: Answerer;
  readonly bodies?: readonly string[];
  readonly work?: Partial<RequestsWork>;
  readonly job?: Partial<Job>;
}

async function load({ answer, bodies = ['token=a'], work = {}, job = {} }: Load): Promise<Result> {
  const target = await serve(answer);
  const folder = await mkdtemp(path.join(tmpdir(), 'symbolon-bench-test-'));
  stack.push(() => rm(folder, { recursive: true }));
  const file = path.join(folder, 'bodies');
  await writeFile(file, bodies.map((body) => `${body}\n`).join(''));
  const timing = { warmUpMs: 0, durationMs: 60_000, timeoutMs: 5000, observe: {} };
  const whole = { target, connections: 3, arrivalsPerSecond: null, ...timing, ...job };
  const openLane = openRequests(
    {
      kind: 'requests',
      path: '/introspect',
      headers: {},
      file,
      lines: { from: 0, count: bodies.length },
      order: 'once',
      chunked: false,
      expect: 'active',
      ...work,
    },
    target,
  );
  const measurement = startMeasurement(whole);
  await new Promise((resolve) => setTimeout(resolve, 5));
  await runRequests(whole, openLane, measurement);
  return measurement.result();
}

const numbered = (count: number): string[] => Array.from({ length: count }, (_, index) => `token=${index}`);

describe('requests in a closed loop', () => {
  it('asks for each once and counts the right answers', async () => {
    const asked: string[] = [];
    const result = await load({
      bodies: numbered(100),
      answer(body, response) {
        asked.push(body);
        response.end(active);
      },
    });
    expect(asked.sort()).toEqual(numbered(100).sort());
    expect(result.allOperations).toBe(100);
    expect(result.problems).toEqual([]);
  });

  it('tells wrong answers from right ones', async () => {
    const result = await load({
      bodies: numbered(30),
      answer(body, response) {
        const number = Number(body.slice('token='.length));
        if (number % 3 === 1) response.statusCode = 503;
        response.end(number % 3 === 2 ? inactive : active);
      },
    });
    expect(result.allOperations).toBe(10);
    expect(result.problems.map(({ what, times }) => [what, times]).sort()).toEqual([
      [`200 ${inactive}`, 10],
      [`503 ${active}`, 10],
    ]);
  });

  it('reports lost connections and goes on', async () => {
    const result = await load({
      bodies: numbered(9),
      answer(body, response) {
        if (body === 'token=4') response.destroy();
        else response.end(active);
      },
    });
    expect(result.allOperations).toBe(8);
    expect(result.problems).toHaveLength(1);
  });

  it('gives up what is not answered in time', async () => {
    const result = await load({
      job: { timeoutMs: 100 },
      answer: () => undefined,
    });
    expect(result.problems).toEqual([{ what: 'timeout', times: 1 }]);
  });

  it('sends a header of its own with each body, and bodies without a length', async () => {
    const seen: unknown[] = [];
    await load({
      bodies: ['Basic abc\ttoken=a'],
      work: { chunked: true },
      answer(body, response, { headers }) {
        seen.push(body, headers.authorization, headers['content-length'], headers['transfer-encoding']);
        response.end(active);
      },
    });
    expect(seen).toEqual(['token=a', 'Basic abc', undefined, 'chunked']);
  });
});

describe('requests in an open loop', () => {
  it('counts time from when a request was due, however long it waited to be sent', async () => {
    const result = await load({
      work: { order: 'cycle' },
      job: { arrivalsPerSecond: 100, connections: 1, durationMs: 500 },
      answer(_, response) {
        setTimeout(() => response.end(active), 50);
      },
    });
    // One connection answers 20 a second: of those due in half a second the last one waited for two.
    expect(result.problems).toEqual([]);
    expect(result.allOperations).toBeGreaterThanOrEqual(49);
    expect(result.latencies['operation']?.max).toBeGreaterThan(1500);
  });
});
