import { randomInt } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Cluster, startCluster } from '../harness/processes/cluster.ts';
import { signInAndConsent } from '../harness/flow.ts';
import type { TestAccount, TestClient } from '../harness/registry.ts';
import {
  beginSignIn,
  goInstead,
  headingOf,
  signInUrl,
  submitPassword,
  textOf,
} from '../harness/sign-in-pages.ts';
import { type Page, type UserAgent, createUserAgent } from '../harness/network/user-agent.ts';

const perAccount = 5;
const perNetwork = 15;
const signUpsPerNetwork = 4;
const interactionsPerNetwork = 60;

let cluster: Cluster;
let client: TestClient;

beforeAll(async () => {
  cluster = await startCluster({
    replicas: 2,
    env: {
      SYMBOLON_RATE_LIMITS_SIGN_IN_PER_ACCOUNT_POINTS: String(perAccount),
      SYMBOLON_RATE_LIMITS_SIGN_IN_PER_NETWORK_POINTS: String(perNetwork),
      SYMBOLON_RATE_LIMITS_SIGN_UP_PER_NETWORK_POINTS: String(signUpsPerNetwork),
      SYMBOLON_RATE_LIMITS_INTERACTIONS_PER_NETWORK_POINTS: String(interactionsPerNetwork),
      SYMBOLON_PASSWORDS_CONCURRENCY: '1',
    },
  });
  client = await cluster.registry.createClient();
});
afterAll(() => cluster[Symbol.asyncDispose]());

const wrong = 'not the right password';
const request = () => ({ issuer: cluster.issuer, client });

let networks = 0;

/** An address of a network that no other test uses (RFC 2544). */
function newNetwork(): string {
  networks += 1;
  return `198.18.${Math.floor(networks / 200)}.${(networks % 200) + 1}`;
}

/** A browser at `address`, as the one trusted proxy would say. */
function browserAt(address: string, replica = 0): UserAgent {
  return createUserAgent(cluster.issuer, cluster.replicas[replica]?.url, { 'x-forwarded-for': address });
}

async function attempt(agent: UserAgent, email: string, password = wrong): Promise<Page> {
  const { page } = await beginSignIn(request(), agent);
  return submitPassword(agent, page, { email, password });
}

async function statusesOf(count: number, one: (index: number) => Promise<Page>): Promise<number[]> {
  const statuses: number[] = [];
  for (let index = 0; index < count; index += 1) statuses.push((await one(index)).status);
  return statuses;
}

const times = (count: number, status: number): number[] => Array.from({ length: count }, () => status);

function expectLimited(page: Page): void {
  expect(page.status).toBe(429);
  expect(Number(page.headers.get('retry-after'))).toBeGreaterThan(0);
  expect(textOf(page, 'main')).toMatch(/too many attempts/i);
}

describe('AU-06 whether an account exists', () => {
  it('cannot be told from being limited', async () => {
    const known = await cluster.registry.createAccount();
    for (const email of [known.email, 'nobody-at-all@example.com']) {
      const agent = browserAt(newNetwork());
      const statuses = await statusesOf(perAccount + 1, () => attempt(agent, email));
      expect(statuses).toEqual([...times(perAccount, 422), 429]);
    }
  });
});

describe('AU-07 guessing the password of one account', () => {
  it('ends with a page that says when to try again, on every replica, even for the right password', async () => {
    const account = await cluster.registry.createAccount();
    const network = newNetwork();
    const statuses = await statusesOf(perAccount, (index) =>
      attempt(browserAt(network, index % 2), account.email),
    );
    expect(statuses).toEqual(times(perAccount, 422));
    for (const replica of [0, 1]) {
      const page = await attempt(browserAt(network, replica), account.email, account.password);
      expectLimited(page);
      expect(headingOf(page)).toBe('Sign in');
      expect(page.html).toContain(`value="${account.email}"`);
    }
  });

  it('B-42 does not lock the owner out: 50 failures of a stranger elsewhere change nothing', async () => {
    const account = await cluster.registry.createAccount();
    const stranger = newNetwork();
    const statuses = await statusesOf(50, () => attempt(browserAt(stranger), account.email));
    expect(new Set(statuses)).toEqual(new Set([422, 429]));
    const owner = await attempt(browserAt(newNetwork()), account.email, account.password);
    expect([owner.status, headingOf(owner)]).toEqual([200, expect.stringContaining('asks for access')]);
  });

  it('is forgiven once the owner has signed in', async () => {
    const account = await cluster.registry.createAccount();
    const network = newNetwork();
    for (let round = 0; round < 3; round += 1) {
      const failures = await statusesOf(perAccount - 1, () => attempt(browserAt(network), account.email));
      expect(failures).toEqual(times(perAccount - 1, 422));
      expect((await attempt(browserAt(network), account.email, account.password)).status).toBe(200);
    }
  });

  it('B-25 has one budget for all spellings of the address and of the network', async () => {
    const account = await cluster.registry.createAccount({ email: `Zo\u00eb-${randomInt(1e9)}@example.com` });
    const spellings = [
      account.email,
      account.email.toUpperCase(),
      account.email.normalize('NFD'),
      ` ${account.email} `,
      account.email.replace('example', '\uff45xample'),
    ];
    const network = newNetwork();
    const statuses = await statusesOf(perAccount, (index) =>
      attempt(browserAt(network), spellings[index % 5] ?? ''),
    );
    expect(statuses).toEqual(times(perAccount, 422));
    for (const address of [network, `::ffff:${network}`, `::FFFF:${network}`]) {
      expectLimited(await attempt(browserAt(address), account.email));
    }
    const ipv6 = '2001:db8:c0de:7';
    const rotated = await statusesOf(perAccount, (index) =>
      attempt(browserAt(`${ipv6}:${index}:a::${index}`), account.email),
    );
    expect(rotated).toEqual(times(perAccount, 422));
    expectLimited(await attempt(browserAt(`${ipv6.toUpperCase()}:FFFF::1`), account.email));
  });
});

