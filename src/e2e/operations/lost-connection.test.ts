import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import {
  authorizationUrl,
  createPkce,
  introspect,
  obtainCode,
  redeem,
  refresh,
  revoke,
  tokenOf,
  type TokenAnswer,
} from '../harness/flow.ts';
import { type Scene, startScene } from '../harness/scene.ts';
import { createUserAgent, findForm } from '../harness/network/user-agent.ts';
import { startTcpProxy, type TcpProxy } from '../harness/network/tcp-proxy.ts';

let network: TcpProxy;
let scene: Scene;

beforeAll(async () => {
  network = await startTcpProxy(inject('postgresUrl'));
  scene = await startScene({ postgresUrl: network.url });
});
afterAll(async () => {
  await scene[Symbol.asyncDispose]();
  await network[Symbol.asyncDispose]();
});

/** With its end, which tells it from the isolation level `read committed`. */
const commit = 'COMMIT\0';
const moments = ['before', 'after'] as const;
/** Statements of a token request, in their order: the connection is lost before or after each. */
const ofRefresh = [
  'FROM refresh_tokens t',
  'UPDATE refresh_tokens t SET consumed_at',
  'INSERT INTO refresh_tokens',
  'INSERT INTO access_tokens',
  'SET successor_digest',
];
const ofCode = [
  'FROM authorization_codes t',
  'UPDATE authorization_codes t SET consumed_at',
  'INSERT INTO access_tokens',
  'INSERT INTO refresh_tokens',
];
const cuts = (statements: string[]) =>
  statements.flatMap((statement) => moments.map((moment) => ({ statement, moment })));

function expectFault({ status, headers, body }: TokenAnswer): void {
  expect(status).toBe(503);
  expect(body['error']).toBe('temporarily_unavailable');
  expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
}

async function expectWhole(answer: TokenAnswer): Promise<void> {
  const { cluster, client, api } = scene;
  expect(answer.status).toBe(200);
  expect(await introspect(cluster.issuer, api, tokenOf(answer, 'access_token'))).toMatchObject({
    active: true,
  });
  expect((await refresh(cluster.issuer, client, tokenOf(answer, 'refresh_token'))).status).toBe(200);
}

describe('B-09 a database connection that is lost', () => {
  it.each(cuts(ofRefresh))(
    '$moment $statement of a refresh spends nothing',
    async ({ statement, moment }) => {
      const { cluster, client } = scene;
      const { refreshToken } = await scene.signIn();
      const lost = network.breakAt(statement, moment);
      expectFault(await refresh(cluster.issuer, client, refreshToken));
      await lost;
      await expectWhole(await refresh(cluster.issuer, client, refreshToken));
    },
  );

  it('OS-02 while a sign-in resumes leaves its secret out of the log', async () => {
    const { cluster, client, account } = scene;
    const agent = createUserAgent(cluster.issuer);
    const page = await agent.open(authorizationUrl({ issuer: cluster.issuer, client, pkce: createPkce() }));
    const form = findForm(page.html, '/sign-in');
    const answer = await agent.request(new URL(form.action, page.url).href, {
      method: 'POST',
      body: new URLSearchParams({ ...form.hidden, email: account.email, password: account.password }),
    });
    const resume = answer.headers.get('location') ?? '';
    const lost = network.breakAt('UPDATE interactions SET ended_at', 'before');
    expect((await agent.open(resume)).status).toBe(503);
    await lost;
    const uid = new URL(resume).pathname.split('/').at(-1) ?? '';
    expect(uid).toHaveLength(43);
    for (const replica of cluster.replicas) {
      // The log is written a moment after the answer.
      await expect.poll(() => replica.logs(), { timeout: 5000 }).toContain('request failed');
      expect(replica.logs()).not.toContain(uid);
    }
  });

  it.each(cuts(ofCode))(
    '$moment $statement of a redemption spends nothing',
    async ({ statement, moment }) => {
      const { cluster, client, api, account } = scene;
      const code = await obtainCode(
        { issuer: cluster.issuer, client, api, scope: 'openid notes:read' },
        account,
      );
      const lost = network.breakAt(statement, moment);
      expectFault(await redeem(cluster.issuer, client, code));
      await lost;
      await expectWhole(await redeem(cluster.issuer, client, code));
    },
  );

  it.each(moments)('%s the commit of a refresh is healed by a retry, committed or not', async (moment) => {
    const { cluster, client } = scene;
    const { refreshToken } = await scene.signIn();
    const lost = network.breakAt(commit, moment);
    expectFault(await refresh(cluster.issuer, client, refreshToken));
    await lost;
    await expectWhole(await refresh(cluster.issuer, client, refreshToken));
  });

  it('before the commit of a redemption spends nothing; after it, the code stays spent', async () => {
    const { cluster, client, api, account } = scene;
    const request = { issuer: cluster.issuer, client, api, scope: 'openid notes:read' };
    const uncommitted = await obtainCode(request, account);
    const early = network.breakAt(commit, 'before');
    expectFault(await redeem(cluster.issuer, client, uncommitted));
    await early;
    await expectWhole(await redeem(cluster.issuer, client, uncommitted));

    const committed = await obtainCode(request, account);
    const late = network.breakAt(commit, 'after');
    expectFault(await redeem(cluster.issuer, client, committed));
    await late;
    const again = await redeem(cluster.issuer, client, committed);
    expect([again.status, again.body['error']]).toEqual([400, 'invalid_grant']);
  });

  it('during a revocation is told, so that the client asks again', async () => {
    const { cluster, client, api } = scene;
    const { accessToken } = await scene.signIn();
    for (const statement of ['UPDATE access_tokens t SET revoked_at', commit]) {
      const lost = network.breakAt(statement, 'before');
      expectFault(await revoke(cluster.issuer, client, accessToken));
      await lost;
      expect(await introspect(cluster.issuer, api, accessToken)).toMatchObject({ active: true });
    }
    expect((await revoke(cluster.issuer, client, accessToken)).status).toBe(200);
    expect(await introspect(cluster.issuer, api, accessToken)).toEqual({ active: false });
  });

  it('during introspection is no verdict', async () => {
    const { cluster } = scene;
    for (const statement of ['JOIN access_tokens t', 'FROM clients c']) {
      // Neither the API nor the token has been asked for: nothing is in memory.
      const api = await cluster.registry.createApi();
      const client = await cluster.registry.createClient({ apis: [api.audience] });
      const { accessToken } = await scene.signIn({ api, client });
      const lost = network.breakAt(statement, 'before');
      await expect(introspect(cluster.issuer, api, accessToken)).rejects.toThrow(/answered 503/);
      await lost;
      expect(await introspect(cluster.issuer, api, accessToken)).toMatchObject({ active: true });
    }
  });
});
