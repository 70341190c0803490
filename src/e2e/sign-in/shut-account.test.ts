import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Cluster, startCluster } from '../harness/processes/cluster.ts';
import { authorizationUrl, createPkce } from '../harness/flow.ts';
import type { TestClient } from '../harness/registry.ts';
import { createUserAgent, findForm, type UserAgent } from '../harness/network/user-agent.ts';

let cluster: Cluster;
let client: TestClient;

beforeAll(async () => {
  cluster = await startCluster();
  client = await cluster.registry.createClient();
});
afterAll(() => cluster[Symbol.asyncDispose]());

interface ParkedSignIn {
  readonly agent: UserAgent;
  readonly accountId: string;
  /** Where the browser was sent after the password; not followed yet. */
  readonly resumeUrl: string;
}

async function signInAndPark(): Promise<ParkedSignIn> {
  const account = await cluster.registry.createAccount();
  const agent = createUserAgent(cluster.issuer);
  const page = await agent.open(authorizationUrl({ issuer: cluster.issuer, client, pkce: createPkce() }));
  const form = findForm(page.html, '/sign-in');
  const answer = await agent.request(new URL(form.action, page.url).href, {
    method: 'POST',
    body: new URLSearchParams({ ...form.hidden, email: account.email, password: account.password }),
  });
  expect(answer.status).toBe(303);
  return { agent, accountId: account.id, resumeUrl: answer.headers.get('location') ?? '' };
}

describe('a sign-in under way when its account is shut', () => {
  it('B-26 is asked to sign in again, not answered with an error', async () => {
    const { agent, accountId, resumeUrl } = await signInAndPark();
    await cluster.registry.storage.accounts.disable(accountId);
    const page = await agent.open(resumeUrl);
    expect(page.status).toBe(200);
    expect(page.html).toContain('type="password"');
  });

  it.each([
    [
      'disabled and enabled again',
      async (id: string) => {
        await cluster.registry.storage.accounts.disable(id);
        await cluster.registry.storage.accounts.enable(id);
      },
    ],
    ['signed out everywhere', (id: string) => cluster.registry.storage.accounts.revokeAll(id)],
  ])('SE-05 comes to nothing when the account was %s', async (_what, shut) => {
    const { agent, accountId, resumeUrl } = await signInAndPark();
    await shut(accountId);
    const page = await agent.open(resumeUrl);
    expect(page.status).toBe(200);
    expect(page.html).toContain('type="password"');
    expect(agent.visited.some((url) => url.includes('code='))).toBe(false);
  });
});
