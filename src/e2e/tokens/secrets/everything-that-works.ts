import { Secret } from 'otpauth';
import { expect } from 'vitest';
import { addAuthenticator, keyOf } from '../../harness/authenticator.ts';
import {
  authorizationUrl,
  createPkce,
  introspect,
  obtainCode,
  post,
  redeem,
  refresh,
  revoke,
  signInAndConsent,
  tokenOf,
} from '../../harness/flow.ts';
import { createUserAgent, findForm, type Page, type UserAgent } from '../../harness/network/user-agent.ts';
import type { TestAccount } from '../../harness/registry.ts';
import { goInstead, linkOf, submitPassword } from '../../harness/sign-in-pages.ts';
import { scope, type SecretsScene, state } from './secrets-scene.ts';

export async function everythingThatWorks(at: SecretsScene): Promise<void> {
  const { cluster, account, api, client } = at.scene;
  const { issuer } = cluster;
  const agent = createUserAgent(issuer);
  const native = await obtainCode({ issuer, client, scope, api, parameters: { state } }, account, agent);
  at.keep('code', native.code);
  at.keep('verifier', native.pkce.verifier);
  const first = await redeem(issuer, client, native);
  const second = await refresh(issuer, client, tokenOf(first, 'refresh_token'));
  await refresh(issuer, client, tokenOf(first, 'refresh_token'));
  const third = await refresh(issuer, client, tokenOf(second, 'refresh_token'));
  for (const answer of [first, second, third]) {
    at.keep('refresh token', tokenOf(answer, 'refresh_token'));
    at.keep('access token', tokenOf(answer, 'access_token'));
    at.keep('ID token', tokenOf(answer, 'id_token'));
    await introspect(issuer, api, tokenOf(answer, 'access_token'));
  }
  await revoke(issuer, client, tokenOf(second, 'access_token'));

  const pkce = createPkce();
  at.keep('verifier', pkce.verifier);
  const url = authorizationUrl({
    issuer,
    client: at.webApp,
    pkce,
    scope,
    parameters: { state, login_hint: account.email },
  });
  const parameters = Object.fromEntries(new URL(url).searchParams);
  const pushed = await post(`${issuer}/par`, parameters, at.webApp);
  expect(pushed.status, JSON.stringify(pushed.body)).toBe(201);
  const requestUri = String(pushed.body['request_uri']);
  at.keep('PAR handle', requestUri.split(':').at(-1) ?? '');
  const query = new URLSearchParams({ client_id: at.webApp.clientId, request_uri: requestUri });
  const answered = await signInAndConsent(agent, `${issuer}/authorize?${query.toString()}`, account);
  const code = answered.searchParams.get('code') ?? '';
  at.keep('code', code);
  const web = await redeem(issuer, at.webApp, { code, pkce });
  at.keep('refresh token', tokenOf(web, 'refresh_token'));
  at.keep('access token', tokenOf(web, 'access_token'));
  const page = await agent.open(`${issuer}/logout?id_token_hint=${tokenOf(web, 'id_token')}&state=${state}`);
  at.keep('form secret', findForm(page.html).hidden['xsrf'] ?? '');
  await agent.submit(page, { logout: 'yes' });
  await signUp(at);
  await secondFactors(at);
  at.keepOf(agent);
}

async function signUp(at: SecretsScene): Promise<void> {
  const { issuer } = at.scene.cluster;
  const person: TestAccount = {
    id: '',
    email: 'canary.person@example.org',
    password: 'canary lantern 5513 drift',
  };
  at.keep('password', person.password);
  at.keep('e-mail', person.email, at.scene.account.email);
  const agent = createUserAgent(issuer);
  const page = await agent.open(
    authorizationUrl({ issuer, client: at.scene.client, pkce: createPkce(), scope }),
  );
  at.keep('form secret', findForm(page.html).hidden['csrf'] ?? '');
  const form = await goInstead(agent, page, 'sign-up');
  const consent = await agent.submit(
    form,
    { email: person.email, password: person.password, name: 'Canary' },
    '/sign-up',
  );
  expect(consent.html).toContain('value="allow"');
  at.keepOf(agent);
}

async function secondFactors(at: SecretsScene): Promise<void> {
  const { issuer, registry } = at.scene.cluster;
  const person = await registry.createAccount();
  at.keep('password', person.password);
  const agent = createUserAgent(issuer);
  const { authenticator, codes } = await addAuthenticator(agent, issuer, person);
  const { hex, bytes } = Secret.fromBase32(authenticator.key);
  at.keep('TOTP secret', authenticator.key, hex.toLowerCase(), Buffer.from(bytes).toString('base64'));
  // Begun, and never confirmed.
  const other = await registry.createAccount();
  const page = await agent.open(`${issuer}/account`);
  expect(page.html).toContain('10 left');
  const stranger = createUserAgent(issuer);
  const begun = await submitPassword(stranger, await stranger.open(`${issuer}/account/totp`), other);
  const key = keyOf(begun);
  at.keep('TOTP secret', key, Secret.fromBase32(key).hex.toLowerCase());
  at.keep('password', other.password);
  at.keep('recovery code', ...codes, ...codes.map((code) => code.replaceAll('-', '')));
  const step = await submitPassword(stranger, await beginAgain(at, stranger), person);
  const recovery = await stranger.open(linkOf(step, 'Use a recovery code'));
  await stranger.submit(recovery, { code: codes[0] ?? '' });
  at.keepOf(agent);
  at.keepOf(stranger);
}

async function beginAgain(at: SecretsScene, agent: UserAgent): Promise<Page> {
  const { cluster, client } = at.scene;
  const parameters = { prompt: 'login' };
  return agent.open(
    authorizationUrl({ issuer: cluster.issuer, client, pkce: createPkce(), scope, parameters }),
  );
}
