import { readFile } from 'node:fs/promises';
import path from 'node:path';
import argon2 from 'argon2';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { freePort } from '../environment/free-port.ts';
import { type Cluster, startCluster } from '../harness/processes/cluster.ts';
import type { TestClient } from '../harness/registry.ts';
import { startReplica } from '../harness/processes/replica.ts';
import type { Page } from '../harness/network/user-agent.ts';
import { beginSignIn, goInstead, headingOf, signInUrl, submitPassword } from '../harness/sign-in-pages.ts';

let cluster: Cluster;
let client: TestClient;

beforeAll(async () => {
  cluster = await startCluster({
    env: { SYMBOLON_PASSWORDS_QUEUE_LIMIT: '1', SYMBOLON_PASSWORDS_CONCURRENCY: '1' },
  });
  client = await cluster.registry.createClient();
});
afterAll(() => cluster[Symbol.asyncDispose]());

const request = () => ({ issuer: cluster.issuer, client });

/** Algorithm, version and costs of a hash in PHC form, whatever their order. */
function strengthOf(passwordHash: string | null | undefined): string[] {
  const [, algorithm = '', version = '', costs = ''] = (passwordHash ?? '').split('$');
  return [algorithm, version, ...costs.split(',').sort()];
}
const advised = ['argon2id', 'v=19', 'm=19456', 'p=1', 't=2'];

