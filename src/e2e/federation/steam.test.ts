import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { stringify } from 'yaml';
import { loadConfig } from '../../config/load-config.ts';
import { realOutside } from '../../federation-service.ts';
import { createLogger } from '../../platform/logger.ts';
import { startService } from '../../service.ts';
import { type FakeSteam, startFakeSteam } from '../../upstream/testing/steam.ts';
import { createDatabase } from '../environment/database.ts';
import { freePort } from '../environment/free-port.ts';
import { type Page, type UserAgent, createUserAgent } from '../harness/network/user-agent.ts';
import { masterSecret } from '../harness/processes/cluster.ts';
import { type Registry, type TestClient, createRegistry } from '../harness/registry.ts';
import { beginSignIn, headingOf, submitPassword, textOf } from '../harness/sign-in-pages.ts';
import { nextOf } from './federated-scene.ts';

/** In this process: nothing that could be configured leads to another Steam than the real one. */
interface SteamScene extends AsyncDisposable {
  readonly issuer: string;
  readonly registry: Registry;
  readonly client: TestClient;
}

let steam: FakeSteam;
let scene: SteamScene;
let serial = 0;

async function startSteamScene(mode: 'link' | 'both'): Promise<SteamScene> {
  await using stack = new AsyncDisposableStack();
  const database = await createDatabase(inject('postgresUrl'));
  stack.defer(() => database.drop());
  const cwd = await mkdtemp(path.join(tmpdir(), 'symbolon-steam-'));
  stack.defer(() => rm(cwd, { recursive: true, force: true }));
  const issuer = `http://localhost:${await freePort()}`;
  const settings = {
    mode: 'development',
    issuer,
    server: {
      host: '127.0.0.1',
      operatorHost: '127.0.0.1',
      port: Number(new URL(issuer).port),
      operatorPort: 0,
      drainDelaySeconds: 0,
    },
    storage: { databaseUrl: database.url },
    secrets: { master: [masterSecret] },
    providers: [{ id: 'steam', type: 'steam', mode }],
  };
  const configFile = path.join(cwd, 'symbolon.yaml');
  await writeFile(configFile, stringify(settings));
  const loaded = loadConfig({ env: {}, configFile, cwd });
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
  const outside = { ...realOutside, steam: steam.addresses };
  const service = await startService(loaded.config, createLogger({ level: 'silent' }), 'alone', outside);
  stack.defer(() => service.close());
  const registry = stack.use(await createRegistry(database.url));
  const client = await registry.createClient();
  const owned = stack.move();
  return { issuer, registry, client, [Symbol.asyncDispose]: () => owned.disposeAsync() };
}

beforeAll(async () => {
  steam = await startFakeSteam();
  scene = await startSteamScene('both');
});
afterAll(async () => {
  await scene[Symbol.asyncDispose]();
  await steam[Symbol.asyncDispose]();
});

const newSteamId = (): string => `7656119${String(7_960_287_930 + (serial += 1))}`;

/** The address that Steam sends the browser back to. */
function backFrom(
  location: URL,
  steamId: string,
  change: (parameters: URLSearchParams) => void = () => undefined,
): string {
  const parameters = steam.answer(location.href, steamId);
  change(parameters);
  return `${(parameters.get('openid.return_to') ?? '').split('?')[0] ?? ''}?${parameters.toString()}`;
}

async function begin(): Promise<{ agent: UserAgent; location: URL }> {
  const { agent, page } = await beginSignIn(scene);
  return { agent, location: nextOf(await agent.submit(page, {}, '/upstream/steam')) };
}

async function signInAt(at: SteamScene): Promise<{ agent: UserAgent; page: Page; id: string }> {
  const account = await at.registry.createAccount();
  const agent = createUserAgent(at.issuer);
  const page = await submitPassword(agent, await agent.open(`${at.issuer}/account/links`), account);
  return { agent, page, id: account.id };
}

