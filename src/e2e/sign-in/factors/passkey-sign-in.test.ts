import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Lies } from '../../../domain/factors/passkeys/testing/software-authenticator.ts';
import { type FactorScene, isThrough, startFactorScene } from '../../harness/factors/factor-scene.ts';
import { passkeyOptionsOn, respond, usePasskey } from '../../harness/factors/passkeys.ts';
import { copyOf, createUserAgent } from '../../harness/network/user-agent.ts';
import { query } from '../../harness/postgres/query.ts';
import { headingOf, textOf } from '../../harness/sign-in-pages.ts';

let at: FactorScene;

beforeAll(async () => {
  at = await startFactorScene();
});
afterAll(() => at[Symbol.asyncDispose]());

describe('AU-06: the sign-in page', () => {
  it('asks for the same of everybody, whoever has passkeys', async () => {
    const person = await at.enrollPasskey();
    const asked = async (parameters: Record<string, string>): Promise<unknown> => {
      const { page } = await at.atSignIn(parameters);
      const { challenge, ...rest } = passkeyOptionsOn(page, '/passkey');
      expect(Buffer.from(challenge, 'base64url')).toHaveLength(32);
      return rest;
    };
    const known = await asked({ login_hint: person.account.email });
    expect(known).toMatchObject({ allowCredentials: [] });
    expect(await asked({ login_hint: 'nobody@example.com' })).toEqual(known);
    expect(await asked({})).toEqual(known);
  });

  it('answers a wrong passkey in the same words as an unknown one', async () => {
    const person = await at.enrollPasskey();
    const answer = async (lies: Lies): Promise<string> => {
      const { agent, page } = await at.atSignIn();
      const refused = await usePasskey(agent, page, person, lies);
      expect(refused.status).toBe(422);
      return textOf(refused, 'main');
    };
    const unknown = await answer({ credentialId: Buffer.alloc(32, 7) });
    expect(await answer({ foreignKey: true })).toBe(unknown);
    expect(await answer({ userHandle: Buffer.alloc(32).toString('base64url') })).toBe(unknown);
  });
});

