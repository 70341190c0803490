import { hash } from 'node:crypto';
import fc from 'fast-check';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { introspect, refresh, tokenOf } from '../harness/flow.ts';
import { type Scene, startScene } from '../harness/scene.ts';
import { startTcpProxy, type TcpProxy } from '../harness/network/tcp-proxy.ts';

let scene: Scene;
let networks: TcpProxy[];

beforeAll(async () => {
  scene = await startScene({ replicas: 2 });
  networks = await Promise.all([0, 1].map((index) => startTcpProxy(scene.replicaUrl(index))));
});
afterAll(async () => {
  await Promise.all(networks.map((network) => network[Symbol.asyncDispose]()));
  await scene[Symbol.asyncDispose]();
});

/** What an honest client does, knowing only its newest token and that nobody else has it. */
type Step =
  | { readonly kind: 'refresh'; readonly at: number }
  /** Two or more of its processes refresh at once, each going on with what it was answered. */
  | { readonly kind: 'race'; readonly size: number }
  /** The answer never arrives; it has the old token only. */
  | { readonly kind: 'lost response'; readonly at: number }
  /** The request never arrives. */
  | { readonly kind: 'lost request'; readonly at: number }
  /** The answer arrives, but is not written down before the program ends: it asks again. */
  | { readonly kind: 'forgotten'; readonly at: number; readonly times: number };

const at = fc.constantFrom(0, 1);
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ kind: fc.constant('refresh' as const), at }),
  fc.record({ kind: fc.constant('race' as const), size: fc.integer({ min: 2, max: 6 }) }),
  fc.record({ kind: fc.constant('lost response' as const), at }),
  fc.record({ kind: fc.constant('lost request' as const), at }),
  fc.record({ kind: fc.constant('forgotten' as const), at, times: fc.integer({ min: 1, max: 3 }) }),
);

const ask = async (index: number, token: string): Promise<string> =>
  tokenOf(await refresh(scene.replicaUrl(index), scene.client, token), 'refresh_token');

async function askOnBrokenNetwork(index: number, token: string, moment: 'before' | 'after'): Promise<void> {
  const network = networks[index];
  if (network === undefined) throw new Error(`no network ${index}`);
  const broken = network.breakAt('grant_type=refresh_token', moment);
  await expect(refresh(network.url, scene.client, token)).rejects.toThrow();
  await broken;
}

/** The token that the client holds afterwards. */
async function take(taken: Step, token: string): Promise<string> {
  switch (taken.kind) {
    case 'refresh':
      return ask(taken.at, token);
    case 'race': {
      const answers = await Promise.all(Array.from({ length: taken.size }, (_, index) => ask(index, token)));
      expect(new Set(answers).size, 'all of them got the same successor').toBe(1);
      return answers[0] ?? '';
    }
    case 'lost response':
      await askOnBrokenNetwork(taken.at, token, 'after');
      return token;
    case 'lost request':
      await askOnBrokenNetwork(taken.at, token, 'before');
      return token;
    case 'forgotten':
      for (let times = 0; times < taken.times; times += 1) await ask(taken.at + times, token);
      return token;
  }
}

describe('promise 2: one chain, and an honest client keeps its session', () => {
  it('whatever it loses, repeats and races with itself', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 12 }), async (steps) => {
        const first = await scene.signIn();
        const spent = new Set<string>();
        let token = first.refreshToken;
        for (const taken of steps) {
          const next = await take(taken, token);
          if (next !== token) spent.add(token);
          expect(spent.has(next), 'the chain never goes back').toBe(false);
          token = next;
        }
        const last = await refresh(scene.replicaUrl(0), scene.client, token);
        expect(last.status).toBe(200);
        const accessToken = tokenOf(last, 'access_token');
        expect(await introspect(scene.replicaUrl(1), scene.api, accessToken)).toMatchObject({ active: true });
        // One live leaf: of all tokens there ever were, only the newest is unspent.
        expect(await unspentTokens(accessToken)).toBe(1);
      }),
      { seed: 20_260_101, numRuns: 12 },
    );
  });
});

/** Unspent refresh tokens of the grant that the newest access token belongs to. */
async function unspentTokens(accessToken: string): Promise<number> {
  const client = new pg.Client({ connectionString: scene.cluster.database.url });
  await client.connect();
  try {
    const { rows } = await client.query<{ count: string }>(
      `SELECT count(*) FROM refresh_tokens r WHERE r.consumed_at IS NULL AND r.revoked_at IS NULL
         AND r.grant_id = (SELECT grant_id FROM access_tokens WHERE digest = $1)`,
      [hash('sha256', accessToken, 'buffer')],
    );
    return Number(rows[0]?.count);
  } finally {
    await client.end();
  }
}
