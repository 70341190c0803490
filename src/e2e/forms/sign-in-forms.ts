/** Every form on the way in and out of an app, and how somebody comes to it. */
import { addAuthenticator } from '../harness/authenticator.ts';
import { signInAndConsent } from '../harness/flow.ts';
import { createUserAgent } from '../harness/network/user-agent.ts';
import { addPasskey, respond } from '../harness/factors/passkeys.ts';
import type { TestAccount } from '../harness/registry.ts';
import { beginSignIn, goInstead, linkOf, signInUrl, submitPassword } from '../harness/sign-in-pages.ts';
import { type FederatedScene, type Visit } from '../federation/federated-scene.ts';
import { type FilledForm, fillIn } from './form.ts';

export interface SignInForm {
  readonly path: string;
  readonly reach: (at: FederatedScene) => Promise<Omit<FilledForm, 'stateNow' | 'tokenField'>>;
  /** What it leads to. */
  readonly then: string;
}

const toEngine = '303 /authorize/{uid}';
const newPassword = 'seven tall lanterns';
let serial = 0;

export const signInForms: readonly SignInForm[] = [
  {
    path: '/interaction/{uid}/sign-in',
    async reach(at) {
      const { email, password } = await newPerson(at);
      return fillIn(await at.begin(), '/sign-in', { email, password });
    },
    then: toEngine,
  },
  {
    path: '/interaction/{uid}/sign-in/passkey',
    async reach(at) {
      const { issuer } = at.scene.cluster;
      const held = await addPasskey(createUserAgent(issuer), issuer, await newPerson(at));
      const begun = await at.begin();
      return fillIn(begun, '/sign-in/passkey', { passkey: respond(begun.page, held) });
    },
    then: toEngine,
  },
  {
    path: '/interaction/{uid}/sign-up',
    async reach(at) {
      const form = await instead(await at.begin(), 'sign-up');
      return fillIn(form, '/sign-up', { email: newEmail(), password: newPassword });
    },
    then: '303 /interaction/{uid}/sign-up/code',
  },
  {
    path: '/interaction/{uid}/sign-up/code',
    async reach(at) {
      const email = newEmail();
      const form = await instead(await at.begin(), 'sign-up');
      const asked = await goOn(form, '/sign-up', { email, password: newPassword });
      return fillIn(asked, '/sign-up/code', { code: await at.codeFor(email) });
    },
    then: toEngine,
  },
  {
    path: '/interaction/{uid}/sign-up/code/again',
    async reach(at) {
      const form = await instead(await at.begin(), 'sign-up');
      const asked = await goOn(form, '/sign-up', { email: newEmail(), password: newPassword });
      return fillIn(asked, '/sign-up/code/again');
    },
    then: '303 /interaction/{uid}/sign-up/code',
  },
  {
    path: '/interaction/{uid}/reset',
    async reach(at) {
      const { email } = await newPerson(at);
      return fillIn(await instead(await at.begin(), 'reset'), '/reset', { email });
    },
    then: '303 /interaction/{uid}/reset/code',
  },
  {
    path: '/interaction/{uid}/reset/code',
    async reach(at) {
      const { email } = await newPerson(at);
      const asked = await goOn(await instead(await at.begin(), 'reset'), '/reset', { email });
      return fillIn(asked, '/reset/code', { code: await at.codeFor(email), password: newPassword });
    },
    then: '303 /interaction/{uid}',
  },
  {
    path: '/interaction/{uid}/reset/code/again',
    async reach(at) {
      const { email } = await newPerson(at);
      const asked = await goOn(await instead(await at.begin(), 'reset'), '/reset', { email });
      return fillIn(asked, '/reset/code/again');
    },
    then: '303 /interaction/{uid}/reset/code',
  },
  {
    path: '/interaction/{uid}/totp',
    async reach(at) {
      const person = await newPerson(at);
      const { authenticator } = await enrol(at, person);
      const second = await pastPassword(at, person);
      return fillIn(second, '/totp', { code: await authenticator.nextCode() });
    },
    then: toEngine,
  },
  {
    path: '/interaction/{uid}/recovery',
    async reach(at) {
      const person = await newPerson(at);
      const { codes } = await enrol(at, person);
      const second = await follow(await pastPassword(at, person), 'Use a recovery code');
      return fillIn(second, '/recovery', { code: codes[0] ?? '' });
    },
    then: toEngine,
  },
  {
    path: '/interaction/{uid}/passkey',
    async reach(at) {
      const { issuer } = at.scene.cluster;
      const person = await newPerson(at);
      const held = await addPasskey(createUserAgent(issuer), issuer, person);
      const second = await pastPassword(at, person);
      return fillIn(second, '/passkey', { passkey: respond(second.page, held) });
    },
    then: toEngine,
  },
  {
    path: '/interaction/{uid}/unmet',
    reach: async (at) => fillIn(await pastPassword(at, await newPerson(at), { acr_values: 'mfa' }), '/unmet'),
    then: toEngine,
  },
  {
    path: '/interaction/{uid}/upstream/{provider}',
    reach: async (at) => fillIn(await at.begin(), '/upstream/lab'),
    then: '200 Going to lab',
  },
  {
    path: '/interaction/{uid}/address',
    reach: async (at) => fillIn(await withoutAddress(at), '/address', { email: newEmail() }),
    then: '303 /interaction/{uid}/address/code',
  },
  {
    path: '/interaction/{uid}/address/code',
    async reach(at) {
      const email = newEmail();
      const asked = await goOn(await withoutAddress(at), '/address', { email });
      return fillIn(asked, '/address/code', { code: await at.codeFor(email) });
    },
    then: toEngine,
  },
  {
    path: '/interaction/{uid}/email-code',
    async reach(at) {
      const { email } = await newPerson(at);
      return fillIn(await instead(await at.begin(), 'email-code'), '/email-code', { email });
    },
    then: '303 /interaction/{uid}/email-code/code',
  },
  {
    path: '/interaction/{uid}/email-code/code',
    async reach(at) {
      const { email } = await newPerson(at);
      const asked = await goOn(await instead(await at.begin(), 'email-code'), '/email-code', { email });
      return fillIn(asked, '/email-code/code', { code: await at.codeFor(email) });
    },
    then: toEngine,
  },
  {
    path: '/interaction/{uid}/email-code/code/again',
    async reach(at) {
      const { email } = await newPerson(at);
      const asked = await goOn(await instead(await at.begin(), 'email-code'), '/email-code', { email });
      return fillIn(asked, '/email-code/code/again');
    },
    then: '303 /interaction/{uid}/email-code/code',
  },
  {
    path: '/interaction/{uid}/consent',
    reach: async (at) =>
      fillIn(await pastPassword(at, await newPerson(at)), '/consent', { decision: 'allow' }),
    then: toEngine,
  },
  {
    path: '/interaction/{uid}/cancel',
    reach: async (at) => fillIn(await at.begin(), '/cancel'),
    then: toEngine,
  },
  {
    path: '/logout/confirm',
    async reach(at) {
      const { cluster, client } = at.scene;
      const agent = createUserAgent(cluster.issuer);
      await signInAndConsent(agent, signInUrl({ issuer: cluster.issuer, client }), await newPerson(at));
      const page = await agent.open(`${cluster.issuer}/logout`);
      return fillIn({ agent, page }, '/logout/confirm', { logout: 'yes' });
    },
    then: '303 /logout/success',
  },
];