describe('AU-11: at sign-in, a passkey', () => {
  const lies: ReadonlyArray<readonly [string, Lies]> = [
    ['used at another origin', { origin: 'http://localhost:1' }],
    ['of another relying party', { rpId: 'evil.example' }],
    ['that did not verify its holder', { userVerified: false }],
    ['that nobody touched', { userPresent: false }],
    ['of another key', { foreignKey: true }],
    ['for another ceremony', { type: 'webauthn.create' }],
    ['for a challenge of its own', { challenge: Buffer.alloc(32).toString('base64url') }],
    ['used in a frame of another site', { clientData: { crossOrigin: true } }],
    ['whose counter went back', { signCount: 0 }],
  ];

  it.each(lies)('%s is refused, as the first step and as the second', async (_what, lie) => {
    const person = await at.enrollPasskey();
    const counted = await at.atSignIn();
    expect(isThrough(await usePasskey(counted.agent, counted.page, person))).toBe(true);
    for (const { agent, page } of [await at.atSignIn(), await at.atSecondStep(person)]) {
      const refused = await usePasskey(agent, page, person, lie);
      expect([refused.status, isThrough(refused)]).toEqual([422, false]);
    }
  });

  it('of somebody else is refused as the second step', async () => {
    const [person, other] = [await at.enrollPasskey(), await at.enrollPasskey()];
    const { agent, page } = await at.atSecondStep(person);
    expect((await usePasskey(agent, page, other)).status).toBe(422);
  });

  it('answers one page of one browser', async () => {
    const person = await at.enrollPasskey();
    const [mine, theirs] = [await at.atSignIn(), await at.atSignIn()];
    const passkey = respond(mine.page, person);
    expect((await theirs.agent.submit(theirs.page, { passkey }, '/passkey')).status).toBe(422);
    const stranger = createUserAgent(at.cluster.issuer);
    expect(isThrough(await stranger.submit(mine.page, { passkey }, '/passkey'))).toBe(false);
    expect(isThrough(await mine.agent.submit(mine.page, { passkey }, '/passkey'))).toBe(true);
  });

  it('answers an earlier page of the same browser no more', async () => {
    const person = await at.enrollPasskey();
    const { agent, page } = await at.atSignIn();
    const passkey = respond(page, person);
    const again = await agent.open(page.url);
    expect((await agent.submit(again, { passkey }, '/passkey')).status).toBe(422);
  });

  it('B-22: sent many times at once, on two replicas, lets in once', async () => {
    const person = await at.enrollPasskey();
    for (const { agent, page } of [await at.atSignIn(), await at.atSecondStep(person)]) {
      const passkey = respond(page, person);
      const pages = await Promise.all(
        Array.from({ length: 10 }, () =>
          copyOf(agent, at.cluster.issuer).submit(page, { passkey }, '/passkey'),
        ),
      );
      expect(pages.filter(isThrough)).toHaveLength(1);
    }
  });

  it('is refused while the account is disabled', async () => {
    const person = await at.enrollPasskey();
    await at.cluster.registry.storage.accounts.disable(person.account.id);
    const { agent, page } = await at.atSignIn();
    expect((await usePasskey(agent, page, person)).status).toBe(422);
  });

  it('promise 8: whatever is sent in its place is refused', async () => {
    const person = await at.enrollPasskey();
    const { agent, page } = await at.atSignIn();
    const good = JSON.parse(respond(page, person)) as Record<string, unknown>;
    const response = fc.oneof(
      fc.string({ maxLength: 3000 }),
      fc.json(),
      fc
        .tuple(fc.constantFrom('id', 'rawId', 'type', 'response'), fc.jsonValue())
        .map(([name, value]) => JSON.stringify({ ...good, [name]: value })),
      fc.constant('['.repeat(5000)),
    );
    await fc.assert(
      fc.asyncProperty(response, async (passkey) => {
        fc.pre(!passkey.includes('\0'));
        expect((await agent.submit(page, { passkey }, '/passkey')).status).toBe(422);
      }),
      { numRuns: 60 },
    );
    const large = await agent.submit(page, { passkey: 'x'.repeat(17_000) }, '/passkey');
    expect(large.status).toBe(413);
  });
});

describe('AU-12: the step for the passkey', () => {
  it('leads to the first one, while nothing was shown', async () => {
    const person = await at.enrollPasskey();
    const { agent, page } = await at.atSignIn();
    expect(headingOf(await agent.open(page.url.replace('?', '/passkey?')))).toBe('Sign in');
    const forged = { ...page, html: page.html.replaceAll('/sign-in/passkey?', '/passkey?') };
    for (const passkey of ['', respond(page, person)]) {
      const posted = await agent.submit(forged, { passkey }, '/passkey');
      expect([posted.status, headingOf(posted)]).toEqual([200, 'Sign in']);
    }
  });

  it('takes nothing for an answer only when it is one', async () => {
    const person = await at.enrollPasskey();
    for (const { agent, page } of [await at.atSignIn(), await at.atSecondStep(person)]) {
      expect((await agent.submit(page, { passkey: '' }, '/passkey')).status).toBe(422);
      expect((await agent.submit(page, {}, '/passkey')).status).toBe(422);
      const passkey = respond(page, person);
      expect((await agent.submit(page, { csrf: 'x', passkey }, '/passkey')).status).toBe(403);
    }
  });

  it('is over for whoever has just removed the last passkey', async () => {
    const person = await at.enrollPasskey();
    const { agent, page } = await at.atSecondStep(person);
    const [passkey] = await at.cluster.registry.storage.passkeys.list(person.account.id);
    await query(at.cluster.database.url, 'DELETE FROM passkeys WHERE passkey_id = $1', [passkey?.id]);
    expect(headingOf(await agent.open(page.url))).toBe('Sign in');
  });
});
