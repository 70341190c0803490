import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { authorizationUrl, createPkce, introspect, obtainCode, redeem, refresh } from '../harness/flow.ts';
import type { TestAccount, TestClient } from '../harness/registry.ts';
import { type IssuedTokens, type Scene, startScene } from '../harness/scene.ts';
import { type UserAgent, findForm } from '../harness/network/user-agent.ts';

let scene: Scene;

beforeAll(async () => {
  scene = await startScene({ replicas: 3 });
});
afterAll(() => scene[Symbol.asyncDispose]());

const replicas = [0, 1, 2];
const nativeApp = (): Promise<TestClient> =>
  scene.cluster.registry.createClient({ apis: [scene.api.audience] });
const webApp = (): Promise<TestClient> =>
  scene.cluster.registry.createClient({
    application_type: 'web',
    token_endpoint_auth_method: 'client_secret_basic',
    redirect_uris: ['https://app.example/callback'],
    apis: [scene.api.audience],
  });
const activeOn = ({ accessToken }: Pick<IssuedTokens, 'accessToken'>) =>
  Promise.all(
    replicas.map(
      async (index) => (await introspect(scene.replicaUrl(index), scene.api, accessToken))['active'],
    ),
  );
const refreshedOn = ({ refreshToken }: Pick<IssuedTokens, 'refreshToken'>, client: TestClient) =>
  Promise.all(
    replicas.map(async (index) => {
      const { status, body } = await refresh(scene.replicaUrl(index), client, refreshToken);
      return status === 200 ? 'refreshed' : body['error'];
    }),
  );

/** True when `agent` is signed in, as the next sign-in without a page would find. */
async function isSignedIn(agent: UserAgent, client: TestClient): Promise<boolean> {
  const parameters = { prompt: 'none' };
  const url = authorizationUrl({ issuer: scene.cluster.issuer, client, pkce: createPkce(), parameters });
  return !(await agent.open(url)).url.includes('error=login_required');
}

async function signOut(agent: UserAgent): Promise<void> {
  const page = await agent.open(`${scene.cluster.issuer}/logout`);
  expect(findForm(page.html).action).toContain('/logout');
  expect((await agent.submit(page, { logout: 'yes' })).status).toBe(200);
}

interface Happening {
  readonly name: string;
  readonly client: () => Promise<TestClient>;
  readonly end: (subject: { account: TestAccount; client: TestClient; agent: UserAgent }) => Promise<unknown>;
  readonly refusal: string;
  readonly endsSession: boolean;
}

const happenings: Happening[] = [
  {
    name: 'the account is disabled',
    client: nativeApp,
    end: ({ account }) => scene.cluster.registry.storage.accounts.disable(account.id),
    refusal: 'invalid_grant',
    endsSession: true,
  },
  {
    name: 'everything of the account is revoked',
    client: nativeApp,
    end: ({ account }) => scene.cluster.registry.storage.accounts.revokeAll(account.id),
    refusal: 'invalid_grant',
    endsSession: true,
  },
  {
    name: 'the client is removed',
    client: nativeApp,
    end: ({ client }) => scene.cluster.registry.storage.clients.remove(client.clientId),
    refusal: 'invalid_client',
    endsSession: false,
  },
  {
    name: 'the consent is withdrawn',
    client: nativeApp,
    end: ({ account, client }) =>
      scene.cluster.registry.storage.consents.withdraw(account.id, client.clientId),
    refusal: 'invalid_grant',
    endsSession: false,
  },
  {
    name: 'the person signs out of the session that a web app is bound to',
    client: webApp,
    end: ({ agent }) => signOut(agent),
    refusal: 'invalid_grant',
    endsSession: true,
  },
];

describe('RT-10 when', () => {
  it.each(happenings)('$name, its tokens end on all replicas, and nobody else’s', async (happening) => {
    const { registry, issuer } = scene.cluster;
    const account = await registry.createAccount();
    const client = await happening.client();
    const scope = 'openid notes:read';
    const tokens = await scene.signIn({ account, client, scope });
    const bystander = await scene.signIn({ scope });
    const code = await obtainCode({ issuer, client, scope, api: scene.api }, account, tokens.agent);
    expect(await activeOn(tokens)).toEqual([true, true, true]);
    expect(await activeOn(bystander)).toEqual([true, true, true]);

    await happening.end({ account, client, agent: tokens.agent });

    expect(await activeOn(tokens)).toEqual([false, false, false]);
    expect(await refreshedOn(tokens, client)).toEqual(replicas.map(() => happening.refusal));
    expect((await redeem(scene.replicaUrl(1), client, code)).body['error']).toBe(happening.refusal);
    expect(await isSignedIn(tokens.agent, scene.client)).toBe(!happening.endsSession);
    expect(await activeOn(bystander)).toEqual([true, true, true]);
    expect(await refreshedOn(bystander, scene.client)).toEqual(replicas.map(() => 'refreshed'));
  });

  it('a person signs out, a native app stays signed in', async () => {
    const tokens = await scene.signIn();
    await signOut(tokens.agent);
    expect(await isSignedIn(tokens.agent, scene.client)).toBe(false);
    expect(await activeOn(tokens)).toEqual([true, true, true]);
    expect((await refresh(scene.replicaUrl(1), scene.client, tokens.refreshToken)).status).toBe(200);
  });

  it('B-26 an account is enabled again, what ended stays ended', async () => {
    const account = await scene.cluster.registry.createAccount();
    const tokens = await scene.signIn({ account });
    const { accounts } = scene.cluster.registry.storage;
    await accounts.disable(account.id);
    await accounts.enable(account.id);
    expect(await activeOn(tokens)).toEqual([false, false, false]);
    expect(await refreshedOn(tokens, scene.client)).toEqual(replicas.map(() => 'invalid_grant'));
    expect(await isSignedIn(tokens.agent, scene.client)).toBe(false);
    expect(await activeOn(await scene.signIn({ account }))).toEqual([true, true, true]);
  });

  it('a removed client is registered again, what ended stays ended', async () => {
    const { clients } = scene.cluster.registry.storage;
    const client = await nativeApp();
    const tokens = await scene.signIn({ client });
    const record = await clients.findRecord(client.clientId);
    if (record === null) throw new Error('the client is not registered');
    await clients.remove(client.clientId);
    await clients.put(client.clientId, record.metadata, 'operator');
    expect(await activeOn(tokens)).toEqual([false, false, false]);
    expect(await refreshedOn(tokens, client)).toEqual(replicas.map(() => 'invalid_grant'));
  });
});
