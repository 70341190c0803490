import type { Scenario } from '../bench.ts';
import { atLeast } from '../outcome.ts';
import { bareHttp, bareSubject, compare, serviceSubject } from '../subjects.ts';
import { freshService, hotTokens, introspectionWork } from './introspection.ts';

const name = 'introspect-hot';
const engine = "the engine's endpoint";

/** A thousand tokens over and over: everything is in memory. */
export const introspectHot: Scenario = {
  name,
  async run(bench) {
    const population = await hotTokens(bench);
    const { deployment } = population;
    const service = await freshService(bench, population);
    const work = introspectionWork(population, population.requests);
    const common = { bench, deployment, service };
    return compare({
      bench,
      deployment,
      subjects: [
        serviceSubject({ ...common, name, work: () => work }),
        serviceSubject({ ...common, name: engine, work: () => ({ ...work, chunked: true }) }),
      ],
      references: [() => bareSubject(bench, service, work)],
      ratios: [
        [name, bareHttp, atLeast(0.75)],
        [name, engine, atLeast(6)],
      ],
    });
  },
};
