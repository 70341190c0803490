import type { Scenario } from '../bench.ts';
import { atLeast } from '../outcome.ts';
import { pgbenchSelect } from '../references/pgbench.ts';
import { bareHttp, bareSubject, compare, pgbenchSubject, serviceSubject } from '../subjects.ts';
import { freshService, introspectionWork, manyTokens } from './introspection.ts';
import { slices } from './token-requests.ts';

const name = 'introspect-cold';
const select = 'pgbench select';

/** Every token is asked about once in the life of the process: each answer comes from Postgres. */
export const introspectCold: Scenario = {
  name,
  async run(bench) {
    const population = await manyTokens(bench);
    const { deployment, requests } = population;
    const service = await freshService(bench, population);
    // One for each round, for warming up, and for counting statements.
    const takeSlice = slices(requests.lines.count, bench.sizes.runs + 2);
    const work = introspectionWork(population, requests, { order: 'once' });
    return compare({
      bench,
      deployment,
      subjects: [
        serviceSubject({
          bench,
          deployment,
          service,
          name,
          work: () => ({ ...work, lines: takeSlice() }),
          // The first job warms it up; of the others no token may be spent before the measurement opens.
          job: { warmUpMs: 0 },
        }),
      ],
      references: [
        () =>
          pgbenchSubject({
            bench,
            deployment,
            name: select,
            open: (options) => pgbenchSelect(options, requests.lines.count),
          }),
        () => bareSubject(bench, service, { ...work, order: 'cycle' }),
      ],
      ratios: [
        [name, select, atLeast(0.45)],
        [name, bareHttp, null],
      ],
    });
  },
};
