import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Page, type UserAgent, createUserAgent } from '../harness/network/user-agent.ts';
import type { TestAccount } from '../harness/registry.ts';
import { headingOf, submitPassword, textOf } from '../harness/sign-in-pages.ts';
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

const newSubject = (): string => `linked-${(serial += 1)}`;
const storage = () => federated.scene.cluster.registry.storage;
const linksOf = async ({ id }: Pick<TestAccount, 'id'>) =>
  (await storage().identities.list(id)).map(({ provider, subject }) => `${provider} ${subject}`);

interface SignedIn {
  readonly agent: UserAgent;
  readonly account: TestAccount;
  /** The page of linked accounts. */
  readonly page: Page;
}

async function signIn(account?: TestAccount): Promise<SignedIn> {
  const who = account ?? (await federated.scene.cluster.registry.createAccount());
  const agent = createUserAgent(federated.scene.cluster.issuer);
  const asked = await agent.open(`${federated.scene.cluster.issuer}/account/links`);
  const page = await submitPassword(agent, asked, who);
  expect(headingOf(page)).toBe('Linked accounts');
  return { agent, account: who, page };
}

/** Submits the form that names the provider. */
async function beginLink({ agent, page }: Pick<SignedIn, 'agent' | 'page'>, provider = 'lab'): Promise<URL> {
  return nextOf(await agent.submit(page, { provider }, '/account/links/begin'));
}

async function link(signedIn: SignedIn, subject = newSubject()): Promise<{ page: Page; subject: string }> {
  const location = await beginLink(signedIn);
  const page = await signedIn.agent.open(federated.comeBackFrom(location, { sub: subject }));
  return { page, subject };
}

function unlink({ agent, page, subject }: { agent: UserAgent; page: Page; subject: string }): Promise<Page> {
  const values = { provider: 'lab', issuer: federated.issuer.origin, subject };
  return agent.submit(page, values, '/account/links/remove');
}

