import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createClientSecret } from '../../domain/clients/client-secret.ts';
import { systemRandom } from '../../platform/random.ts';
import { type Cluster, startCluster } from '../harness/processes/cluster.ts';
import { type Issuance, createIssuance, keyOf } from '../harness/issuance.ts';
import type { TestApi, TestClient } from '../harness/registry.ts';
import { createAsker, findDifference } from './both-ways.ts';
import type { RequestParts } from './request.ts';

const ttlSeconds = 2;
/** Apart from the very instant, in which the one answer may be given before and the other after it. */
const instantMs = 10;

let cluster: Cluster;
let database: pg.Pool;
let issuance: Issuance;
let api: TestApi;
let app: TestClient;
let webApp: TestClient;

beforeAll(async () => {
  cluster = await startCluster({ env: { SYMBOLON_LOG_LEVEL: 'warn' } });
  database = new pg.Pool({ connectionString: cluster.database.url });
  const { registry } = cluster;
  issuance = createIssuance(registry.storage);
  api = await registry.createApi();
  app = await registry.createClient({ apis: [api.audience] });
  webApp = await registry.createClient({
    application_type: 'web',
    token_endpoint_auth_method: 'client_secret_basic',
    redirect_uris: ['https://app.example/callback'],
    apis: [api.audience],
  });
});
afterAll(async () => {
  await database.end();
  await cluster[Symbol.asyncDispose]();
});

/** Something that ends by itself. */
interface Mortal {
  readonly token: string;
  readonly caller: Pick<TestClient, 'clientId' | 'clientSecret'>;
  /** Epoch milliseconds, to the database. */
  readonly expiresAt: number;
}

async function expiryOf(table: string, column: string, value: unknown): Promise<number> {
  const { rows } = await database.query<{ at: number }>(
    `SELECT (extract(epoch FROM expires_at) * 1000)::float8 AS at FROM ${table} WHERE ${column} = $1`,
    [value],
  );
  if (rows[0] === undefined) throw new Error(`no such row in ${table}`);
  return rows[0].at;
}

const expiryOfToken = (table: string, token: string, kind: 'access_token' | 'refresh_token') =>
  expiryOf(table, 'digest', keyOf(kind, token).digest);

async function grantTo(clientId: string, ttl?: number) {
  return issuance.grant({ accountId: await issuance.account(), clientId, audience: api.audience }, ttl);
}

const mortals: Record<string, () => Promise<Mortal>> = {
  'a person’s token': async () => {
    const token = await issuance.accessToken(await grantTo(app.clientId), { ttlSeconds });
    return { token, caller: api, expiresAt: await expiryOfToken('access_tokens', token, 'access_token') };
  },
  'a machine’s token': async () => {
    const token = await issuance.clientToken(webApp.clientId, api.audience, ttlSeconds);
    return { token, caller: api, expiresAt: await expiryOfToken('access_tokens', token, 'access_token') };
  },
  'a refresh token': async () => {
    const token = await issuance.refreshToken(await grantTo(webApp.clientId), ttlSeconds);
    return {
      token,
      caller: webApp,
      expiresAt: await expiryOfToken('refresh_tokens', token, 'refresh_token'),
    };
  },
  'the grant of a token': async () => {
    const grant = await grantTo(app.clientId, ttlSeconds);
    const token = await issuance.accessToken(grant);
    return { token, caller: api, expiresAt: await expiryOf('grants', 'grant_id', grant.id) };
  },
  'the session of a token': async () => {
    const accountId = await issuance.account();
    const session = await issuance.session(accountId, ttlSeconds);
    const grant = await issuance.grant({
      accountId,
      clientId: app.clientId,
      audience: api.audience,
      session,
    });
    const token = await issuance.accessToken(grant);
    return { token, caller: api, expiresAt: await expiryOf('sessions', 'uid', session.uid) };
  },
  'the secret of the caller': async () => {
    const caller = await cluster.registry.createApi();
    const { clients } = cluster.registry.storage;
    const { id, digest } = createClientSecret(systemRandom);
    await clients.addSecret(caller.clientId, { id, digest });
    await clients.expireOtherSecrets(caller.clientId, id, ttlSeconds);
    const { rows } = await database.query<{ at: number }>(
      `SELECT (extract(epoch FROM expires_at) * 1000)::float8 AS at FROM client_secrets
       WHERE client_id = $1 AND expires_at IS NOT NULL`,
      [caller.clientId],
    );
    const token = await issuance.clientToken(webApp.clientId, caller.audience);
    return { token, caller, expiresAt: rows[0]?.at ?? 0 };
  },
};

function requestOf({ token, caller }: Mortal): RequestParts {
  const credentials = Buffer.from(`${caller.clientId}:${caller.clientSecret}`).toString('base64');
  return {
    head: [
      'POST /introspect HTTP/1.1',
      'Host: x',
      `Authorization: Basic ${credentials}`,
      'Content-Type: application/x-www-form-urlencoded',
    ],
    body: Buffer.from(`token=${token}`),
  };
}

describe.concurrent('the lane and the engine', () => {
  it.each(Object.keys(mortals))('agree at every moment on whether %s has expired', async (name) => {
    const mortal = await mortals[name]?.();
    if (mortal === undefined) throw new Error('there is no such thing');
    using asker = createAsker(cluster.replicas[0]?.url ?? '');
    const { expiresAt } = mortal;
    // The engine counts in whole seconds, the database does not.
    const instants = [Math.floor(expiresAt / 1000) * 1000, expiresAt];
    const seen = new Set<string>();
    const different: string[] = [];
    for (let turn = 0; Date.now() < expiresAt + 700; turn += 1) {
      const first = turn % 2 === 0 ? 'lane' : 'engine';
      const answers = await asker.askBothWays(requestOf(mortal), { first, pipelined: false, cutAt: null });
      const { startedAt, endedAt, engine } = answers;
      seen.add(engine.body.includes('"active":true') ? 'active' : 'not active');
      const isInstant = instants.some((at) => startedAt - instantMs <= at && at <= endedAt + instantMs);
      const difference = isInstant ? null : findDifference(answers);
      if (difference !== null) different.push(`${Math.round(endedAt - expiresAt)} ms after:\n${difference}`);
      await sleep(10);
    }
    expect(different[0]).toBeUndefined();
    expect([...seen]).toEqual(['active', 'not active']);
  });
});
