import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import {
  createSoftwareAuthenticator,
  type Lies,
} from '../../../domain/factors/passkeys/testing/software-authenticator.ts';
import { type FactorScene, isThrough, startFactorScene } from '../../harness/factors/factor-scene.ts';
import { makePasskey, openPasskeys, passkeyOptionsOn, usePasskey } from '../../harness/factors/passkeys.ts';
import { obtainCode, redeem, tokenOf } from '../../harness/flow.ts';
import { createUserAgent, findForm, type Page, type UserAgent } from '../../harness/network/user-agent.ts';
import { query } from '../../harness/postgres/query.ts';
import type { TestAccount } from '../../harness/registry.ts';
import { headingOf, linkOf } from '../../harness/sign-in-pages.ts';

let at: FactorScene;

beforeAll(async () => {
  at = await startFactorScene();
});
afterAll(() => at[Symbol.asyncDispose]());

const passkeysOf = ({ id }: TestAccount) => at.cluster.registry.storage.passkeys.list(id);

describe('a passkey', () => {
  it('is added, and signs in alone, as strongly as can be', async () => {
    const person = await at.enrollPasskey();
    expect(headingOf(person.page)).toBe('The passkey was added');
    expect(await passkeysOf(person.account)).toMatchObject([{ name: 'Phone', lastUsedAt: null }]);
    const { agent, page } = await at.atSignIn();
    expect(isThrough(await usePasskey(agent, page, person))).toBe(true);
    expect(await passkeysOf(person.account)).toMatchObject([{ lastUsedAt: expect.any(Date) as Date }]);

    const request = {
      issuer: at.cluster.issuer,
      client: at.client,
      scope: 'openid',
      parameters: { acr_values: 'phr' },
    };
    const tokens = await redeem(
      at.cluster.issuer,
      at.client,
      await obtainCode(request, person.account, agent),
    );
    const [, payload = ''] = tokenOf(tokens, 'id_token').split('.');
    expect(JSON.parse(Buffer.from(payload, 'base64url').toString())).toMatchObject({ acr: 'phr' });
  });

  it('is asked for after the password', async () => {
    const person = await at.enrollPasskey();
    const { agent, page } = await at.atSecondStep(person);
    expect(headingOf(page)).toBe('Use your passkey');
    const asked = passkeyOptionsOn(page, '/passkey');
    const id = person.passkey.credentialId.toString('base64url');
    expect(asked).toMatchObject({ userVerification: 'required', allowCredentials: [{ id }] });
    expect(isThrough(await usePasskey(agent, page, person))).toBe(true);
  });

  it('has a page whose policy lets our scripts run, and a page without any has not', async () => {
    const policyOf = ({ headers }: Page) => headers.get('content-security-policy') ?? '';
    const { agent, page } = await at.atSignIn();
    expect(policyOf(page)).toContain("script-src 'self';");
    const plain = await agent.open(`${at.cluster.issuer}/`);
    expect(policyOf(plain)).toContain("script-src 'none';");
    const [, source = ''] = /<script type="module" src="([^"]+)"/.exec(page.html) ?? [];
    const script = await fetch(new URL(source, at.cluster.issuer));
    expect(Object.fromEntries(script.headers)).toMatchObject({
      'content-type': 'text/javascript; charset=utf-8',
      'cache-control': 'public, max-age=31536000, immutable',
      'x-content-type-options': 'nosniff',
    });
  });

  it('is renamed and removed by its owner', async () => {
    const person = await at.enrollPasskey();
    const { agent, page } = await at.atPasskeys(person);
    const renamed = await agent.submit(page, { name: '  Zoë’s “key”  ' }, '/account/passkeys/rename');
    expect(renamed.html).toContain('Zoë’s “key”');
    const refused = await agent.submit(renamed, { name: 'a\u202eb' }, '/account/passkeys/rename');
    expect(refused.status).toBe(422);
    const removed = await agent.submit(refused, {}, '/account/passkeys/remove');
    expect(headingOf(removed)).toBe('The passkey was removed');
    expect(removed.html).toContain('recovery codes were removed as well');
    expect(await passkeysOf(person.account)).toEqual([]);
    const { agent: other, page: signIn } = await at.atSignIn();
    expect((await usePasskey(other, signIn, person)).status).toBe(422);
  });

  it('of somebody else is neither renamed nor removed', async () => {
    const [person, other] = [await at.enrollPasskey(), await at.enrollPasskey()];
    const { agent, page } = await at.atPasskeys(person);
    const [theirs] = await passkeysOf(other.account);
    expect(findForm(page.html, '/account/passkeys/remove').hidden['id']).toMatch(/./);
    for (const action of ['/account/passkeys/rename', '/account/passkeys/remove'])
      await agent.submit(page, { id: theirs?.id ?? '', name: 'mine' }, action);
    for (const { account } of [person, other])
      expect(await passkeysOf(account)).toMatchObject([{ name: 'Phone' }]);
  });

  it('belongs to one account: its id cannot be taken by another', async () => {
    const person = await at.enrollPasskey();
    const account = await at.cluster.registry.createAccount();
    const agent = createUserAgent(at.cluster.issuer);
    const page = await openPasskeys(agent, at.cluster.issuer, account);
    const authenticator = createSoftwareAuthenticator({ origin: at.cluster.issuer });
    const { response } = makePasskey(page, authenticator, { credentialId: person.passkey.credentialId });
    const refused = await agent.submit(page, { passkey: response, name: '' }, '/account/passkeys/add');
    expect([refused.status, await passkeysOf(account)]).toEqual([422, []]);
  });
});