describe('linking an account elsewhere', () => {
  it('makes it a way in, tells the owner by mail, and shows it', async () => {
    const signedIn = await signIn();
    const { page, subject } = await link(signedIn);
    expect(headingOf(page)).toBe('Linked accounts');
    expect(textOf(page, 'main')).toContain('lab ada@acme.example');
    expect(await linksOf(signedIn.account)).toEqual([`lab ${subject}`]);
    await vi.waitFor(
      () =>
        expect(
          federated.sink.mails.some(
            ({ to, source }) => to.includes(signedIn.account.email) && /linked/i.test(source),
          ),
        ).toBe(true),
      { timeout: 40_000 },
    );
    const entered = await federated.visit(
      'lab',
      { sub: subject },
      createUserAgent(federated.scene.cluster.issuer),
    );
    expect(textOf(entered.page, 'main')).toContain(signedIn.account.email);
    const activity = await storage().activities.list(signedIn.account.id, 10);
    expect(activity.map(({ kind, detail }) => `${kind} ${detail ?? ''}`)).toContain('identity_linked lab');
  });

  it('needs somebody signed in, freshly, and a form of ours', async () => {
    const stranger = createUserAgent(federated.scene.cluster.issuer);
    const begin = `${federated.scene.cluster.issuer}/account/links/begin`;
    const body = new URLSearchParams({ provider: 'lab' });
    const answer = await stranger.request(begin, { method: 'POST', body });
    expect(answer.headers.get('location')).toContain('/authorize');
    const { agent, page } = await signIn();
    expect((await agent.request(begin, { method: 'POST', body })).status).toBe(403);
    const unknown = await agent.submit(page, { provider: 'nobody' }, '/account/links/begin');
    expect(unknown.status).toBe(404);
  });

  it("takes nothing that is somebody else's", async () => {
    const first = await signIn();
    const { subject } = await link(first);
    const second = await signIn();
    const { page } = await link(second, subject);
    expect(page.status).toBe(422);
    expect(textOf(page, 'main')).toContain('belongs to somebody else here');
    expect(await linksOf(second.account)).toEqual([]);
    expect(await linksOf(first.account)).toEqual([`lab ${subject}`]);
  });

  it('FE-03: is finished in the session that began it only, and once', async () => {
    const victim = await signIn();
    const attacker = await signIn();
    const location = await beginLink(attacker);
    const back = federated.comeBackFrom(location, { sub: newSubject() });
    expect((await victim.agent.open(back)).status).toBe(403);
    expect((await createUserAgent(federated.scene.cluster.issuer).open(back)).status).toBe(403);
    expect(await linksOf(victim.account)).toEqual([]);
    expect((await attacker.agent.open(back)).status).toBe(200);
    expect(await linksOf(attacker.account)).toHaveLength(1);
    expect((await attacker.agent.open(back)).status).toBe(400);
  });

  it('FE-03: is not finished once somebody else is signed in to the browser', async () => {
    const first = await signIn();
    const location = await beginLink(first);
    const other = await federated.scene.cluster.registry.createAccount();
    const begun = await federated.begin(first.agent);
    const form = begun.page.html.includes('type="password"')
      ? begun.page
      : await first.agent.submit(begun.page, { decision: 'switch-account' }, '/consent');
    await submitPassword(first.agent, form, other);
    const page = await first.agent.open(federated.comeBackFrom(location, { sub: newSubject() }));
    expect(page.status).toBe(403);
    expect([...(await linksOf(first.account)), ...(await linksOf(other))]).toEqual([]);
  });

  it('FE/L9: takes no identity from outside of an enforced domain at its own provider', async () => {
    const email = `owner-${(serial += 1)}@acme.example`;
    const account = await federated.scene.cluster.registry.createAccount({ email });
    const first = { provider: 'acme', issuer: federated.issuer.origin, subject: newSubject() };
    const profile = { email, emailVerified: true, name: null };
    await storage().identities.insert({ ...first, ...profile, accountId: account.id });
    const { agent, page } = await federated.visit('acme', { sub: first.subject, email });
    await agent.submit(page, { decision: 'allow' }, '/consent');
    const links = await agent.open(`${federated.scene.cluster.issuer}/account/links`);
    const back = (location: URL, claims: object) =>
      agent.open(federated.comeBackFrom(location, { sub: newSubject(), ...claims }));
    const personal = { email: 'owner@mail.example', email_verified: true };
    const refused = await back(await beginLink({ agent, page: links }, 'acme'), personal);
    expect([refused.status, textOf(refused, 'main')]).toEqual([
      422,
      expect.stringContaining('Acme Inc. is not the one'),
    ]);
    expect(await linksOf(account)).toEqual([`acme ${first.subject}`]);
    await back(await beginLink({ agent, page: links }, 'acme'), { email });
    expect(await linksOf(account)).toHaveLength(2);
  });

  it('says what did not work, and changes nothing', async () => {
    const signedIn = await signIn();
    const away = await signedIn.agent.submit(signedIn.page, { provider: 'away' }, '/account/links/begin');
    expect([away.status, textOf(away, 'main')]).toEqual([
      503,
      expect.stringContaining('away cannot be reached'),
    ]);
    const location = await beginLink(signedIn);
    const back = federated.comeBackFrom(location, { aud: 'another-client' });
    const failed = await signedIn.agent.open(back);
    expect([failed.status, textOf(failed, 'main')]).toEqual([422, expect.stringContaining('did not work')]);
    expect(await linksOf(signedIn.account)).toEqual([]);
  });
});

