import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pgDump } from '../environment/database.ts';
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
  // Where nothing listens: mails wait in the outbox.
  const mail = { SYMBOLON_MAIL_SMTP_URL: 'smtp://127.0.0.1:9' };
  symbolon = createSymbolon({ ...clusterEnvironment(cluster), ...mail });
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

const kindsOf = async ({ id }: TestAccount) =>
  (await cluster.registry.storage.activities.list(id, 9)).map(({ kind }) => kind);

describe('symbolon accounts', () => {
  it('create an account with a password that is shown once, for a person who can sign in at once', async () => {
    const answer = await symbolon.json(['accounts', 'create', 'ada@example.com', '--name', 'Ada']);
    const { account_id: id, password } = answer as { account_id: string; password: string };
    expect(password).toMatch(/^[a-z]+(-[a-z]+){3}$/);
    const { accessToken } = await signIn({ id, email: 'ada@example.com', password });
    expect(await introspect(cluster.issuer, api, accessToken)).toMatchObject({ active: true, sub: id });

    expect((await symbolon.failure(['accounts', 'create', 'ADA@example.com'])).exitCode).toBe(1);
    await symbolon.json(['accounts', 'list']);
    expect(timesShown(symbolon, password)).toBe(1);
    expect(await pgDump(cluster.database.url)).not.toContain(password);
    expect(cluster.replicas.map((replica) => replica.logs()).join('')).not.toContain(password);
  });

  it('create an account with a password from standard input, which is not shown', async () => {
    const password = 'seven green bottles on a wall';
    const args = ['accounts', 'create', 'bea@example.com', '--password-stdin', '--email-verified'];
    const { account_id: id } = await symbolon.json(args, `${password}\n`);
    expect(timesShown(symbolon, password)).toBe(0);
    await signIn({ id: String(id), email: 'bea@example.com', password });

    const weak = ['accounts', 'create', 'cy@example.com', '--password-stdin'];
    expect((await symbolon.failure(weak, 'short')).exitCode).toBe(2);
    expect((await symbolon.failure(weak, '')).exitCode).toBe(2);
  });

  it('list accounts a page at a time', async () => {
    const first = (await symbolon.json(['accounts', 'list', '--limit', '1'])) as {
      accounts: { account_id: string }[];
      next: string;
    };
    expect(first.accounts).toHaveLength(1);
    const rest = await symbolon.json(['accounts', 'list', '--after', first.next]);
    expect(rest).toMatchObject({ next: null });
    const ids = [first, rest].flatMap((page) =>
      (page['accounts'] as { account_id: string }[]).map(({ account_id }) => account_id),
    );
    expect(new Set(ids).size).toBe(2);
  });

  it('disable an account, which every replica knows at once, and enable it again', async () => {
    const account = await cluster.registry.createAccount();
    const tokens = await signIn(account);
    expect(await activity(tokens.accessToken)).toEqual([true, true]);

    expect(await symbolon.json(['accounts', 'disable', account.email])).toEqual({
      account_id: account.id,
      email: account.email,
      disabled: true,
    });
    expect(await activity(tokens.accessToken)).toEqual([false, false]);
    for (const { url } of cluster.replicas)
      expect((await refresh(url, client, tokens.refreshToken)).body['error']).toBe('invalid_grant');
    await expect(signIn(account)).rejects.toThrow('the sign-in ended at');

    expect(await symbolon.json(['accounts', 'enable', account.id])).toMatchObject({ disabled: false });
    // What ended stays ended.
    expect(await activity(tokens.accessToken)).toEqual([false, false]);
    expect(await activity((await signIn(account)).accessToken)).toEqual([true, true]);
  });

  it('AU-15: reset a password without choosing another one: everything ends, and the owner is told', async () => {
    const account = await cluster.registry.createAccount();
    const tokens = await signIn(account);
    const answer = await symbolon.json(['accounts', 'reset-password', account.email]);
    expect(answer).toMatchObject({ account_id: account.id, told: true });
    expect(await activity(tokens.accessToken)).toEqual([false, false]);
    await expect(signIn(account)).rejects.toThrow('do not match');
    expect(await kindsOf(account)).toEqual(['password_removed', 'signed_in']);
    const mails = await cluster.registry.storage.outgoingMails.takeDue(9);
    expect(mails).toHaveLength(1);
    expect((await symbolon.failure(['accounts', 'reset-password', 'nobody@example.com'])).exitCode).toBe(3);
  });

  it('AU-14: remove the factors of somebody who has lost them, which ends everything too', async () => {
    const account = await cluster.registry.createAccount();
    const tokens = await signIn(account);
    const { recoveryCodes } = cluster.registry.storage;
    await recoveryCodes.put(account.id, [Buffer.alloc(32)]);
    await symbolon.json(['accounts', 'remove-factors', account.id]);
    expect(await recoveryCodes.countLeft(account.id)).toBeNull();
    expect(await activity(tokens.accessToken)).toEqual([false, false]);
    expect(await kindsOf(account)).toEqual(['factors_removed', 'signed_in']);
    await signIn(account);
  });

  it('put an account into groups, which are shown, replaced and left', async () => {
    const account = await cluster.registry.createAccount();
    const groups = (...args: string[]) => symbolon.json(['accounts', 'groups', account.email, ...args]);
    const shown = { account_id: account.id, email: account.email, required_acr: 'pwd' };
    expect(await groups()).toEqual({ ...shown, groups: [] });
    expect(await groups('staff', 'on call', 'staff')).toEqual({ ...shown, groups: ['staff', 'on call'] });
    expect(await groups('staff')).toEqual({ ...shown, groups: ['staff'] });
    expect(await groups()).toEqual({ ...shown, groups: ['staff'] });
    expect(await groups('--none')).toEqual({ ...shown, groups: [] });
    expect(await groups()).toEqual({ ...shown, groups: [] });

    for (const wrong of [[''], ['a\nb'], ['x'.repeat(101)], ['staff', '--none']])
      expect((await symbolon.failure(['accounts', 'groups', account.email, ...wrong])).exitCode).toBe(2);
    expect((await symbolon.failure(['accounts', 'groups', 'nobody@example.com'])).exitCode).toBe(3);
  });
});
