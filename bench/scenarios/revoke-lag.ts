import type { Scenario } from '../bench.ts';
import { basic } from '../deployment/parties.ts';
import type { ServiceProcess } from '../deployment/service-process.ts';
import type { LatencySummary } from '../load/histogram.ts';
import type { RevocationsWork, Result } from '../load/job.ts';
import { operationLatency } from '../load/tally.ts';
import { busyLatency, exposureLatency, staleLabel } from '../load/revocations.ts';
import { type Figure, atMost } from '../outcome.ts';
import { problemsOf, rowsOf, sampleOf } from '../rounds.ts';
import { spreadOf } from '../statistics.ts';
import { startTokenScene, writeLines } from './token-requests.ts';

const name = 'revoke-lag';
const watchEvery = 10;
/** The job ends with its list. */
const longestMs = 3_600_000;

/** Revocations, and whether any of several processes still says "active" to a request that begins after the answer. */
export const revokeLag: Scenario = {
  name,
  async run(bench) {
    const { revocations, workers, parallel } = bench.sizes;
    const scene = await startTokenScene(bench);
    const { deployment, service, parties } = scene;
    const others = Array.from({ length: workers - 1 }, () => deployment.startService());
    const services: ServiceProcess[] = [service, ...(await Promise.all(others))];
    const prepared = await scene.prepare(revocations, ['accessToken', 'refreshToken']);
    // Half of them by the access token itself, half by ending the grant that it rests on.
    const lines = prepared.map(({ accessToken, refreshToken }, index) =>
      [accessToken, index % 2 === 0 ? accessToken : refreshToken].join('\t'),
    );
    const work: RevocationsWork = {
      kind: 'revocations',
      processes: services.map(({ target }) => target),
      introspection: { authorization: basic(parties.api) },
      clientId: parties.app.clientId,
      file: await writeLines(bench, 'revocations', lines),
      lines: { from: 0, count: lines.length },
      watchEvery,
    };
    const result = await bench.load(service.target, work, {
      connections: parallel,
      warmUpMs: 0,
      durationMs: longestMs,
      observe: { process: service.pid, postgres: deployment.postgresPid },
    });
    return {
      rows: rowsOf(new Map([[`${name}, ${services.length} processes`, [sampleOf(result)]]])),
      figures: figuresOf(result),
      problems: problemsOf(result),
    };
  },
};

function figuresOf(result: Result): Figure[] {
  const stale = result.problems.find(({ what }) => what === staleLabel)?.times ?? 0;
  const times = (label: string, summary: LatencySummary | undefined): Figure[] =>
    (['p50', 'p99', 'max'] as const).flatMap((part) => {
      const value = summary?.[part] ?? null;
      if (value === null) return [];
      return [{ name: `${label}, ${part}`, value: spreadOf([value]), unit: 'ms', target: null }];
    });
  return [
    {
      name: `stale "active" in ${result.allOperations + stale} revocations`,
      value: spreadOf([stale]),
      unit: '',
      target: atMost(0),
    },
    {
      name: 'answered "busy" first, and asked for again',
      value: spreadOf([result.latencies[busyLatency]?.count ?? 0]),
      unit: '',
      target: null,
    },
    ...times('until a revocation is answered', result.latencies[operationLatency]),
    ...times('from asking for it to the last "active"', result.latencies[exposureLatency]),
  ];
}
