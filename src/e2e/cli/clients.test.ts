import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pgDump } from '../environment/database.ts';
import { type Cluster, startCluster } from '../harness/processes/cluster.ts';
import { introspect, obtainCode, post, redeem, refresh, tokenOf } from '../harness/flow.ts';
import type { TestAccount } from '../harness/registry.ts';
import { clusterEnvironment, createSymbolon, type Symbolon, timesShown } from './symbolon.ts';

const audience = 'https://notes.example';
const redirectUri = 'https://app.example/callback';

let cluster: Cluster;
let account: TestAccount;
let symbolon: Symbolon;
/** Every secret that a command made. */
const secrets: string[] = [];

beforeAll(async () => {
  cluster = await startCluster({ replicas: 2 });
  account = await cluster.registry.createAccount();
  symbolon = createSymbolon(clusterEnvironment(cluster));
});
afterAll(() => cluster[Symbol.asyncDispose]());

async function secretFrom(args: readonly string[]): Promise<string> {
  const { client_secret: secret } = await symbolon.json(args);
  expect(secret).toMatch(/^sym_cs_[A-Za-z0-9]{43}$/);
  secrets.push(String(secret));
  return String(secret);
}

/** The status of a token request with these credentials, on each replica. */
function authenticate(clientId: string, clientSecret: string): Promise<number[]> {
  return Promise.all(
    cluster.replicas.map(async ({ url }) => {
      const form = { grant_type: 'client_credentials', resource: audience };
      return (await post(`${url}/token`, form, { clientId, clientSecret })).status;
    }),
  );
}

