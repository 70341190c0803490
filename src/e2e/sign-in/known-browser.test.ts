import { randomInt } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AccountScene, startAccountScene } from '../account/account-scene.ts';
import { type Page, type UserAgent, createUserAgent } from '../harness/network/user-agent.ts';
import type { TestAccount } from '../harness/registry.ts';
import { beginSignIn, headingOf, goInstead, submitPassword } from '../harness/sign-in-pages.ts';

const perAccount = 3;
const perNetwork = 8;
const perAddress = 3;
const perAddressInAll = 6;

let at: AccountScene;

beforeAll(async () => {
  at = await startAccountScene({
    SYMBOLON_RATE_LIMITS_SIGN_IN_PER_ACCOUNT_POINTS: String(perAccount),
    SYMBOLON_RATE_LIMITS_SIGN_IN_PER_NETWORK_POINTS: String(perNetwork),
    SYMBOLON_RATE_LIMITS_MAIL_PER_ADDRESS_POINTS: String(perAddress),
    SYMBOLON_RATE_LIMITS_MAIL_PER_ADDRESS_IN_ALL_POINTS: String(perAddressInAll),
  });
});
afterAll(() => at[Symbol.asyncDispose]());

const createAccount = () => at.scene.cluster.registry.createAccount();
/** An address of a network that no other test uses (RFC 2544). */
const newNetwork = (): string => `198.${18 + randomInt(2)}.${randomInt(256)}.${randomInt(1, 255)}`;

/** A browser that is signed in nowhere, as the one trusted proxy says where it is. */
function browserAt(network: string, device?: string): UserAgent {
  const { issuer, replicas } = at.scene.cluster;
  const base = replicas[randomInt(replicas.length)]?.url;
  const agent = createUserAgent(issuer, base, { 'x-forwarded-for': network });
  if (device !== undefined) agent.cookies.set('symbolon_device', device);
  return agent;
}

/** What a browser keeps of a sign-in after it was signed out. */
async function knownDeviceOf(account: TestAccount, network = newNetwork()): Promise<string> {
  const agent = browserAt(network);
  expect((await signIn(agent, account)).status).toBe(200);
  const device = agent.cookies.get('symbolon_device') ?? '';
  expect(device).not.toBe('');
  return device;
}

const begin = (agent: UserAgent) => {
  const { cluster, client } = at.scene;
  return beginSignIn({ issuer: cluster.issuer, client }, agent);
};

async function signIn(agent: UserAgent, { email, password }: Omit<TestAccount, 'id'>): Promise<Page> {
  const { page } = await begin(agent);
  return submitPassword(agent, page, { email, password });
}

async function guess(agent: UserAgent, { email }: TestAccount): Promise<number> {
  return (await signIn(agent, { email, password: 'not the right password' })).status;
}

async function statusesOf(count: number, one: () => Promise<number>): Promise<number[]> {
  const statuses: number[] = [];
  for (let index = 0; index < count; index += 1) statuses.push(await one());
  return statuses;
}

const times = (count: number, status: number): number[] => Array.from({ length: count }, () => status);

/** Until nobody who is new there may try this account any more, nor any other. */
async function guessUntilLimited(network: string, account: TestAccount): Promise<void> {
  const statuses = await statusesOf(perAccount + 1, () => guess(browserAt(network), account));
  expect(statuses).toEqual([...times(perAccount, 422), 429]);
  const others = await statusesOf(perNetwork, async () => guess(browserAt(network), await createAccount()));
  expect(others.at(-1)).toBe(429);
}

describe('AU-07: while strangers try out passwords in the network of the owner, and in others', () => {
  it('the browser in which the owner has signed in lets them in, and no other does', async () => {
    const owner = await createAccount();
    const home = newNetwork();
    const device = await knownDeviceOf(owner, home);
    for (const network of [home, newNetwork(), newNetwork()]) await guessUntilLimited(network, owner);

    const unknown = await signIn(browserAt(home), owner);
    expect([unknown.status, unknown.headers.has('retry-after')]).toEqual([429, true]);
    const known = await signIn(browserAt(home, device), owner);
    expect([known.status, headingOf(known)]).toEqual([200, expect.stringContaining('asks for access')]);
  });

  it('a browser that is known, but not for this account, does not', async () => {
    const owner = await createAccount();
    const home = newNetwork();
    const device = await knownDeviceOf(await createAccount(), home);
    await guessUntilLimited(home, owner);
    for (const cookie of [device, 'x'.repeat(43), ''])
      expect((await signIn(browserAt(home, cookie), owner)).status).toBe(429);
  });

  it('a known browser can try no more than others can, and from nowhere else', async () => {
    const owner = await createAccount();
    const device = await knownDeviceOf(owner);
    const statuses = await statusesOf(perAccount + 1, () => guess(browserAt(newNetwork(), device), owner));
    expect(statuses).toEqual([...times(perAccount, 422), 429]);
    expect((await signIn(browserAt(newNetwork(), device), owner)).status).toBe(429);
    expect((await signIn(browserAt(newNetwork()), owner)).status).toBe(200);
  });
});

const codes = [
  ['to sign in', 'email-code', {}],
  ['for a new password', 'reset', { password: 'nine quiet harbours' }],
] as const;

describe.each(codes)('AU-07: while strangers ask for codes by mail (%s)', (_what, step, more) => {
  async function ask(agent: UserAgent, { email }: TestAccount): Promise<Page> {
    const { page } = await begin(agent);
    return agent.submit(await goInstead(agent, page, step), { email }, `/${step}`);
  }
  const statusOf = async (agent: UserAgent, account: TestAccount) => (await ask(agent, account)).status;

  /** Each from a network of its own. */
  async function askUntilLimited(account: TestAccount): Promise<void> {
    const one = () => statusOf(browserAt(newNetwork()), account);
    expect(await statusesOf(perAddressInAll + 1, one)).toEqual([...times(perAddressInAll, 200), 429]);
  }

  it('the browser in which the owner has signed in gets one, and no other does', async () => {
    const owner = await createAccount();
    const device = await knownDeviceOf(owner);
    await askUntilLimited(owner);
    await at.allArrived();
    const earlier = at.codesTo(owner.email);
    expect(earlier).toHaveLength(perAddressInAll);

    const unknown = await ask(browserAt(newNetwork()), owner);
    expect([unknown.status, unknown.headers.has('retry-after')]).toEqual([429, true]);
    const agent = browserAt(newNetwork(), device);
    const asked = await ask(agent, owner);
    expect(asked.status).toBe(200);
    const code = await at.codeFor(owner.email, earlier);
    expect((await agent.submit(asked, { code, ...more }, '/code')).status).toBe(200);
  });

  it('a browser that is known, but not for this account, does not', async () => {
    const owner = await createAccount();
    const device = await knownDeviceOf(await createAccount());
    await askUntilLimited(owner);
    expect(await statusOf(browserAt(newNetwork(), device), owner)).toBe(429);
  });

  it('a known browser can ask no more often than others in one network', async () => {
    const owner = await createAccount();
    const device = await knownDeviceOf(owner);
    const one = () => statusOf(browserAt(newNetwork(), device), owner);
    expect(await statusesOf(perAddress + 1, one)).toEqual([...times(perAddress, 200), 429]);
  });
});
