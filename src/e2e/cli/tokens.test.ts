import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Cluster, startCluster } from '../harness/processes/cluster.ts';
import { introspect, obtainCode, redeem, refresh, tokenOf } from '../harness/flow.ts';
import type { TestAccount, TestApi, TestClient } from '../harness/registry.ts';
import { clusterEnvironment, createSymbolon, type Symbolon, timesShown } from './symbolon.ts';

let cluster: Cluster;
let api: TestApi;
let client: TestClient;
let symbolon: Symbolon;

beforeAll(async () => {
  cluster = await startCluster({ replicas: 2 });
  api = await cluster.registry.createApi();
  client = await cluster.registry.createClient({ apis: [api.audience] });
  symbolon = createSymbolon(clusterEnvironment(cluster));
});
afterAll(() => cluster[Symbol.asyncDispose]());

interface Tokens {
  readonly accessToken: string;
  readonly refreshToken: string;
}

const request = () => ({ issuer: cluster.issuer, client, scope: 'openid notes:read', api });

async function signIn(account: TestAccount): Promise<Tokens> {
  const answer = await redeem(cluster.issuer, client, await obtainCode(request(), account));
  return {
    accessToken: tokenOf(answer, 'access_token'),
    refreshToken: tokenOf(answer, 'refresh_token'),
  };
}

/** What each replica says of an access token. */
function activity(accessToken: string): Promise<unknown[]> {
  return Promise.all(
    cluster.replicas.map(async ({ url }) => (await introspect(url, api, accessToken))['active']),
  );
}

describe('symbolon tokens', () => {
  let account: TestAccount;
  let tokens: Tokens;
  beforeAll(async () => {
    account = await cluster.registry.createAccount();
    tokens = await signIn(account);
  });

  it.each([
    ['accessToken', 'access_token'],
    ['refreshToken', 'refresh_token'],
  ] as const)('inspect a real one: %s', async (name, kind) => {
    const token = tokens[name];
    expect(await symbolon.json(['tokens', 'inspect', '-'], token)).toMatchObject({
      form: 'plausible',
      kind,
      sha256: createHash('sha256').update(token).digest('hex'),
    });
    expect(timesShown(symbolon, token)).toBe(0);
  });

  it('inspect one that is forged, mistyped, or none at all, without a database', async () => {
    const { DATABASE_URL: _url, ...env } = clusterEnvironment(cluster);
    const offline = createSymbolon({ ...env, DATABASE_URL: 'postgres://nobody@127.0.0.1:1/nowhere' });
    const inspect = (token: string) => offline.json(['tokens', 'inspect', '-'], token);
    const { accessToken } = tokens;
    const mistyped = `${accessToken.slice(0, -1)}${accessToken.endsWith('a') ? 'b' : 'a'}`;
    expect(await inspect(accessToken)).toMatchObject({ form: 'plausible' });
    expect(await inspect(mistyped)).toEqual({ form: 'forged', kind: 'access_token' });
    expect(await inspect(accessToken.replace('sym_at_', 'sym_rt_'))).toEqual({
      form: 'forged',
      kind: 'refresh_token',
    });
    for (const garbage of ['no token', accessToken.slice(0, -1), 'eyJhbGciOiJub25lIn0.e30.'])
      expect(await inspect(garbage)).toEqual({ form: 'foreign' });
  });

  it('revoke one access token, then the grant of a refresh token', async () => {
    const second = await refresh(cluster.issuer, client, tokens.refreshToken);
    const other = tokenOf(second, 'access_token');
    const answer = await symbolon.json(['tokens', 'revoke', '-'], tokens.accessToken);
    expect(answer).toMatchObject({
      kind: 'access_token',
      revoked: true,
      grant_id: expect.stringMatching(/^gra_/) as string,
    });
    expect(await activity(tokens.accessToken)).toEqual([false, false]);
    expect(await activity(other)).toEqual([true, true]);
    expect(await symbolon.failure(['tokens', 'revoke', '-'], tokens.accessToken)).toMatchObject({
      exitCode: 3,
    });

    const refreshToken = tokenOf(second, 'refresh_token');
    expect(await symbolon.json(['tokens', 'revoke', '-'], refreshToken)).toEqual({
      kind: 'refresh_token',
      revoked: true,
      grant_id: answer['grant_id'],
    });
    expect(await activity(other)).toEqual([false, false]);
    expect((await refresh(cluster.issuer, client, refreshToken)).body['error']).toBe('invalid_grant');
  });

  it('revoke everything of a grant, of an account, and of a client, and nothing else', async () => {
    const [mine, mineToo, hers] = [
      await signIn(account),
      await signIn(account),
      await signIn(await cluster.registry.createAccount()),
    ];
    const all = () =>
      Promise.all([mine, mineToo, hers].map(async ({ accessToken }) => activity(accessToken)));
    const [yes, no] = [
      [true, true],
      [false, false],
    ];
    expect(await all()).toEqual([yes, yes, yes]);
    const { grant_id: grantId } = await symbolon.json(['tokens', 'revoke', '-'], mine.accessToken);
    expect(await symbolon.json(['tokens', 'revoke', '--grant', String(grantId)])).toMatchObject({
      account_id: account.id,
      client_id: client.clientId,
    });
    expect((await refresh(cluster.issuer, client, mine.refreshToken)).body['error']).toBe('invalid_grant');
    expect(await all()).toEqual([no, yes, yes]);

    await symbolon.json(['tokens', 'revoke', '--account', account.id]);
    expect(await all()).toEqual([no, no, yes]);

    await symbolon.json(['tokens', 'revoke', '--client', client.clientId]);
    expect(await all()).toEqual([no, no, no]);
    // Both go on from here.
    expect(await activity((await signIn(account)).accessToken)).toEqual([true, true]);
  });

  it('revoke refuses what cannot be a token', async () => {
    for (const token of ['no token', `${tokens.accessToken}x`])
      expect(await symbolon.failure(['tokens', 'revoke', '-'], token)).toMatchObject({ exitCode: 3 });
  });
});
