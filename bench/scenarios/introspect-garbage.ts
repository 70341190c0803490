import { setTimeout as sleep } from 'node:timers/promises';
import type { Bench, Scenario } from '../bench.ts';
import { createDeployment } from '../deployment/deployment.ts';
import { startServers } from '../deployment/servers.ts';
import { callsSince } from '../deployment/statements.ts';
import { openStoreCalls } from '../deployment/store-calls.ts';
import { type Figure, atLeast, atMost } from '../outcome.ts';
import { spreadOf } from '../statistics.ts';
import { type ServiceSubject, compare, serviceSubject } from '../subjects.ts';
import { garbage } from './garbage.ts';
import { freshService, hotTokenCount, introspectionWork, populate, writeTokens } from './introspection.ts';

const name = 'introspect-garbage';
const hot = 'introspect-hot';
const garbageCount = 10_000;
/** What the service does by itself comes round at least this often. */
const idleMs = 1500;

/** Strings that cannot be live tokens, against the tokens of introspect-hot. Counts what reaches Postgres and Redis. */
export const introspectGarbage: Scenario = {
  name,
  async run(bench) {
    // Servers of its own, whose every statement and command is counted.
    const servers = bench.own(await startServers({ countStatements: true, durable: !bench.options.quick }));
    const deployment = bench.own(await createDeployment(servers, bench.options.profileFolder));
    const population = await populate(bench, deployment, name, hotTokenCount);
    const service = await freshService(bench, population);
    const strings = await writeTokens(bench, 'garbage', garbage(garbageCount));
    const work = introspectionWork(population, strings, { expect: 'inactive' });
    const hotWork = introspectionWork(population, population.requests);
    const common = { bench, deployment, service };
    const subjects = [
      serviceSubject({ ...common, name, work: () => work }),
      serviceSubject({ ...common, name: hot, work: () => hotWork }),
    ] as const;
    const storeCalls = await countStoreCalls(bench, deployment, subjects[0]);
    const outcome = await compare({
      bench,
      deployment,
      subjects,
      references: [],
      ratios: [[name, hot, atLeast(1)]],
    });
    return { ...outcome, figures: [...outcome.figures, storeCalls] };
  },
};

/** Statements and commands that the load leads to: all but those that the service also sends when nobody asks anything. */
async function countStoreCalls(
  bench: Bench,
  deployment: Parameters<typeof openStoreCalls>[0],
  subject: ServiceSubject,
): Promise<Figure> {
  await using calls = await openStoreCalls(deployment);
  // So that connections are open and statements prepared.
  await subject.run();
  const before = await calls.read();
  await sleep(idleMs);
  const idle = await calls.read();
  const { allOperations } = await subject.run();
  const background = callsSince(before, idle);
  const caused = [...callsSince(idle, await calls.read())].filter(([what]) => !background.has(what));
  for (const [what, times] of caused)
    bench.progress(`${times} times for ${allOperations} requests: ${what.slice(0, 120)}`);
  const sum = caused.reduce((total, [, times]) => total + times, 0);
  return {
    name: 'calls of Postgres and Redis for each request',
    value: spreadOf([sum / Math.max(1, allOperations)]),
    unit: '',
    target: atMost(0),
  };
}