describe('signing in with Steam', () => {
  it('asks for the address that Steam does not say, and knows the person from then on', async () => {
    const steamId = newSteamId();
    const first = await begin();
    const asked = await first.agent.open(backFrom(first.location, steamId));
    expect(headingOf(asked)).toBe('Your email address');
    const email = `gamer-${(serial += 1)}@mail.example`;
    const consent = await first.agent.submit(asked, { email }, '/address');
    expect(textOf(consent, 'main')).toContain(email);
    const account = await scene.registry.storage.accounts.findByEmail(email);
    expect(account).toMatchObject({ emailVerified: false, passwordHash: null });
    const again = await begin();
    expect(textOf(await again.agent.open(backFrom(again.location, steamId)), 'main')).toContain(email);
    expect(await scene.registry.storage.identities.list(account?.id ?? '')).toMatchObject([
      { issuer: 'https://steamcommunity.com/openid', subject: steamId },
    ]);
  });

  it('the address of somebody else is not taken', async () => {
    const victim = await scene.registry.createAccount();
    const { agent, location } = await begin();
    const asked = await agent.open(backFrom(location, newSteamId()));
    const refused = await agent.submit(asked, { email: victim.email }, '/address');
    expect([refused.status, headingOf(refused)]).toEqual([422, 'Your email address']);
    expect(await scene.registry.storage.identities.list(victim.id)).toEqual([]);
  });

  it('FE-07: refuses what Steam did not say, and asks Steam about nothing else', async () => {
    const lies: Array<(parameters: URLSearchParams) => void> = [
      (parameters) => parameters.set('openid.op_endpoint', 'https://evil.example/openid/login'),
      (parameters) => parameters.set('openid.return_to', 'https://evil.example/callback'),
      (parameters) => parameters.set('openid.claimed_id', 'https://evil.example/openid/id/76561197960287930'),
      (parameters) =>
        parameters.set('openid.signed', 'signed,op_endpoint,identity,return_to,response_nonce,assoc_handle'),
      (parameters) => parameters.append('openid.identity', 'twice'),
    ];
    for (const lie of lies) {
      const { agent, location } = await begin();
      const before = steam.server.requests.length;
      const page = await agent.open(
        backFrom(location, newSteamId(), (parameters) => {
          lie(parameters);
          steam.sign(parameters);
        }).replace(/^https:\/\/evil\.example\/callback/, `${scene.issuer}/federation/steam/callback`),
      );
      expect(page.status).toBeGreaterThanOrEqual(400);
      expect(page.status).toBeLessThan(500);
      expect(steam.server.requests).toHaveLength(before);
    }
  });

  it('FE-07: takes each answer once, in the browser that it was asked for', async () => {
    const mine = await begin();
    const back = backFrom(mine.location, newSteamId());
    expect((await createUserAgent(scene.issuer).open(back)).status).toBe(400);
    expect(headingOf(await mine.agent.open(back))).toBe('Your email address');
    expect((await mine.agent.open(back)).status).toBe(400);
    // The same answer in another visit: its return address is of the first.
    const other = await begin();
    const state =
      new URL(other.location.searchParams.get('openid.return_to') ?? '').searchParams.get('state') ?? '';
    const replayed = new URL(back);
    replayed.searchParams.set('state', state);
    expect((await other.agent.open(replayed.href)).status).toBe(422);
  });

  it('says so when Steam is away', async () => {
    const { agent, location } = await begin();
    steam.misbehave = { status: 503, body: '' };
    const page = await agent.open(backFrom(location, newSteamId()));
    steam.misbehave = null;
    expect([page.status, textOf(page, 'main')]).toEqual([
      503,
      expect.stringContaining('Steam cannot be reached'),
    ]);
  });
});

describe('linking a Steam account only', () => {
  it('is offered on the account page, and is no way to sign in', async () => {
    await using linkOnly = await startSteamScene('link');
    const { agent, page, id } = await signInAt(linkOnly);
    const location = nextOf(await agent.submit(page, { provider: 'steam' }, '/account/links/begin'));
    const steamId = newSteamId();
    const linked = await agent.open(backFrom(location, steamId));
    expect(textOf(linked, 'main')).toContain('Not used for signing in');
    expect(await linkOnly.registry.storage.identities.list(id)).toMatchObject([
      { provider: 'steam', subject: steamId },
    ]);
    const other = await beginSignIn(linkOnly);
    expect(other.page.html).not.toContain('/upstream/');
  });
});
