import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Scenario } from '../bench.ts';
import { buildService } from '../deployment/built-service.ts';
import type { ServiceProcess } from '../deployment/service-process.ts';
import { createExchange } from '../load/exchange.ts';
import type { RequestsWork } from '../load/job.ts';
import { firstRequest } from '../load/requests.ts';
import { type Figure, type Target, atMost } from '../outcome.ts';
import { problemsOf } from '../rounds.ts';
import { spreadOf } from '../statistics.ts';
import { introspectionWork, manyTokens } from './introspection.ts';

/** Until what starting or load left behind is cleared away, in usual warm-ups. */
const settleWarmUps = 2;
const pauseMs = 2;
const startTimeoutMs = 60_000;
/** For as long as it takes to ask about each token once. */
const longestMs = 600_000;

/**
 * Time from starting a process to its first answer about a token, and the memory it takes, empty and with a full cache. Runs
 * what the image runs: type stripping, which everything else here is measured with, takes its own time and memory.
 */
export const startupAndMemory: Scenario = {
  name: 'startup-and-memory',
  async run(bench) {
    const population = await manyTokens(bench);
    const { deployment, requests } = population;
    const program = await buildService(bench.folder);
    const settleMs = settleWarmUps * bench.sizes.warmUpSeconds * 1000;
    const count = Math.min(bench.sizes.cached, requests.lines.count);
    const work = introspectionWork(population, requests, { order: 'once', lines: { from: 0, count } });

    const starts: number[] = [];
    for (let run = 0; run < bench.sizes.runs; run += 1) {
      const begunAt = performance.now();
      await using service = await deployment.spawnService(program);
      await untilFirstAnswer(service, work);
      starts.push(performance.now() - begunAt);
      bench.progress(`started in ${starts.at(-1)?.toFixed(0)} ms`);
    }
    const service = bench.own(await deployment.startService(program));
    await sleep(settleMs);
    const idle = await residentMegabytes(service.pid);
    const result = await bench.load(service.target, work, { warmUpMs: 0, durationMs: longestMs });
    await sleep(settleMs);
    const full = await residentMegabytes(service.pid);
    return {
      rows: [],
      figures: [
        { name: 'from start to the first answer', value: spreadOf(starts), unit: 'ms', target: null },
        ...megabytes('resident memory, idle', idle, null),
        ...megabytes(`resident memory, ${count} tokens asked about`, full, atMost(160)),
      ],
      problems: problemsOf(result),
    };
  },
};

/** Asks until the service says that a token is good. */
async function untilFirstAnswer({ target }: ServiceProcess, work: RequestsWork): Promise<void> {
  const request = firstRequest(work, target);
  const exchange = createExchange(target);
  const giveUpAt = performance.now() + startTimeoutMs;
  try {
    for (;;) {
      const answer = await exchange.ask(request).catch(() => null);
      if (answer?.status === 200) return;
      if (performance.now() > giveUpAt) throw new Error('the service did not start');
      await sleep(pauseMs);
    }
  } finally {
    exchange.close();
  }
}

/** null where the machine has no /proc. */
async function residentMegabytes(pid: number): Promise<number | null> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  const kibibytes = /^VmRSS:\s*(\d+) kB/m.exec(status)?.[1];
  return kibibytes === undefined ? null : (Number(kibibytes) * 1024) / 1e6;
}

function megabytes(name: string, value: number | null, target: Target | null): Figure[] {
  return value === null ? [] : [{ name, value: spreadOf([value]), unit: 'MB', target }];
}