describe('AU-11: a new passkey', () => {
  const lies: ReadonlyArray<readonly [string, Lies]> = [
    ['made at another origin', { origin: 'http://localhost:1' }],
    ['made for another relying party', { rpId: 'evil.example' }],
    ['made without verifying its holder', { userVerified: false }],
    ['made for a challenge of its own', { challenge: Buffer.alloc(32).toString('base64url') }],
    ['made in another ceremony', { type: 'webauthn.get' }],
  ];

  it.each(lies)('%s is refused', async (_what, lie) => {
    const account = await at.cluster.registry.createAccount();
    const agent = createUserAgent(at.cluster.issuer);
    const page = await openPasskeys(agent, at.cluster.issuer, account);
    const authenticator = createSoftwareAuthenticator({ origin: at.cluster.issuer });
    const { response } = makePasskey(page, authenticator, lie);
    const refused = await agent.submit(page, { passkey: response }, '/account/passkeys/add');
    expect([refused.status, await passkeysOf(account)]).toEqual([422, []]);
  });

  it('is added once, however often it is sent at once, and in its own session only', async () => {
    const account = await at.cluster.registry.createAccount();
    const [agent, other] = [createUserAgent(at.cluster.issuer), createUserAgent(at.cluster.issuer)];
    const page = await openPasskeys(agent, at.cluster.issuer, account);
    const elsewhere = await openPasskeys(other, at.cluster.issuer, account);
    const authenticator = createSoftwareAuthenticator({ origin: at.cluster.issuer });
    const { response: passkey } = makePasskey(page, authenticator);
    const add = (by: UserAgent, form: Page) => by.submit(form, { passkey }, '/account/passkeys/add');
    expect((await add(other, elsewhere)).status).toBe(422);
    const pages = await Promise.all(Array.from({ length: 8 }, () => add(agent, page)));
    expect(pages.filter((each) => headingOf(each) === 'The passkey was added')).toHaveLength(1);
    expect(await passkeysOf(account)).toMatchObject([{ name: 'Passkey' }]);
  });
});

it('a new passkey is called what it was made with, unless somebody says otherwise', async () => {
  const { issuer, registry } = at.cluster;
  const headers = {
    'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
  };
  const agent = createUserAgent(issuer, issuer, headers);
  const account = await registry.createAccount();
  const page = await openPasskeys(agent, issuer, account);
  expect(page.html).toMatch(/<input id="name"[^>]* value="Firefox \(Linux\)"/);
  const { response: passkey } = makePasskey(page, createSoftwareAuthenticator({ origin: issuer }));
  await agent.submit(page, { passkey, name: ' ' }, '/account/passkeys/add');
  expect(await passkeysOf(account)).toMatchObject([{ name: 'Firefox (Linux)' }]);
});