/** The form before whoever has come to it, filled in. */
export async function signInForm(at: FederatedScene, { path, reach }: SignInForm): Promise<FilledForm> {
  const reached = await reach(at);
  const { agent } = reached;
  return {
    ...reached,
    tokenField: path === '/logout/confirm' ? 'xsrf' : 'csrf',
    stateNow: () => Promise.resolve({ session: agent.cookies.get('symbolon_session') }),
  };
}

const newEmail = (): string => `form-${(serial += 1)}@mail.example`;
const newPerson = (at: FederatedScene): Promise<TestAccount> => at.scene.cluster.registry.createAccount();

async function goOn(
  { agent, page }: Visit,
  action: string,
  answers: Readonly<Record<string, string>>,
): Promise<Visit> {
  return { agent, page: await agent.submit(page, answers, action) };
}

async function instead({ agent, page }: Visit, step: 'sign-up' | 'reset' | 'email-code'): Promise<Visit> {
  return { agent, page: await goInstead(agent, page, step) };
}

async function follow({ agent, page }: Visit, label: string): Promise<Visit> {
  return { agent, page: await agent.open(linkOf(page, label)) };
}

async function pastPassword(
  { scene: { cluster, client } }: FederatedScene,
  person: TestAccount,
  parameters: Readonly<Record<string, string>> = {},
): Promise<Visit> {
  const { agent, page } = await beginSignIn({ issuer: cluster.issuer, client, parameters });
  return { agent, page: await submitPassword(agent, page, person) };
}

function enrol({ scene: { cluster } }: FederatedScene, person: TestAccount) {
  return addAuthenticator(createUserAgent(cluster.issuer), cluster.issuer, person);
}

function withoutAddress(at: FederatedScene): Promise<Visit> {
  return at.visit('lab', { sub: `form-${(serial += 1)}`, email: '' });
}
