/** Every form of the account pages, and somebody who has everything that one of them could change. */
import { createSoftwareAuthenticator } from '../../domain/factors/passkeys/testing/software-authenticator.ts';
import {
  type Authenticator,
  addAuthenticator,
  createAuthenticator,
  keyOf,
} from '../harness/authenticator.ts';
import { type Page, type UserAgent, createUserAgent } from '../harness/network/user-agent.ts';
import { type Held, addPasskey, makePasskey, usePasskey } from '../harness/factors/passkeys.ts';
import type { TestAccount } from '../harness/registry.ts';
import { type FilledForm, type FormScene, fillIn } from './form.ts';

export interface AccountForm {
  readonly path: string;
  /** Where it is. */
  readonly page: string;
  /** Whether it takes a fresh sign-in. */
  readonly fresh: boolean;
  /** What a person would answer, once they have come to it. */
  readonly answer: (owner: Owner) => Promise<Readonly<Record<string, string>>>;
  /** What it leads to. */
  readonly then: string;
  /** What it changes is not the account. */
  readonly isStep?: true;
}

/** Signed in just now, as strongly as can be, and in another browser too. */
export interface Owner {
  readonly at: FormScene;
  readonly account: TestAccount;
  readonly agent: UserAgent;
  readonly held: Held;
  readonly open: (path: string) => Promise<Page>;
}

const freshForms: readonly Omit<AccountForm, 'fresh'>[] = [
  {
    path: '/account/totp/add',
    page: '/account/totp/add',
    async answer({ open }) {
      const authenticator = createAuthenticator(keyOf(await open('/account/totp/add')));
      return { code: await authenticator.nextCode() };
    },
    then: '200 Your authenticator app was added',
  },
  {
    path: '/account/totp/remove',
    page: '/account/totp',
    async answer(owner) {
      await addTotp(owner);
      return {};
    },
    then: '200 Your authenticator app was removed',
  },
  {
    path: '/account/recovery-codes',
    page: '/account/recovery-codes',
    answer: () => Promise.resolve({}),
    then: '200 Your new recovery codes',
  },
  {
    path: '/account/passkeys/add',
    page: '/account/passkeys',
    async answer({ at, open }) {
      const { issuer } = at.scene.cluster;
      const another = createSoftwareAuthenticator({ origin: issuer });
      return { passkey: makePasskey(await open('/account/passkeys'), another).response, name: 'Mallory' };
    },
    then: '200 The passkey was added',
  },
  {
    path: '/account/passkeys/rename',
    page: '/account/passkeys',
    answer: async (owner) => ({ id: await passkeyOf(owner), name: 'Mallory' }),
    then: '303 /account/passkeys',
  },
  {
    path: '/account/passkeys/remove',
    page: '/account/passkeys',
    answer: async (owner) => ({ id: await passkeyOf(owner) }),
    then: '200 The passkey was removed',
  },
  {
    path: '/account/links/begin',
    page: '/account/links',
    answer: () => Promise.resolve({ provider: 'lab' }),
    then: '200 Going to lab',
    isStep: true,
  },
  {
    path: '/account/links/remove',
    page: '/account/links',
    answer: ({ account }) => Promise.resolve(identityOf(account)),
    then: '303 /account/links',
  },
  {
    path: '/account/profile',
    page: '/account/profile',
    answer: () => Promise.resolve({ name: 'Mallory' }),
    then: '303 /account',
  },
  {
    path: '/account/password',
    page: '/account/password',
    answer: ({ account }) => Promise.resolve({ current: account.password, password: 'nine quiet harbours' }),
    then: '303 /account',
  },
  {
    path: '/account/email',
    page: '/account/email',
    answer: ({ account }) => Promise.resolve({ email: otherEmailOf(account) }),
    then: '303 /account/email/code',
    isStep: true,
  },
  {
    path: '/account/email/code',
    page: '/account/email/code',
    async answer({ at, agent, account, open }) {
      const email = otherEmailOf(account);
      await agent.submit(await open('/account/email'), { email }, '/account/email');
      return { code: await at.codeFor(email) };
    },
    then: '303 /account',
  },
  {
    path: '/account/sessions/end-others',
    page: '/account/sessions/end-others',
    answer: () => Promise.resolve({}),
    then: '303 /account/sessions',
  },
  {
    path: '/account/delete',
    page: '/account/delete',
    answer: ({ account }) => Promise.resolve({ email: account.email }),
    then: '200 Your account was deleted',
  },
];

