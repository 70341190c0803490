import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type UserAgent, createUserAgent } from '../harness/network/user-agent.ts';
import { introspect } from '../harness/flow.ts';
import type { TestAccount, TestClient } from '../harness/registry.ts';
import { type Scene, startScene } from '../harness/scene.ts';
import { headingOf, submitPassword } from '../harness/sign-in-pages.ts';
import { type Symbolon, clusterEnvironment, createSymbolon } from './symbolon.ts';

let scene: Scene;
let web: TestClient;
let symbolon: Symbolon;

beforeAll(async () => {
  scene = await startScene({ replicas: 2 });
  web = await scene.cluster.registry.createClient({
    application_type: 'web',
    token_endpoint_auth_method: 'client_secret_basic',
    redirect_uris: ['https://notebook.example/callback'],
    apis: [scene.api.audience],
  });
  symbolon = createSymbolon(clusterEnvironment(scene.cluster));
});
afterAll(() => scene[Symbol.asyncDispose]());

const firefox = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';
const safari =
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Safari/605.1.15';

interface Listed {
  readonly session_id: string;
  readonly browser: string | null;
  readonly network: string | null;
  readonly created_at: string;
  readonly expires_at: string;
}

async function sessionsOf({ email }: TestAccount): Promise<readonly Listed[]> {
  return (await symbolon.json(['accounts', 'sessions', email]))['sessions'] as readonly Listed[];
}

interface Browser {
  readonly agent: UserAgent;
  /** Of an app that has it through the session. */
  readonly accessToken: string;
  /** Of an app that is signed in by itself. */
  readonly offlineToken: string;
}

async function signIn(account: TestAccount, userAgent: string): Promise<Browser> {
  const { issuer } = scene.cluster;
  const agent = createUserAgent(issuer, issuer, { 'user-agent': userAgent });
  const { accessToken } = await scene.signIn({ account, client: web, agent });
  const offline = await scene.signIn({ account, scope: 'openid offline_access notes:read', agent });
  return { agent, accessToken, offlineToken: offline.accessToken };
}

/** What each replica says of an access token, asked right now. */
function activity(accessToken: string): Promise<unknown[]> {
  return Promise.all(
    scene.cluster.replicas.map(async ({ url }) => (await introspect(url, scene.api, accessToken))['active']),
  );
}

const isSignedIn = async ({ agent }: Browser): Promise<boolean> =>
  headingOf(await agent.open(`${scene.cluster.issuer}/account`)) === 'Your account';

describe('SE-06: symbolon accounts sessions', () => {
  it('list the browsers of an account, and end one, promise 3: which is out at once and everywhere', async () => {
    const account = await scene.cluster.registry.createAccount();
    const [kept, lost] = [await signIn(account, firefox), await signIn(account, safari)];
    const sessions = await sessionsOf(account);
    expect(sessions).toMatchObject([
      { browser: 'Safari (macOS)', network: expect.any(String) as string },
      { browser: 'Firefox (Linux)' },
    ]);
    for (const { created_at: since, expires_at: until } of sessions)
      expect(Date.parse(until)).toBeGreaterThan(Date.parse(since));
    for (const browser of [kept, lost]) expect(await activity(browser.accessToken)).toEqual([true, true]);

    const id = sessions[0]?.session_id ?? '';
    expect(await symbolon.json(['accounts', 'sessions', account.id, '--end', id])).toEqual({
      account_id: account.id,
      email: account.email,
      session_id: id,
      ended: true,
    });
    expect(await activity(lost.accessToken)).toEqual([false, false]);
    expect(await isSignedIn(lost)).toBe(false);
    expect(await activity(kept.accessToken)).toEqual([true, true]);
    expect(await isSignedIn(kept)).toBe(true);
    expect(await activity(lost.offlineToken)).toEqual([true, true]);
    expect(await sessionsOf(account)).toEqual(sessions.slice(1));

    const [activityNow] = await scene.cluster.registry.storage.activities.list(account.id, 1);
    expect(activityNow).toMatchObject({
      kind: 'session_ended',
      detail: 'Safari (macOS)',
      network: 'operator',
    });
    const again = await symbolon.failure(['accounts', 'sessions', account.id, '--end', id]);
    expect(again).toMatchObject({ exitCode: 3, error: expect.stringContaining('no live session') as string });
  });

  it('end none of another account, and nothing that is no session', async () => {
    const { registry, issuer } = scene.cluster;
    const [account, other] = [await registry.createAccount(), await registry.createAccount()];
    const agent = createUserAgent(issuer);
    await submitPassword(agent, await agent.open(`${issuer}/account`), other);
    const [session] = await sessionsOf(other);
    for (const id of [session?.session_id ?? '', 'ses_x', '', "' OR 1=1 --"]) {
      const { exitCode } = await symbolon.failure(['accounts', 'sessions', account.email, '--end', id]);
      expect(exitCode).toBe(3);
    }
    expect(await sessionsOf(other)).toEqual([session]);
    expect(await registry.storage.activities.list(account.id, 9)).toEqual([]);
  });

  it('say so in words', async () => {
    const account = await scene.cluster.registry.createAccount();
    const nowhere = await symbolon(['accounts', 'sessions', account.email]);
    expect(nowhere.stdout).toBe(`${account.id} (${account.email}) is signed in nowhere.\n`);
    await signIn(account, firefox);
    const [session] = await sessionsOf(account);
    const id = session?.session_id ?? '';
    const { stdout } = await symbolon(['accounts', 'sessions', account.email]);
    expect(stdout).toMatch(/^SESSION +SIGNED IN +EXPIRES +BROWSER +NETWORK\n/);
    expect(stdout).toContain('Firefox (Linux)');
    const ended = await symbolon(['accounts', 'sessions', account.email, '--end', id]);
    expect(ended.stdout).toContain(`Ended session ${id} of ${account.id} (${account.email})`);
    expect((await symbolon(['accounts', 'sessions', '--help'])).stdout).toContain('--end <session-id>');
  });
});
