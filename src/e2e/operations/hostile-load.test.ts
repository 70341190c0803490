import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pgDump } from '../environment/database.ts';
import { type Cluster, startCluster } from '../harness/processes/cluster.ts';
import { createPkce, introspect, obtainCode, redeem, tokenOf } from '../harness/flow.ts';
import type { TestAccount, TestApi, TestClient } from '../harness/registry.ts';

const floodLimit = 60;

let cluster: Cluster;
let account: TestAccount;
let api: TestApi;
let client: TestClient;

beforeAll(async () => {
  cluster = await startCluster({
    env: {
      SYMBOLON_STORAGE_POOL_SIZE: '4',
      SYMBOLON_RATE_LIMITS_INTERACTIONS_PER_NETWORK_POINTS: String(floodLimit),
    },
  });
  account = await cluster.registry.createAccount();
  api = await cluster.registry.createApi();
  client = await cluster.registry.createClient({ apis: [api.audience] });
});
afterAll(() => cluster[Symbol.asyncDispose]());

const urlOf = (): string => cluster.replicas[0]?.url ?? '';

/** Starts a form post and never finishes its body. */
async function trickle(path: string, cookie: string): Promise<Socket> {
  const { hostname, port } = new URL(urlOf());
  const socket = connect(Number(port), hostname);
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  socket.write(
    `POST ${path} HTTP/1.1\r\nHost: x\r\nCookie: ${cookie}\r\nContent-Length: 100\r\n` +
      'Content-Type: application/x-www-form-urlencoded\r\n\r\nx',
  );
  return socket;
}

async function statuses(count: number, request: (index: number) => Promise<Response>): Promise<number[]> {
  const found: number[] = [];
  for (let index = 0; index < count; index += 1) {
    const response = await request(index);
    await response.arrayBuffer();
    found.push(response.status);
  }
  return found;
}

describe('callers that mean harm', () => {
  it('hold no database connection by sending their bodies slowly', async () => {
    const code = await obtainCode(
      { issuer: cluster.issuer, client, scope: 'openid notes:read', api },
      account,
    );
    const accessToken = tokenOf(await redeem(cluster.issuer, client, code), 'access_token');
    const paths = ['/logout/confirm', '/token', '/introspect', '/revoke', '/par', '/userinfo'];
    const sockets = await Promise.all(
      paths.flatMap((path) =>
        Array.from({ length: 5 }, (_, index) => trickle(path, `symbolon_session=guess-${index}`)),
      ),
    );
    try {
      const answers = await Promise.all(
        Array.from({ length: 20 }, () => introspect(urlOf(), api, accessToken)),
      );
      expect(answers.every(({ active }) => active === true)).toBe(true);
      expect((await fetch(`${cluster.replicas[0]?.operatorUrl}/readyz`)).status).toBe(200);
    } finally {
      for (const socket of sockets) socket.destroy();
    }
  });

  it.each([
    ['resume addresses', () => fetch(`${urlOf()}/authorize/anything`, { redirect: 'manual' })],
    [
      'sign-out forms',
      () => fetch(`${urlOf()}/logout/confirm`, { method: 'POST', body: new URLSearchParams() }),
    ],
    [
      'pushed requests of a public client',
      () =>
        fetch(`${urlOf()}/par`, {
          method: 'POST',
          body: new URLSearchParams({
            client_id: client.clientId,
            response_type: 'code',
            redirect_uri: client.redirectUri,
            scope: 'openid',
            code_challenge: createPkce().challenge,
            code_challenge_method: 'S256',
          }),
        }),
    ],
  ])('are limited at %s', async (_what, request) => {
    const found = await statuses(floodLimit + 5, request);
    expect(found.at(-1)).toBe(429);
  });

  it('leave no session behind by making up cookies', async () => {
    const count = async (): Promise<number> => {
      const dump = await pgDump(cluster.database.url);
      return dump.split('\n').filter((line) => line.startsWith('ses_')).length;
    };
    const before = await count();
    await statuses(5, (index) =>
      fetch(`${urlOf()}/authorize/anything`, {
        headers: { cookie: `symbolon_session=made-up-${index}`, 'x-forwarded-for': `192.0.2.${index}` },
        redirect: 'manual',
      }),
    );
    expect(await count()).toBe(before);
  });

  it('cannot make one request look up hundreds of APIs', async () => {
    const body = new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: client.clientId,
      response_type: 'code',
      redirect_uri: client.redirectUri,
      code_challenge: createPkce().challenge,
      code_challenge_method: 'S256',
    });
    for (let index = 0; index < 9; index += 1) body.append('resource', api.audience);
    const answer = await fetch(`${urlOf()}/par`, {
      method: 'POST',
      body,
      headers: { 'x-forwarded-for': '192.0.2.77' },
    });
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ error: 'invalid_target' });
  });

  it('cannot put anything but a signed request into an address', async () => {
    const answer = await fetch(`${urlOf()}/interaction/nothing?request=%0d%0aset-cookie:x`, {
      redirect: 'manual',
    });
    expect(answer.status).toBe(400);
    const form = { method: 'POST', body: new URLSearchParams({ csrf: 'x' }) };
    const posted = await fetch(`${urlOf()}/interaction/nothing/sign-in?request=%00`, form);
    expect(posted.status).toBe(400);
  });
});
