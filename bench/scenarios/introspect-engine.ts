import type { Scenario } from '../bench.ts';
import { bareHttp, bareSubject, compare, serviceSubject } from '../subjects.ts';
import { freshService, hotTokens, introspectionWork } from './introspection.ts';

const name = 'introspect-engine';

/** The requests of introspect-hot with chunked bodies, which the protocol engine itself answers. */
export const introspectEngine: Scenario = {
  name,
  async run(bench) {
    const population = await hotTokens(bench);
    const { deployment } = population;
    const service = await freshService(bench, population);
    const work = introspectionWork(population, population.requests, { chunked: true });
    return compare({
      bench,
      deployment,
      subjects: [serviceSubject({ bench, deployment, service, name, work: () => work })],
      references: [() => bareSubject(bench, service, work)],
      ratios: [[name, bareHttp, null]],
    });
  },
};
