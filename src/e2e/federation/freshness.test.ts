import { decodeJwt } from 'jose';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { obtainCode, redeem, tokenOf } from '../harness/flow.ts';
import { type Page, type UserAgent, createUserAgent } from '../harness/network/user-agent.ts';
import type { TestAccount } from '../harness/registry.ts';
import { beginSignIn, decide, goInstead, headingOf, textOf } from '../harness/sign-in-pages.ts';
import { type FederatedScene, nextOf, startFederatedScene } from './federated-scene.ts';

let federated: FederatedScene;
let serial = 0;

beforeAll(async () => {
  federated = await startFederatedScene();
});
beforeEach(() => {
  federated.issuer.says = federated.issuer.honest;
});
afterAll(async () => {
  await federated[Symbol.asyncDispose]();
});

const seconds = (): number => Math.floor(Date.now() / 1000);
const sensitive = (agent: UserAgent): Promise<Page> =>
  agent.open(`${federated.scene.cluster.issuer}/account/totp`);

interface Person {
  readonly agent: UserAgent;
  readonly account: TestAccount;
  readonly sub: string;
  readonly provider: string;
}

/** Somebody with an identity at the provider, who has just signed in with it. */
async function enter(
  claims: Record<string, unknown>,
  { provider, domain }: { provider: string; domain: string } = { provider: 'lab', domain: 'mail.example' },
): Promise<Person> {
  const email = `somebody-${(serial += 1)}@${domain}`;
  const account = await federated.scene.cluster.registry.createAccount({ email });
  const sub = `fresh-${serial}`;
  await federated.scene.cluster.registry.storage.identities.insert({
    ...{ provider, issuer: federated.issuer.origin, subject: sub, accountId: account.id },
    ...{ email, emailVerified: true, name: null },
  });
  const { agent, page } = await federated.visit(provider, { sub, email, ...claims });
  expect(headingOf(page)).toContain('asks for access');
  await decide(agent, page, 'allow');
  return { agent, account, sub, provider };
}

/** To the provider and back, from a page that asks them to show again who they are. */
async function showAgain(
  { agent, account, sub, provider }: Person,
  page: Page,
  claims: Record<string, unknown>,
): Promise<Page> {
  const location = nextOf(await agent.submit(page, {}, `/upstream/${provider}`));
  expect(Object.fromEntries(location.searchParams)).toMatchObject({ prompt: 'login', max_age: '0' });
  return agent.open(federated.comeBackFrom(location, { sub, email: account.email, ...claims }));
}

describe('FE-06: a sign-in with an account elsewhere', () => {
  it('is a fresh one when the provider says that it was just now', async () => {
    const { agent } = await enter({ auth_time: seconds() });
    expect(headingOf(await sensitive(agent))).toBe('Authenticator app');
  });

  it.each([
    ['was long ago', () => seconds() - 3600],
    ['was at some time', () => undefined],
  ])('that %s is none for what a thief would change, until they show it again there', async (_, at) => {
    const person = await enter({ auth_time: at() });
    const overview = await person.agent.open(`${federated.scene.cluster.issuer}/account`);
    expect(textOf(overview, 'main')).toContain(person.account.email);
    const asked = await sensitive(person.agent);
    expect(headingOf(asked)).toBe("Confirm it's you");
    const old = await showAgain(person, asked, { auth_time: seconds() - 3600 });
    expect([old.status, headingOf(await sensitive(person.agent))]).toEqual([422, "Confirm it's you"]);
    const again = await showAgain(person, asked, { auth_time: seconds() });
    expect(headingOf(again)).toBe('Authenticator app');
  });

  it('SE-08: that the provider does not date is no proof of who is there now, but a code by mail is', async () => {
    const person = await enter({ auth_time: undefined });
    const asked = await sensitive(person.agent);
    const silent = await showAgain(person, asked, { auth_time: undefined });
    expect([silent.status, headingOf(silent)]).toEqual([422, "Confirm it's you"]);
    expect(textOf(silent, 'main')).toContain('lab does not confirm that it was you just now');
    expect(headingOf(await sensitive(person.agent))).toBe("Confirm it's you");
    const form = await goInstead(person.agent, silent, 'email-code');
    const sent = await person.agent.submit(form, { email: person.account.email }, '/email-code');
    const code = await federated.codeFor(person.account.email);
    const entered = await person.agent.submit(sent, { code }, '/email-code/code');
    expect(headingOf(entered)).toBe('Authenticator app');
  });

  it('that the provider of an enforced domain does not date is asked for again there, which has to do', async () => {
    const acme = { provider: 'acme', domain: 'acme.example' };
    const person = await enter({ auth_time: undefined }, acme);
    const asked = await sensitive(person.agent);
    expect(headingOf(asked)).toBe("Confirm it's you");
    const again = await showAgain(person, asked, { auth_time: undefined });
    expect(headingOf(again)).toBe('Authenticator app');
  });

  it('that nobody dates is too old for whatever age an app asks for', async () => {
    const { client, cluster } = federated.scene;
    const { agent } = await enter({ auth_time: undefined });
    const request = { issuer: cluster.issuer, client };
    const any = await beginSignIn(request, agent);
    expect(headingOf(any.page)).not.toBe('Sign in');
    const aged = await beginSignIn({ ...request, parameters: { max_age: '3600' } }, agent);
    expect(headingOf(aged.page)).toBe("Confirm it's you");
  });

  it.each([{ prompt: 'login' }, { max_age: '3600' }])(
    'that nobody dates is no answer to an app that asks for one now, in a browser that was signed out neither: %j',
    async (parameters) => {
      const { client, cluster } = federated.scene;
      const person = await enter({ auth_time: undefined });
      const agent = createUserAgent(cluster.issuer);
      const asked = await beginSignIn({ issuer: cluster.issuer, client, parameters }, agent);
      const silent = await showAgain({ ...person, agent }, asked.page, { auth_time: undefined });
      expect([silent.status, headingOf(silent)]).toEqual([422, 'Sign in']);
      const dated = await showAgain({ ...person, agent }, silent, { auth_time: seconds() });
      expect(headingOf(dated)).toContain('asks for access');
    },
  );

  it('that makes an account is a fresh one: there was nothing that anybody could have taken over', async () => {
    const { client, cluster } = federated.scene;
    const agent = createUserAgent(cluster.issuer);
    const asked = await beginSignIn(
      { issuer: cluster.issuer, client, parameters: { prompt: 'login' } },
      agent,
    );
    const location = nextOf(await agent.submit(asked.page, {}, '/upstream/lab'));
    const claims = { sub: `new-${(serial += 1)}`, email: `new-${serial}@mail.example`, auth_time: undefined };
    const page = await agent.open(federated.comeBackFrom(location, claims));
    await decide(agent, page, 'allow');
    expect(headingOf(await sensitive(agent))).toBe('Authenticator app');
  });

  it('tells apps when the person authenticated, not when they came here', async () => {
    const { client, cluster } = federated.scene;
    const at = seconds() - 3600;
    const { agent } = await enter({ auth_time: at });
    const request = { issuer: cluster.issuer, client, parameters: { max_age: '7200' } };
    const got = await obtainCode(request, await cluster.registry.createAccount(), agent);
    const idToken = tokenOf(await redeem(cluster.issuer, client, got), 'id_token');
    expect(decodeJwt(idToken)).toMatchObject({ auth_time: at, amr: ['fed'] });
    const again = await beginSignIn(
      { issuer: cluster.issuer, client, parameters: { max_age: '600' } },
      agent,
    );
    expect(headingOf(again.page)).toBe("Confirm it's you");
  });
});
