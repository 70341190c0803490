import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Cluster, startCluster } from '../harness/processes/cluster.ts';
import { post, tokenOf } from '../harness/flow.ts';
import { createHttpConnections } from '../harness/network/http-connection.ts';
import { type SendingPlan, createAsker } from './both-ways.ts';
import { type ChangeName, change, changeNames } from './changes.ts';
import { type Tally, askAboutAll, count, expectSame, ordinarySending } from './questions.ts';
import { type RequestPlan, anyRequest, everyOddity, ordinaryRequest } from './request.ts';
import { type CallerName, type TokenName, census, createWorld } from './world.ts';

/** A failure prints the seed, with which a run can be repeated. */
const seed = 20_261_122;
const walkers = 8;
const walksOfWalker = 4;
const fewestQuestions = 3000;

let cluster: Cluster;
let url: string;
let jwt: string;
const asked: Tally = new Map();

beforeAll(async () => {
  cluster = await startCluster({ env: { SYMBOLON_LOG_LEVEL: 'warn' } });
  url = cluster.replicas[0]?.url ?? '';
  jwt = await issueJwt();
});
afterAll(() => cluster[Symbol.asyncDispose]());

async function issueJwt(): Promise<string> {
  const api = await cluster.registry.createApi({ accessTokenFormat: 'jwt' });
  const machine = await cluster.registry.createClient({
    token_endpoint_auth_method: 'client_secret_basic',
    application_type: 'web',
    redirect_uris: [],
    grant_types: ['client_credentials'],
    apis: [api.audience],
  });
  const form = { grant_type: 'client_credentials', resource: api.audience };
  return tokenOf(await post(`${url}/token`, form, machine), 'access_token');
}

const tokens: TokenName[] = [
  ...new Set(census.map(([token]) => token)),
  ...(['without sign-in', 'without scope', 'refresh of app', 'code', 'revoked', 'expired'] as const),
  ...(['of machine, expired', 'of expired grant', 'of ended grant', 'of disabled account'] as const),
  ...(['of removed client', 'of returned client', 'of expired session', 'refresh, spent'] as const),
  ...(['refresh, revoked', 'refresh, expired', 'jwt', 'unknown'] as const),
];
const callers: ReadonlyArray<CallerName | 'nobody'> = [
  'api',
  'postApi',
  'otherApi',
  'app',
  'webApp',
  'machine',
  'nobody',
];

type Step =
  | { readonly ask: RequestPlan; readonly sending: SendingPlan; readonly times: number }
  | { readonly change: ChangeName };

function walks(): fc.Arbitrary<Step[]> {
  const likely = fc.constantFrom(...census);
  const anything = fc.tuple(fc.constantFrom(...tokens), fc.constantFrom(...callers));
  const sending: fc.Arbitrary<SendingPlan> = fc.record({
    first: fc.constantFrom('lane', 'engine'),
    pipelined: fc.boolean(),
    cutAt: fc.option(fc.nat(1000), { freq: 3 }),
  });
  const ask = fc.record({
    ask: anyRequest(fc.oneof({ weight: 3, arbitrary: likely }, { weight: 2, arbitrary: anything })),
    sending,
    times: fc.constantFrom(1, 2),
  });
  const step: fc.Arbitrary<Step> = fc.oneof(
    { weight: 6, arbitrary: ask },
    { weight: 1, arbitrary: fc.record({ change: fc.constantFrom(...changeNames) }) },
  );
  return fc.array(step, { minLength: 24, maxLength: 32, size: 'max' });
}

async function walk(steps: readonly Step[]): Promise<void> {
  const world = await createWorld(cluster.registry, jwt);
  using process = createHttpConnections(url);
  using asker = createAsker(url);
  const setting = { world, asker, tally: asked };
  const changed: ChangeName[] = [];
  // Cold, then remembered.
  for (let times = 0; times < 2; times += 1) await askAboutAll(setting, changed);
  for (const step of steps) {
    if ('change' in step) {
      await change(step.change, world, process);
      changed.push(step.change);
      count(asked, step.change);
      await askAboutAll(setting, changed);
    } else {
      for (let times = 0; times < step.times; times += 1) await expectSame(setting, { ...step, changed });
    }
  }
}

describe('the lane', () => {
  it('answers as the engine does to whatever is odd about a request, one thing at a time', async () => {
    const world = await createWorld(cluster.registry, jwt);
    using asker = createAsker(url);
    const setting = { world, asker, tally: asked };
    const oddities = everyOddity('of app', 'api');
    expect(oddities.length).toBeGreaterThan(150);
    for (const [index, ask] of oddities.entries()) {
      const first = index % 2 === 0 ? 'lane' : 'engine';
      await expectSame(setting, { ask, sending: { ...ordinarySending, first }, changed: [] });
      // The odd one left nothing behind, neither on the connection nor in memory.
      const ordinary = ordinaryRequest('of app', 'api');
      await expectSame(setting, { ask: ordinary, sending: ordinarySending, changed: [] });
    }
  });

  it('answers as the engine does about every token to every caller', async () => {
    const world = await createWorld(cluster.registry, jwt);
    using asker = createAsker(url);
    const setting = { world, asker, tally: asked };
    for (const caller of callers) {
      for (const token of tokens) {
        const ask = { ...ordinaryRequest(token, caller === 'nobody' ? 'api' : caller), caller };
        for (const hint of [null, 'access_token', 'refresh_token'])
          await expectSame(setting, { ask: { ...ask, hint }, sending: ordinarySending, changed: [] });
      }
    }
  });

  it('answers as the engine does, to the byte, whatever is asked and whatever has happened before', async () => {
    // What differs says itself how to make it differ: a shorter walk would take long to find, and say no more.
    const runs = Array.from({ length: walkers }, (_, index) =>
      fc.check(fc.asyncProperty(walks(), walk), {
        seed: seed + index,
        numRuns: walksOfWalker,
        endOnFailure: true,
      }),
    );
    for (const { failed, seed, counterexamplePath, errorInstance } of await Promise.all(runs))
      if (failed) throw new Error(`seed ${seed}, path ${counterexamplePath}`, { cause: errorInstance });

    // What was asked was worth asking.
    expect(asked.get('questions')).toBeGreaterThanOrEqual(fewestQuestions);
    for (const often of ['active', 'inactive', 'status 400', 'status 401'])
      expect(asked.get(often), often).toBeGreaterThan(100);
    for (const name of changeNames) expect(asked.get(name), name).toBeGreaterThan(0);
    for (const name of [...callers, 'jwt', 'code', 'of expired session', 'refresh, spent'])
      expect(asked.get(name), name).toBeGreaterThan(0);
  }, 300_000);
});
