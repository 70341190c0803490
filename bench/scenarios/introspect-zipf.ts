import type { Scenario } from '../bench.ts';
import { bareHttp, bareSubject, compare, serviceSubject } from '../subjects.ts';
import { freshService, introspectionWork, manyTokens } from './introspection.ts';

const name = 'introspect-zipf';

/** Many more tokens than the cache holds, some of them asked about much more often than others, as it is in life. */
export const introspectZipf: Scenario = {
  name,
  async run(bench) {
    const population = await manyTokens(bench);
    const { deployment } = population;
    const service = await freshService(bench, population);
    const work = introspectionWork(population, population.requests, { order: 'zipf' });
    return compare({
      bench,
      deployment,
      subjects: [serviceSubject({ bench, deployment, service, name, work: () => work })],
      references: [() => bareSubject(bench, service, { ...work, order: 'cycle' })],
      ratios: [[name, bareHttp, null]],
    });
  },
};