describe('AU-08 a fresh deployment', () => {
  it('has no account that anybody could know', async () => {
    expect((await cluster.registry.storage.accounts.list({ after: null, limit: 10 })).accounts).toEqual([]);
    for (const [email, password] of [
      ['admin@example.com', 'admin'],
      ['demo@example.com', 'demo'],
      ['admin', 'password'],
      ['', ''],
    ] as const) {
      const { agent, page } = await beginSignIn(request());
      expect((await submitPassword(agent, page, { email, password })).status).toBe(422);
    }
  });

  const production = async (): Promise<Record<string, string>> => ({
    SYMBOLON_CONFIG: path.join(import.meta.dirname, '../harness/cluster.yaml'),
    SYMBOLON_MODE: 'production',
    SYMBOLON_ISSUER: 'https://id.example',
    DATABASE_URL: cluster.database.url,
    PORT: String(await freePort()),
    SYMBOLON_SERVER_OPERATOR_PORT: String(await freePort()),
  });

  it('does not start in production without a secret', async () => {
    await expect(startReplica(await production())).rejects.toThrow(/SYMBOLON_SECRET/);
  });

  it.each(['changeme', 'secret'.repeat(8), 'a'.repeat(64)])(
    'does not start with the secret %s',
    async (secret) => {
      await expect(startReplica({ ...(await production()), SYMBOLON_SECRET: secret })).rejects.toThrow(
        /secret/i,
      );
    },
  );

  it('is not given one by the example that deployments start from', async () => {
    const example = await readFile(
      path.join(import.meta.dirname, '../../../config/production.example.yaml'),
      'utf8',
    );
    expect(example).not.toMatch(/^\s*(master|password|secret):\s*['"]?\S{8,}/m);
  });
});

describe('AU-05 a stored password', () => {
  it('is an argon2id hash at the advised strength', async () => {
    const { agent, page } = await beginSignIn(request());
    const form = await goInstead(agent, page, 'sign-up');
    await agent.submit(form, { email: 'hashed@example.com', password: 'seven tall lanterns' }, '/sign-up');
    const stored = await cluster.registry.storage.accounts.findByEmail('hashed@example.com');
    expect(strengthOf(stored?.passwordHash)).toEqual(advised);
    const salt = Buffer.from(stored?.passwordHash?.split('$')[4] ?? '', 'base64');
    expect(salt.length).toBeGreaterThanOrEqual(16);
  });

  it('is hashed again, stronger, when its owner signs in, and only then', async () => {
    const { accounts } = cluster.registry.storage;
    const account = await cluster.registry.createAccount();
    const weak = await argon2.hash(account.password, {
      type: argon2.argon2id,
      memoryCost: 4096,
      timeCost: 1,
      parallelism: 1,
    });
    await accounts.putPasswordHash(account.id, weak);
    const { agent, page } = await beginSignIn(request());
    expect((await submitPassword(agent, page, { ...account, password: 'a guess' })).status).toBe(422);
    expect((await accounts.findByEmail(account.email))?.passwordHash).toBe(weak);
    expect((await submitPassword(agent, page, account)).status).toBe(200);
    const upgraded = (await accounts.findByEmail(account.email))?.passwordHash;
    expect(strengthOf(upgraded)).toEqual(advised);

    const again = await beginSignIn(request());
    expect((await submitPassword(again.agent, again.page, account)).status).toBe(200);
    expect((await accounts.findByEmail(account.email))?.passwordHash).toBe(upgraded);
  });
});

describe('a storm of sign-ins', () => {
  it('fills the password lane: more are told to come back, with the form still filled in', async () => {
    const account = await cluster.registry.createAccount();
    const started = await Promise.all(Array.from({ length: 24 }, () => beginSignIn(request())));
    const pages = await Promise.all(started.map(({ agent, page }) => submitPassword(agent, page, account)));
    const busy = pages.filter(({ status }) => status === 503);
    const through = pages.filter(({ status }) => status === 200);
    expect(busy.length + through.length).toBe(24);
    expect(busy.length).toBeGreaterThan(0);
    expect(through.length).toBeGreaterThan(0);
    for (const page of busy) {
      expect(Number(page.headers.get('retry-after'))).toBeGreaterThan(0);
      expect(headingOf(page)).toBe('Sign in');
      expect(page.html).toContain('busy right now');
      expect(page.html).toContain(`value="${account.email}"`);
    }
  });

  it('keeps whoever would have to sign in at the door, on a page that asks again by itself', async () => {
    const account = await cluster.registry.createAccount();
    const signedIn = await beginSignIn(request());
    await submitPassword(signedIn.agent, signedIn.page, account);
    const silent = `${signInUrl(request())}&prompt=none`;
    const others = new Set<number>();
    const silentAnswers = new Set<number>();

    const door = await vi.waitFor(
      async () => {
        const started = await Promise.all(Array.from({ length: 12 }, () => beginSignIn(request())));
        let isOver = false;
        const storm = Promise.all(
          started.map((each) => submitPassword(each.agent, each.page, account)),
        ).finally(() => (isOver = true));
        const pages: Page[] = [];
        while (!isOver) {
          pages.push((await beginSignIn(request())).page);
          others.add((await signedIn.agent.open(signInUrl(request()))).status);
          silentAnswers.add((await fetch(silent, { redirect: 'manual' })).status);
        }
        await storm;
        const refused = pages.find(({ status }) => status === 503);
        if (refused === undefined) throw new Error('nobody was kept at the door');
        return refused;
      },
      { timeout: 30_000, interval: 1 },
    );
    expect(others).not.toContain(503);
    expect([...silentAnswers]).toEqual([303]);
    expect(headingOf(door)).toBe('Just a moment');
    expect(Number(door.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(Number(door.headers.get('refresh'))).toBeGreaterThan(0);
  });

  it('tells those who sign up the same, and makes no account for them', async () => {
    const started = await Promise.all(
      Array.from({ length: 16 }, async (_, index) => {
        const { agent, page } = await beginSignIn(request());
        return {
          agent,
          page: await goInstead(agent, page, 'sign-up'),
          email: `storm-${index}@example.com`,
        };
      }),
    );
    const pages = await Promise.all(
      started.map(({ agent, page, email }) =>
        agent.submit(page, { email, password: 'seven tall lanterns' }, '/sign-up'),
      ),
    );
    const accounts = await Promise.all(
      started.map(({ email }) => cluster.registry.storage.accounts.findByEmail(email)),
    );
    expect(pages.map(({ status }) => status)).toEqual(
      accounts.map((account) => (account === null ? 503 : 200)),
    );
    expect(pages.some(({ status }) => status === 503)).toBe(true);
  });

  it('passes: the next one gets through', async () => {
    const account = await cluster.registry.createAccount();
    const { agent, page } = await beginSignIn(request());
    expect((await submitPassword(agent, page, account)).status).toBe(200);
  });
});