describe('FE-08: unlinking', () => {
  it('takes the way in away, and tells the owner', async () => {
    const signedIn = await signIn();
    const { page, subject } = await link(signedIn);
    const done = await unlink({ agent: signedIn.agent, page, subject });
    expect(headingOf(done)).toBe('Linked accounts');
    expect(await linksOf(signedIn.account)).toEqual([]);
    const activity = await storage().activities.list(signedIn.account.id, 10);
    expect(activity.map(({ kind }) => kind)).toContain('identity_unlinked');
  });

  it('never takes the last one', async () => {
    const email = `only-${(serial += 1)}@mail.example`;
    const subject = newSubject();
    const { agent, page } = await federated.visit('lab', { sub: subject, email });
    await agent.submit(page, { decision: 'allow' }, '/consent');
    const links = await agent.open(`${federated.scene.cluster.issuer}/account/links`);
    const refused = await unlink({ agent, page: links, subject });
    expect(refused.status).toBe(422);
    expect(textOf(refused, 'main')).toContain('only way to sign in');
    const account = await storage().accounts.findByEmail(email);
    expect(await linksOf({ id: account?.id ?? '' })).toHaveLength(1);
  });

  it('takes nothing of somebody else', async () => {
    const first = await signIn();
    const { subject } = await link(first);
    const second = await signIn();
    const own = await link(second);
    await unlink({ agent: second.agent, page: own.page, subject });
    expect(await linksOf(first.account)).toEqual([`lab ${subject}`]);
  });

  it('ends a visit for linking also while the provider is being asked', async () => {
    const signedIn = await signIn();
    const { page, subject } = await link(signedIn);
    const location = await beginLink({ agent: signedIn.agent, page });
    const back = federated.comeBackFrom(location, { sub: newSubject() });
    const asked = Promise.withResolvers<undefined>();
    const gate = Promise.withResolvers<undefined>();
    const { honest, says } = federated.issuer;
    federated.issuer.says = {
      ...says,
      async sign(claims) {
        asked.resolve(undefined);
        await gate.promise;
        return honest.sign(claims);
      },
    };
    const late = signedIn.agent.open(back);
    await asked.promise;
    await unlink({ agent: signedIn.agent, page, subject });
    gate.resolve(undefined);
    expect((await late).status).toBe(422);
    expect(await linksOf(signedIn.account)).toEqual([]);
  });

  it('ends a code by mail that would link another', async () => {
    const email = `owner-${(serial += 1)}@acme.example`;
    const account = await federated.scene.cluster.registry.createAccount({ email });
    const subjects = { acme: newSubject(), lab: newSubject() };
    for (const [provider, subject] of Object.entries(subjects)) {
      const profile = { email, emailVerified: true, name: null, accountId: account.id };
      await storage().identities.insert({ provider, issuer: federated.issuer.origin, subject, ...profile });
    }
    const thief = await federated.visit('acme', { sub: newSubject(), email });
    expect(headingOf(thief.page)).toBe('Check your mail');
    const code = await federated.codeFor(email);
    const { agent, page } = await federated.visit('acme', { sub: subjects.acme, email });
    await agent.submit(page, { decision: 'allow' }, '/consent');
    const links = await agent.open(`${federated.scene.cluster.issuer}/account/links`);
    await unlink({ agent, page: links, subject: subjects.lab });
    const late = await thief.agent.submit(thief.page, { code }, '/address/code');
    expect(late.status).toBe(422);
    expect(await linksOf(account)).toEqual([`acme ${subjects.acme}`]);
  });

  it('ends what is under way to link another: an old callback is worth nothing', async () => {
    const signedIn = await signIn();
    const { page, subject } = await link(signedIn);
    const location = await beginLink({ agent: signedIn.agent, page });
    const back = federated.comeBackFrom(location, { sub: newSubject() });
    await unlink({ agent: signedIn.agent, page, subject });
    expect((await signedIn.agent.open(back)).status).toBe(400);
    expect(await linksOf(signedIn.account)).toEqual([]);
  });
});

it('SE-07: after linking or unlinking, signing out everywhere else is one step away', async () => {
  const offer = 'Sign out everywhere else';
  const signedIn = await signIn();
  expect(signedIn.page.html).not.toContain(offer);
  const { page, subject } = await link(signedIn);
  expect(page.html).toContain(offer);
  const elsewhere = await signIn(signedIn.account);
  const unlinked = await unlink({ agent: signedIn.agent, page, subject });
  expect(unlinked.html).toContain(offer);
  await signedIn.agent.submit(unlinked, {}, '/account/sessions/end-others');
  const account = `${federated.scene.cluster.issuer}/account`;
  expect(headingOf(await elsewhere.agent.open(account))).toBe('Sign in');
  expect(headingOf(await signedIn.agent.open(account))).not.toBe('Sign in');
});
