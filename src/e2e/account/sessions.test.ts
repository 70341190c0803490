import { afterAll, beforeAll, expect, it } from 'vitest';
import { introspect } from '../harness/flow.ts';
import { createUserAgent } from '../harness/network/user-agent.ts';
import { headingOf } from '../harness/sign-in-pages.ts';
import { type AccountScene, startAccountScene } from './account-scene.ts';

let at: AccountScene;

beforeAll(async () => {
  at = await startAccountScene();
});
afterAll(() => at[Symbol.asyncDispose]());

it('SE-12: somebody may be signed in with any number of browsers: one more ends none, and all are listed', async () => {
  const { api, cluster } = at.scene;
  const account = await cluster.registry.createAccount();
  const web = await cluster.registry.createClient({
    application_type: 'web',
    token_endpoint_auth_method: 'client_secret_basic',
    redirect_uris: ['https://notebook.example/callback'],
    apis: [api.audience],
  });
  const count = 12;
  const browsers = [];
  for (let index = 0; index < count; index += 1)
    browsers.push(await at.scene.signIn({ account, client: web }));
  for (const { agent, accessToken } of browsers) {
    expect(headingOf(await at.open(agent, '/account'))).toBe('Your account');
    expect(await introspect(cluster.issuer, api, accessToken)).toMatchObject({ active: true });
  }
  const { agent = createUserAgent(cluster.issuer) } = browsers[0] ?? {};
  expect((await at.open(agent, '/account')).html).toContain(`${count} browsers`);
  const { html } = await at.open(agent, '/account/sessions');
  const listed = [...html.matchAll(/name="session" value="([^"]+)"/g)].map(([, uid]) => uid);
  // This one is signed out in another way.
  expect(new Set(listed).size).toBe(count - 1);
});