describe('AU-07 trying one password at many accounts', () => {
  it('is limited for the network, and for it alone', async () => {
    const network = newNetwork();
    const statuses = await statusesOf(perNetwork, (index) =>
      attempt(browserAt(network), `sprayed-${index}@example.com`),
    );
    expect(statuses).toEqual(times(perNetwork, 422));
    expectLimited(await attempt(browserAt(network, 1), 'one-more@example.com'));
    expect((await attempt(browserAt(newNetwork()), 'one-more@example.com')).status).toBe(422);
  });

  it('is limited behind the proxy too, whatever the caller claims in X-Forwarded-For', async () => {
    const statuses = await statusesOf(perNetwork + 1, (index) => {
      const liar = createUserAgent(cluster.issuer, cluster.issuer, {
        'x-forwarded-for': `${newNetwork()}, ${newNetwork()}`,
      });
      return attempt(liar, `claimed-${index}@example.com`);
    });
    expect(statuses).toEqual([...times(perNetwork, 422), 429]);
  });

  it('does not count people who get it right: an office may share one address', async () => {
    const accounts: TestAccount[] = [];
    for (let index = 0; index < 4; index += 1) accounts.push(await cluster.registry.createAccount());
    const office = newNetwork();
    const statuses = await statusesOf(perNetwork + 5, (index) => {
      const { email, password } = accounts[index % accounts.length] ?? { email: '', password: '' };
      return attempt(browserAt(office), email, password);
    });
    expect(statuses).toEqual(times(perNetwork + 5, 200));
  });
});

describe('AU-07 making accounts', () => {
  it('is limited for the network', async () => {
    const network = newNetwork();
    const signUp = async (index: number): Promise<Page> => {
      const agent = browserAt(network);
      const { page } = await beginSignIn(request(), agent);
      const form = await goInstead(agent, page, 'sign-up');
      const email = `bulk-${index}-${randomInt(1e9)}@example.com`;
      return agent.submit(form, { email, password: 'seven tall lanterns' }, '/sign-up');
    };
    expect(await statusesOf(signUpsPerNetwork, signUp)).toEqual(times(signUpsPerNetwork, 200));
    expectLimited(await signUp(99));
  });

  it('leaves people who are signed in alone', async () => {
    const account = await cluster.registry.createAccount();
    const network = newNetwork();
    const agent = browserAt(network);
    await signInAndConsent(agent, signInUrl(request()), account);
    const failures = await statusesOf(perAccount + 1, () => attempt(browserAt(network), account.email));
    expect(failures).toEqual([...times(perAccount, 422), 429]);
    expect(headingOf((await beginSignIn(request(), agent)).page)).toContain('asks for access');
  });
});

describe('AU-07 starting sign-ins and sign-outs without end', () => {
  it('is limited for the network, with a page that says so', async () => {
    const network = newNetwork();
    const paths = [signInUrl(request()), `${cluster.issuer}/logout`];
    const open = (index: number): Promise<Page> => browserAt(network, index % 2).open(paths[index % 2] ?? '');
    expect(await statusesOf(interactionsPerNetwork, open)).toEqual(times(interactionsPerNetwork, 200));
    for (const index of [0, 1]) {
      const page = await open(index);
      expect([page.status, headingOf(page)]).toEqual([429, 'Too many requests']);
      expect(Number(page.headers.get('retry-after'))).toBeGreaterThan(0);
    }
  });
});
