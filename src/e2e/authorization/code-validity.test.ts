import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createKeyring } from '../../domain/keys/keyring.ts';
import { createTokenStrings } from '../../domain/tokens/token-string.ts';
import { systemClock } from '../../platform/clock.ts';
import { systemRandom } from '../../platform/random.ts';
import { masterSecret } from '../harness/processes/cluster.ts';
import { obtainCode, post, redeem, tokenOf } from '../harness/flow.ts';
import type { TestClient } from '../harness/registry.ts';
import { type Scene, startScene } from '../harness/scene.ts';
import { signInUrl } from '../harness/sign-in-pages.ts';
import { createUserAgent } from '../harness/network/user-agent.ts';

let scene: Scene;
let issuer: string;
let web: TestClient;

beforeAll(async () => {
  scene = await startScene();
  ({ issuer } = scene.cluster);
  web = await scene.cluster.registry.createClient({
    application_type: 'web',
    token_endpoint_auth_method: 'client_secret_basic',
    grant_types: ['authorization_code', 'refresh_token', 'client_credentials'],
    redirect_uris: ['https://app.example.com/callback'],
  });
});
afterAll(() => scene[Symbol.asyncDispose]());

const refused = { status: 400, body: { error: 'invalid_grant' } };

describe('between the authorization and the redemption', () => {
  it('CO-09 a disabled account ends the code', async () => {
    const { accounts } = scene.cluster.registry.storage;
    const person = await scene.cluster.registry.createAccount();
    const code = await obtainCode({ issuer, client: web }, person);
    await accounts.disable(person.id);
    expect(await redeem(issuer, web, code)).toMatchObject(refused);
    await accounts.enable(person.id);
    expect(await redeem(issuer, web, code)).toMatchObject(refused);
  });

  it('CO-09 a removed client ends the code, even when it comes back', async () => {
    const { clients } = scene.cluster.registry.storage;
    const client = await scene.cluster.registry.createClient();
    const record = await clients.findRecord(client.clientId);
    const code = await obtainCode({ issuer, client }, scene.account);
    await clients.remove(client.clientId);
    expect(await redeem(issuer, client, code)).toMatchObject({
      status: 401,
      body: { error: 'invalid_client' },
    });
    if (record !== null) await clients.put(client.clientId, record.metadata, 'operator');
    expect(await redeem(issuer, client, code)).toMatchObject(refused);
  });

  it('CO-09 a client whose tokens were revoked has no code left', async () => {
    const code = await obtainCode({ issuer, client: web }, scene.account);
    await scene.cluster.registry.storage.clients.revokeAll(web.clientId);
    expect(await redeem(issuer, web, code)).toMatchObject(refused);
  });

  it('CO-09 signing out ends the code of a web client', async () => {
    const code = await obtainCode({ issuer, client: web }, scene.account);
    const page = await code.agent.open(`${issuer}/logout`);
    await code.agent.submit(page, { logout: 'yes' }, '/logout/confirm');
    expect(await redeem(issuer, web, code)).toMatchObject(refused);
  });

  it('CO-09 a withdrawn consent ends the code', async () => {
    const code = await obtainCode({ issuer, client: web }, scene.account);
    await scene.cluster.registry.storage.consents.withdraw(scene.account.id, web.clientId);
    expect(await redeem(issuer, web, code)).toMatchObject(refused);
  });
});

/** Positions and symbols that come up too often or too rarely to be evenly drawn from the alphabet. */
function biases(texts: readonly string[], alphabet: string): string[] {
  const mean = texts.length / alphabet.length;
  return Array.from({ length: texts[0]?.length ?? 0 }, (_, position) => {
    const counts = new Map([...alphabet].map((symbol) => [symbol, 0]));
    for (const text of texts) {
      const symbol = text[position] ?? '';
      counts.set(symbol, (counts.get(symbol) ?? Infinity) + 1);
    }
    const odd = [...counts].filter(([, count]) => Math.abs(count - mean) > 7 * Math.sqrt(mean));
    return odd.map(([symbol, count]) => `${symbol} at ${position}: ${count}`);
  }).flat();
}

describe('what machines present', () => {
  const base62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

  it('CO-08 what is issued over the wire has that form, and is never the same twice', async () => {
    const { code } = await obtainCode({ issuer, client: scene.client }, scene.account);
    expect(code).toMatch(/^sym_ac_[0-9A-Za-z]{56}$/);
    const form = { grant_type: 'client_credentials' };
    const tokens: string[] = [];
    for (let batch = 0; batch < 20; batch += 1) {
      const answers = await Promise.all(Array.from({ length: 10 }, () => post(`${issuer}/token`, form, web)));
      tokens.push(...answers.map((answer) => tokenOf(answer, 'access_token')));
    }
    expect(new Set(tokens).size).toBe(200);
    for (const token of tokens) expect(token).toMatch(/^sym_at_[0-9A-Za-z]{56}$/);
  });

  it('CO-08 cookies of sign-ins and sessions carry at least 128 bits and never repeat', async () => {
    const values: string[] = [];
    for (let round = 0; round < 100; round += 1) {
      const agent = createUserAgent(issuer);
      await agent.open(signInUrl({ issuer, client: web }));
      values.push(...agent.cookies.values());
    }
    const { agent } = await obtainCode({ issuer, client: web }, scene.account);
    values.push(...agent.cookies.values());
    expect(values.length).toBeGreaterThan(100);
    expect(new Set(values).size).toBe(values.length);
    // The name of a sign-in is followed by a signature.
    for (const value of values) expect(value).toMatch(/^[\w-]{43,}(?:\.[\w-]{43})?$/);
  });

  it('CO-08 tokens and codes are unique and carry 256 random bits', () => {
    const keyring = createKeyring([masterSecret], systemRandom);
    const strings = createTokenStrings({ keyring, random: systemRandom, clock: systemClock });
    const kinds = { access_token: 'at', refresh_token: 'rt', authorization_code: 'ac' } as const;
    for (const kind of Object.keys(kinds) as (keyof typeof kinds)[]) {
      const minted = Array.from({ length: 10_000 }, () => strings.mint(kind, 60));
      expect(new Set(minted).size).toBe(minted.length);
      const form = new RegExp(`^sym_${kinds[kind]}_[0-9A-Za-z]{56}$`);
      expect(minted.filter((token) => !form.test(token))).toEqual([]);
      // 256 bits in 43 symbols: the first takes only some of them, the others all.
      const secrets = minted.map((token) => token.slice(8, 50));
      expect(biases(secrets, base62)).toEqual([]);
    }
  });
});
