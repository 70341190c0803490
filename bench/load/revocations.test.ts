import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { Job, RevocationsWork, Result, Target } from './job.ts';
import { startMeasurement } from './measurement.ts';
import { busyLatency, exposureLatency, runRevocations, staleLabel } from './revocations.ts';

const count = 20;

const stack: Array<() => Promise<unknown>> = [];
afterEach(async () => {
  for (const end of stack.splice(0).reverse()) await end();
});

interface FakeProcess {
  /** Whether a request that comes now finds the token good. */
  readonly knows: (token: string) => boolean;
  /** Answers the revocation with this status. */
  readonly revoke: (token: string) => Promise<number>;
}

async function serve({ knows, revoke }: FakeProcess): Promise<Target> {
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('latin1').on('data', (text: string) => (body += text));
    request.on('end', () => {
      const token = new URLSearchParams(body).get('token') ?? '';
      if (request.url === '/introspect') {
        response.end(JSON.stringify(knows(token) ? { active: true, sub: 'acc' } : { active: false }));
        return;
      }
      void revoke(token).then((status) => response.writeHead(status).end(''));
    });
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

async function run(processes: readonly Target[]): Promise<Result> {
  const folder = await mkdtemp(path.join(tmpdir(), 'symbolon-bench-test-'));
  stack.push(() => rm(folder, { recursive: true }));
  const file = path.join(folder, 'revocations');
  await writeFile(
    file,
    Array.from({ length: count }, (_, index) => `token-${index}\ttoken-${index}\n`).join(''),
  );
  const work: RevocationsWork = {
    kind: 'revocations',
    processes,
    introspection: { authorization: 'Basic abc' },
    clientId: 'app',
    file,
    lines: { from: 0, count },
    watchEvery: 2,
  };
  const job: Job = {
    target: processes[0] as Target,
    connections: 4,
    arrivalsPerSecond: null,
    warmUpMs: 0,
    durationMs: 60_000,
    timeoutMs: 5000,
    observe: {},
    work,
  };
  const measurement = startMeasurement(job);
  await runRevocations(job, work, measurement);
  return measurement.result();
}

/** Two processes that share what is revoked; the second learns of it `lagMs` after the first has answered. */
async function processesWithLag(lagMs: number, statuses: readonly number[] = []): Promise<Target[]> {
  const revoked = new Set<string>();
  const learnt = new Set<string>();
  const left = [...statuses];
  const revoke = async (token: string): Promise<number> => {
    const status = left.shift();
    if (status !== undefined) return status;
    revoked.add(token);
    if (lagMs > 0) setTimeout(() => learnt.add(token), lagMs);
    else learnt.add(token);
    return 200;
  };
  return [
    await serve({ knows: (token) => !revoked.has(token), revoke }),
    await serve({ knows: (token) => !learnt.has(token), revoke }),
  ];
}

describe('revocations', () => {
  it('that every process knows of when they are answered are right', async () => {
    const result = await run(await processesWithLag(0));
    expect(result.problems).toEqual([]);
    expect(result.allOperations).toBe(count);
    expect(result.latencies[exposureLatency]?.count).toBe(count / 2);
  });

  it('that one process does not know of yet are stale', async () => {
    const result = await run(await processesWithLag(200));
    expect(result.problems).toEqual([{ what: staleLabel, times: count }]);
    expect(result.allOperations).toBe(0);
  });

  it('are asked for again when the service is busy', async () => {
    const result = await run(await processesWithLag(0, [503, 503]));
    expect(result.problems).toEqual([]);
    expect(result.allOperations).toBe(count);
    expect(result.latencies[busyLatency]?.count).toBe(2);
  });

  it('that are refused are a problem', async () => {
    const result = await run(await processesWithLag(0, [400]));
    expect(result.problems).toEqual([{ what: '400', times: 1 }]);
    expect(result.allOperations).toBe(count - 1);
  });
});