const formsForAnySession: readonly Omit<AccountForm, 'fresh'>[] = [
  {
    path: '/account/sessions/end',
    page: '/account/sessions',
    async answer({ at, account }) {
      const [, other] = await at.scene.cluster.registry.storage.sessions.listLive(account.id);
      return { session: other?.uid ?? '' };
    },
    then: '303 /account/sessions',
  },
  {
    path: '/account/apps/withdraw',
    page: '/account/apps',
    answer: ({ at }) => Promise.resolve({ client: at.scene.client.clientId }),
    then: '303 /account/apps',
  },
];

export const accountForms: readonly AccountForm[] = [
  ...freshForms.map((form) => ({ ...form, fresh: true })),
  ...formsForAnySession.map((form) => ({ ...form, fresh: false })),
];

export async function createOwner(at: FormScene): Promise<Owner> {
  const { issuer, registry } = at.scene.cluster;
  const account = await registry.createAccount();
  const { agent: other } = await at.scene.signIn({ account });
  const held = await addPasskey(other, issuer, account);
  const profile = { email: null, emailVerified: false, name: null, accountId: account.id };
  await registry.storage.identities.insert({ ...identityOf(account), ...profile });
  const agent = createUserAgent(issuer);
  const open = (path: string): Promise<Page> => agent.open(`${issuer}${path}`);
  await usePasskey(agent, await open('/account'), held);
  return { at, account, agent, held, open };
}

/** The form before its owner, filled in. */
export async function accountForm(owner: Owner, { path, answer }: AccountForm): Promise<FilledForm> {
  const { at, agent, open } = owner;
  const answers = await answer(owner);
  // Every form of a session has the same token.
  const { fields } = fillIn({ agent, page: await open('/account/profile') }, '/account/profile');
  return {
    agent,
    url: `${at.scene.cluster.issuer}${path}`,
    fields: { csrf: fields['csrf'] ?? '', ...answers },
    tokenField: 'csrf',
    stateNow: () => stateOf(owner),
  };
}

async function stateOf({ at, account: { id } }: Owner): Promise<unknown> {
  const storage = at.scene.cluster.registry.storage;
  return {
    account: await storage.accounts.findById(id),
    passwordHash: await storage.accounts.findPasswordHash(id),
    totp: (await storage.totps.find(id))?.totpId,
    passkeys: (await storage.passkeys.list(id)).map((passkey) => `${passkey.id} ${passkey.name}`),
    identities: (await storage.identities.list(id)).map(({ subject }) => subject),
    apps: (await storage.consents.listApps(id)).map(({ clientId }) => clientId),
    sessions: (await storage.sessions.listLive(id)).map(({ uid }) => uid).sort(),
    // What leaves no other trace.
    activities: (await storage.activities.list(id, 50)).map(({ kind }) => kind),
  };
}

const identityOf = ({ id }: TestAccount) => ({
  provider: 'lab',
  issuer: 'https://lab.example',
  subject: id,
});
const otherEmailOf = ({ id }: TestAccount): string => `${id.replaceAll('_', '-')}@mail.example`;

async function passkeyOf({ at, account }: Owner): Promise<string> {
  const [passkey] = await at.scene.cluster.registry.storage.passkeys.list(account.id);
  return passkey?.id ?? '';
}

async function addTotp({ at, agent, account }: Owner): Promise<Authenticator> {
  return (await addAuthenticator(agent, at.scene.cluster.issuer, account)).authenticator;
}