/** The tests of this file build on each other, as an operator's day does. */
describe('symbolon apis and clients', () => {
  const api = { audience, clientId: 'notes-api', clientSecret: '' };
  const app = { clientId: 'notes-app', clientSecret: '', redirectUri };
  let accessToken = '';
  let refreshToken = '';

  it('register an API and a client that running replicas take at once', async () => {
    const scope = ['--scope', 'notes:read=Read your notes'];
    api.clientSecret = await secretFrom([
      ...['apis', 'create', audience, '--name', 'Notes', '--client-id', api.clientId, ...scope],
    ]);
    const grants = ['authorization_code', 'refresh_token', 'client_credentials'];
    app.clientSecret = await secretFrom([
      ...['clients', 'create', app.clientId, '--name', 'Notes App', '--redirect-uri', redirectUri],
      ...['--api', audience, ...grants.flatMap((grant) => ['--grant-type', grant])],
    ]);
    expect(await authenticate(app.clientId, app.clientSecret)).toEqual([200, 200]);

    const parameters = { resource: audience };
    const code = await obtainCode(
      { issuer: cluster.issuer, client: app, scope: 'openid notes:read', parameters },
      account,
    );
    const tokens = await redeem(cluster.issuer, app, code);
    accessToken = tokenOf(tokens, 'access_token');
    refreshToken = tokenOf(tokens, 'refresh_token');
    expect(await introspect(cluster.issuer, api, accessToken)).toMatchObject({
      active: true,
      scope: 'notes:read',
    });
  });

  it('list and show them without their secrets', async () => {
    const list = await symbolon.json(['clients', 'list']);
    expect(list).toMatchObject([
      { client_id: 'notes-api' },
      { client_id: 'notes-app', managed_by: 'operator' },
    ]);
    const { stdout } = await symbolon(['clients', 'list']);
    expect(stdout).toMatch(/^CLIENT +NAME +TYPE +KIND +GRANTS +MANAGED BY\n/);
    expect(stdout).toMatch(/^notes-app +Notes App +web +confidential +.* operator$/m);
    expect(await symbolon.json(['clients', 'show', 'notes-api'])).toMatchObject({
      audiences: [audience],
      secrets: [{ id: expect.stringMatching(/^sec_/) as string, expires_at: null }],
    });
    expect(await symbolon.json(['apis', 'list'])).toMatchObject([
      { audience, client_id: 'notes-api', access_token_format: 'opaque' },
    ]);
  });

  it('rotate a secret with a time of grace, or at once', async () => {
    const first = app.clientSecret;
    const second = await secretFrom(['clients', 'rotate-secret', app.clientId, '--grace', '30m']);
    expect(await authenticate(app.clientId, first)).toEqual([200, 200]);
    expect(await authenticate(app.clientId, second)).toEqual([200, 200]);

    const third = await secretFrom(['clients', 'rotate-secret', app.clientId, '--grace', '0']);
    expect(await authenticate(app.clientId, first)).toEqual([401, 401]);
    expect(await authenticate(app.clientId, second)).toEqual([401, 401]);
    expect(await authenticate(app.clientId, third)).toEqual([200, 200]);
    app.clientSecret = third;

    const shown = await symbolon.json(['clients', 'show', app.clientId]);
    const ends = (shown['secrets'] as { expires_at: string | null }[]).map(({ expires_at }) => expires_at);
    expect(ends.filter((end) => end === null)).toHaveLength(1);
    expect(ends.every((end) => end === null || Date.parse(end) <= Date.now())).toBe(true);

    const old = api.clientSecret;
    api.clientSecret = await secretFrom(['apis', 'rotate-secret', audience, '--grace', '0s']);
    for (const { url } of cluster.replicas) {
      expect(await introspect(url, api, accessToken)).toMatchObject({ active: true });
      await expect(introspect(url, { ...api, clientSecret: old }, accessToken)).rejects.toThrow('401');
    }
  });

  it('end a grace time that has passed', async () => {
    const old = app.clientSecret;
    app.clientSecret = await secretFrom(['clients', 'rotate-secret', app.clientId, '--grace', '2s']);
    await expect.poll(() => authenticate(app.clientId, old), { timeout: 10_000 }).toEqual([401, 401]);
    expect(await authenticate(app.clientId, app.clientSecret)).toEqual([200, 200]);
  });

  it('change a client', async () => {
    const elsewhere = 'https://elsewhere.example/callback';
    await symbolon.json(['clients', 'update', app.clientId, '--redirect-uri', elsewhere]);
    const parameters = { resource: audience };
    const request = { issuer: cluster.issuer, scope: 'openid', parameters };
    await expect(obtainCode({ ...request, client: app }, account)).rejects.toThrow('(400)');
    const moved = { ...app, redirectUri: elsewhere };
    expect((await obtainCode({ ...request, client: moved }, account)).code).toMatch(/^sym_ac_/);
  });

  it('remove a client with its tokens and secrets, and an API with its tokens', async () => {
    expect(await symbolon.failure(['clients', 'remove', api.clientId])).toMatchObject({
      exitCode: 1,
      error: expect.stringContaining(`holds the credentials of ${audience}`) as string,
    });
    expect(await symbolon.json(['clients', 'remove', app.clientId])).toMatchObject({ removed: true });
    for (const { url } of cluster.replicas) {
      expect(await introspect(url, api, accessToken)).toEqual({ active: false });
      expect((await refresh(url, app, refreshToken)).body['error']).toBe('invalid_client');
    }
    expect(await symbolon.json(['apis', 'remove', audience])).toMatchObject({ removed: true });
    expect(await symbolon.json(['clients', 'remove', api.clientId])).toMatchObject({ removed: true });
    expect(await symbolon.json(['clients', 'list'])).toEqual([]);
    const { stdout } = await symbolon(['clients', 'list']);
    expect(stdout).toBe('There are no clients. Register one: symbolon clients create --help\n');
  });

  it('wrote every secret once: in the answer of the command that made it', async () => {
    expect(secrets).toHaveLength(6);
    const logs = cluster.replicas.map((replica) => replica.logs()).join('');
    const dump = await pgDump(cluster.database.url);
    for (const secret of secrets) {
      expect(timesShown(symbolon, secret)).toBe(1);
      expect(logs).not.toContain(secret);
      for (const form of [secret, Buffer.from(secret).toString('hex')]) expect(dump).not.toContain(form);
    }
  });
});
