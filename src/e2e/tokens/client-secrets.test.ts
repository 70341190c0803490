import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pgDump } from '../environment/database.ts';
import { createClientSecret } from '../../domain/clients/client-secret.ts';
import { systemRandom } from '../../platform/random.ts';
import { post } from '../harness/flow.ts';
import { findSecrets } from '../harness/secrets.ts';
import { type Scene, startScene } from '../harness/scene.ts';
import type { TestClient } from '../harness/registry.ts';

let scene: Scene;

beforeAll(async () => {
  scene = await startScene({
    env: {
      SYMBOLON_RATE_LIMITS_CLIENT_AUTHENTICATION_PER_CLIENT_POINTS: '30',
      SYMBOLON_RATE_LIMITS_CLIENT_AUTHENTICATION_PER_NETWORK_POINTS: '50',
    },
  });
});
afterAll(() => scene[Symbol.asyncDispose]());

const createMachine = () =>
  scene.cluster.registry.createClient({
    application_type: 'web',
    token_endpoint_auth_method: 'client_secret_post',
    redirect_uris: [],
    grant_types: ['client_credentials'],
    apis: [scene.api.audience],
  });

/** Asks for a token with `secret`, from a network of the caller's choice: the harness trusts one proxy. */
function ask(client: TestClient, secret: string, network: string): Promise<Response> {
  const form = {
    grant_type: 'client_credentials',
    resource: scene.api.audience,
    client_id: client.clientId,
    client_secret: secret,
  };
  return fetch(`${scene.replicaUrl(0)}/token`, {
    method: 'POST',
    body: new URLSearchParams(form),
    headers: { 'x-forwarded-for': network },
  });
}

async function guess(client: TestClient, count: number, networkOf: (index: number) => string) {
  const statuses: number[] = [];
  for (let index = 0; index < count; index += 50) {
    const batch = Array.from({ length: Math.min(50, count - index) }, (_, offset) =>
      ask(client, `sym_cs_${'0'.repeat(40)}${index + offset}`, networkOf(index + offset)),
    );
    for (const answer of await Promise.all(batch)) {
      statuses.push(answer.status);
      if (answer.status === 429) expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
      await answer.body?.cancel();
    }
  }
  return {
    unauthorized: statuses.filter((status) => status === 401).length,
    throttled: statuses.filter((status) => status === 429).length,
  };
}

describe('TK-03 client secrets', () => {
  it('are throttled for one client, wherever 1000 guesses come from, while the right one works at once', async () => {
    const client = await createMachine();
    const counts = await guess(client, 1000, (index) => `10.1.${index % 250}.${Math.floor(index / 250)}`);
    expect(counts).toEqual({ unauthorized: 30, throttled: 970 });
    expect((await ask(client, client.clientSecret, '10.1.0.0')).status).toBe(200);
    expect((await ask(client, client.clientSecret, '10.9.9.9')).status).toBe(200);
  });

  it('are throttled for one network, whatever client it guesses', async () => {
    const clients = await Promise.all(Array.from({ length: 8 }, createMachine));
    const network = '10.2.0.1';
    const statuses: number[] = [];
    for (const client of clients)
      for (let index = 0; index < 10; index += 1) statuses.push((await ask(client, 'wrong', network)).status);
    expect(statuses.filter((status) => status === 401)).toHaveLength(50);
    expect(statuses.filter((status) => status === 429)).toHaveLength(30);
    const [client] = clients;
    if (client === undefined) throw new Error('no client');
    expect((await ask(client, 'wrong', '10.2.0.2')).status, 'another network').toBe(401);
    expect((await ask(client, client.clientSecret, network)).status).toBe(200);
  });

  it('rotate: two are good at once, and the old one ends after its grace', async () => {
    const { clients } = scene.cluster.registry.storage;
    const client = await createMachine();
    const { id, secret, digest } = createClientSecret(systemRandom);
    await clients.addSecret(client.clientId, { id, digest });
    for (const good of [client.clientSecret, secret])
      expect((await ask(client, good, '10.3.0.1')).status).toBe(200);

    await clients.expireOtherSecrets(client.clientId, id, 1);
    for (const good of [client.clientSecret, secret])
      expect((await ask(client, good, '10.3.0.1')).status, 'within the grace').toBe(200);
    await sleep(1200);
    expect((await ask(client, client.clientSecret, '10.3.0.1')).status).toBe(401);
    expect((await ask(client, secret, '10.3.0.1')).status).toBe(200);
  });

  it('are stored as digests only', async () => {
    const client = await createMachine();
    const dump = await pgDump(scene.cluster.database.url);
    expect(dump).toContain(client.clientId);
    expect(findSecrets(dump, { 'client secret': client.clientSecret })).toEqual([]);
  });

  it('are not good for another client', async () => {
    const [first, second] = await Promise.all([createMachine(), createMachine()]);
    expect((await ask(first, second.clientSecret, '10.4.0.1')).status).toBe(401);
    const api = { clientId: scene.api.clientId, clientSecret: first.clientSecret };
    const introspection = await post(`${scene.replicaUrl(0)}/introspect`, { token: 'x' }, api);
    expect([introspection.status, introspection.body['error']]).toEqual([401, 'invalid_client']);
  });
});
