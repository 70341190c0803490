import { expect } from 'vitest';
import { startSmtpSink } from '../../environment/smtp-sink.ts';
import { addAuthenticator, type Enrolled } from '../authenticator.ts';
import { createMailboxes, type Mailboxes } from '../mailboxes.ts';
import { createUserAgent, type Page, type UserAgent } from '../network/user-agent.ts';
import { type Cluster, startCluster } from '../processes/cluster.ts';
import type { TestAccount, TestClient } from '../registry.ts';
import { beginSignIn, headingOf, linkOf, submitPassword } from '../sign-in-pages.ts';
import { type AddedPasskey, addPasskey, usePasskey } from './passkeys.ts';

export interface Somebody {
  readonly account: TestAccount;
  /** The browser in which the factor was added. */
  readonly agent: UserAgent;
}

export type AppHolder = Somebody & Enrolled;
export type PasskeyHolder = Somebody & AddedPasskey;

export interface Step {
  readonly agent: UserAgent;
  readonly page: Page;
}

/** Two replicas that send mail, an app, and people who sign in with more than a password. */
export interface FactorScene extends Mailboxes, AsyncDisposable {
  readonly cluster: Cluster;
  readonly client: TestClient;
  open(agent: UserAgent, path: string): Promise<Page>;
  enrollApp(): Promise<AppHolder>;
  enrollPasskey(): Promise<PasskeyHolder>;
  /** A new browser at the first page. */
  atSignIn(parameters?: Readonly<Record<string, string>>): Promise<Step>;
  /** A new browser, past the password. */
  atSecondStep(who: Pick<Somebody, 'account'>): Promise<Step>;
  /** A new browser, past the password, without the factor. */
  atRecovery(who: Pick<Somebody, 'account'>): Promise<Step>;
  /** A new browser that came past the passkey to where they are kept. */
  atPasskeys(holder: Omit<PasskeyHolder, 'agent' | 'page' | 'codes'>): Promise<Step>;
}

export async function startFactorScene(): Promise<FactorScene> {
  await using stack = new AsyncDisposableStack();
  const sink = stack.use(await startSmtpSink());
  const env = { SYMBOLON_MAIL_SMTP_URL: sink.url, SYMBOLON_MAIL_FROM: 'Symbolon <no-reply@id.example>' };
  const cluster = stack.use(await startCluster({ replicas: 2, env }));
  const { issuer, registry } = cluster;
  const client = await registry.createClient();
  const owned = stack.move();

  async function enroll<T>(
    add: (agent: UserAgent, at: string, account: TestAccount) => Promise<T>,
  ): Promise<Somebody & T> {
    const account = await registry.createAccount();
    const agent = createUserAgent(issuer);
    return { account, agent, ...(await add(agent, issuer, account)) };
  }

  const atSignIn: FactorScene['atSignIn'] = (parameters = {}) => beginSignIn({ issuer, client, parameters });

  const atSecondStep: FactorScene['atSecondStep'] = async ({ account }) => {
    const { agent, page } = await atSignIn();
    return { agent, page: await submitPassword(agent, page, account) };
  };

  return {
    ...createMailboxes(sink, cluster.database.url),
    cluster,
    client,
    open: (agent, path) => agent.open(`${issuer}${path}`),
    enrollApp: () => enroll(addAuthenticator),
    enrollPasskey: () => enroll(addPasskey),
    atSignIn,
    atSecondStep,
    async atRecovery(who) {
      const { agent, page } = await atSecondStep(who);
      return { agent, page: await agent.open(linkOf(page, 'Use a recovery code')) };
    },
    async atPasskeys(holder) {
      const agent = createUserAgent(issuer);
      const page = await agent.open(`${issuer}/account/passkeys`);
      return { agent, page: await usePasskey(agent, page, holder) };
    },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

/** Answers the step with a code. */
export function enter({ agent, page }: Step, code: string): Promise<Page> {
  return agent.submit(page, { code });
}

/** Whether the sign-in is complete: the app is asked about, and nothing else of the person. */
export function isThrough(page: Page): boolean {
  return page.html.includes('value="allow"');
}

/** In the browser of before, which is asked for everything anew. */
export async function signInAgain({ account, agent }: Somebody, page: Page, code: string): Promise<Page> {
  expect(headingOf(page)).toBe("Confirm it's you");
  return agent.submit(await submitPassword(agent, page, account), { code });
}