describe('AU-14: somebody who has lost the passkey', () => {
  it('AU-15: gets in with a recovery code, removes it, and is told of each by mail', async () => {
    const { account, codes } = await at.enrollPasskey();
    expect(codes).toHaveLength(10);
    const agent = createUserAgent(at.cluster.issuer);
    const step = await openPasskeys(agent, at.cluster.issuer, account);
    const recovery = await agent.open(linkOf(step, 'Use a recovery code'));
    const page = await agent.submit(recovery, { code: codes[0] ?? '' });
    expect(headingOf(page)).toBe('Passkeys');
    const removed = await agent.submit(page, {}, '/account/passkeys/remove');
    expect(headingOf(removed)).toBe('The passkey was removed');
    const { page: alone } = await at.atSecondStep({ account });
    expect(isThrough(alone)).toBe(true);
    const isTold = (): void => {
      for (const what of ['was added', 'was removed', 'recovery code was used'])
        expect(
          at.mailsTo(account.email).some((mail) => mail.includes(what)),
          what,
        ).toBe(true);
    };
    await vi.waitFor(isTold, { timeout: 40_000 });
  });

  it('cannot shut themselves out: the only way in stays', async () => {
    const person = await at.enrollPasskey();
    await query(at.cluster.database.url, 'UPDATE accounts SET password_hash = NULL WHERE account_id = $1', [
      person.account.id,
    ]);
    const { agent, page } = await at.atPasskeys(person);
    const refused = await agent.submit(page, {}, '/account/passkeys/remove');
    expect([refused.status, refused.html.includes('your only way to sign in')]).toEqual([422, true]);
    expect(await passkeysOf(person.account)).toHaveLength(1);
  });

  it('AU-15: is told when somebody uses a copy of the passkey', async () => {
    const person = await at.enrollPasskey();
    for (const signCount of [5, 5]) {
      const { agent, page } = await at.atSignIn();
      await usePasskey(agent, page, person, { signCount });
    }
    const isTold = (): void => {
      const mails = at.mailsTo(person.account.email);
      expect(mails.some((mail) => mail.includes('somebody has a copy of it'))).toBe(true);
    };
    await vi.waitFor(isTold, { timeout: 40_000 });
  });
});

describe('SE-08: without a fresh sign-in', () => {
  it('by the passkey, once there is one, nothing is shown or changed', async () => {
    const { agent, account } = await at.enrollPasskey();
    expect(headingOf(await agent.open(`${at.cluster.issuer}/account/passkeys`))).toBe("Confirm it's you");
    const step = await at.atSecondStep({ account });
    expect(headingOf(await step.agent.open(`${at.cluster.issuer}/account/passkeys`))).toBe('Sign in');
  });

  it('nothing is changed by a form of another browser, or without its token', async () => {
    const person = await at.enrollPasskey();
    const { agent, page } = await at.atPasskeys(person);
    const stranger = createUserAgent(at.cluster.issuer);
    for (const action of ['add', 'rename', 'remove'].map((name) => `/account/passkeys/${name}`)) {
      expect(headingOf(await stranger.submit(page, { name: 'x' }, action))).toBe('Sign in');
      expect((await agent.submit(page, { csrf: 'x', name: 'x' }, action)).status).toBe(403);
    }
    expect(await passkeysOf(person.account)).toMatchObject([{ name: 'Phone' }]);
  });
});

it('SE-07: whoever adds or removes a passkey is offered to end the other sessions', async () => {
  const person = await at.enrollPasskey();
  expect(person.page.html).toContain('action="/account/sessions/end-others"');
  const { agent, page } = await at.atPasskeys(person);
  const removed = await agent.submit(page, {}, '/account/passkeys/remove');
  expect(removed.html).toContain('action="/account/sessions/end-others"');
});
