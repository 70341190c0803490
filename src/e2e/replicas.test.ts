import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Cluster, startCluster } from './harness/processes/cluster.ts';
import { introspect, obtainCode, redeem, refresh, revoke, tokenOf } from './harness/flow.ts';
import type { TestAccount, TestApi, TestClient } from './harness/registry.ts';

let cluster: Cluster;
let account: TestAccount;
let api: TestApi;
let client: TestClient;

beforeAll(async () => {
  cluster = await startCluster({ replicas: 3 });
  account = await cluster.registry.createAccount();
  api = await cluster.registry.createApi();
  client = await cluster.registry.createClient({ apis: [api.audience] });
});
afterAll(() => cluster[Symbol.asyncDispose]());

const scope = 'openid notes:read';
const urlOf = (index: number): string => cluster.replicas[index % 3]?.url ?? '';
const signIn = () => obtainCode({ issuer: cluster.issuer, client, scope, api }, account);

describe('three replicas behind one issuer', () => {
  it('CO-07 redeem a code once among 50 parallel attempts on all of them', async () => {
    const code = await signIn();
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, index) => redeem(urlOf(index), client, code)),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(
      answers.filter(({ status, body }) => status === 400 && body['error'] === 'invalid_grant'),
    ).toHaveLength(49);
  });

  it('RT-06 converge on one successor when a client refreshes 20 times at once', async () => {
    const first = await redeem(cluster.issuer, client, await signIn());
    const parent = tokenOf(first, 'refresh_token');
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) => refresh(urlOf(index), client, parent)),
    );
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 20 }, () => 200));
    const successors = new Set(answers.map((answer) => tokenOf(answer, 'refresh_token')));
    expect(successors.size).toBe(1);
    const [successor = ''] = successors;
    expect((await refresh(cluster.issuer, client, successor)).status).toBe(200);
  });

  it('RT-04 end the family when a grandparent is presented', async () => {
    const first = await redeem(cluster.issuer, client, await signIn());
    const grandparent = tokenOf(first, 'refresh_token');
    const second = await refresh(urlOf(0), client, grandparent);
    const third = await refresh(urlOf(1), client, tokenOf(second, 'refresh_token'));
    expect(third.status).toBe(200);
    expect((await refresh(urlOf(2), client, grandparent)).body['error']).toBe('invalid_grant');
    expect((await refresh(urlOf(0), client, tokenOf(third, 'refresh_token'))).body['error']).toBe(
      'invalid_grant',
    );
    expect(await introspect(urlOf(1), api, tokenOf(third, 'access_token'))).toEqual({ active: false });
  });

  it('IN-04 see a revocation made on another one', async () => {
    const tokens = await redeem(cluster.issuer, client, await signIn());
    const accessToken = tokenOf(tokens, 'access_token');
    expect(await introspect(urlOf(1), api, accessToken)).toMatchObject({ active: true, sub: account.id });
    expect((await revoke(urlOf(0), client, accessToken)).status).toBe(200);
    for (const index of [0, 1, 2])
      expect(await introspect(urlOf(index), api, accessToken)).toEqual({ active: false });
    expect((await refresh(urlOf(2), client, tokenOf(tokens, 'refresh_token'))).status).toBe(200);
  });
});
