import { expect } from 'vitest';
import { startSmtpSink } from '../environment/smtp-sink.ts';
import { type Page, type UserAgent, createUserAgent } from '../harness/network/user-agent.ts';
import { createMailboxes, type Mailboxes } from '../harness/mailboxes.ts';
import { query } from '../harness/postgres/query.ts';
import type { TestAccount } from '../harness/registry.ts';
import { type Scene, startScene } from '../harness/scene.ts';
import { submitPassword } from '../harness/sign-in-pages.ts';

/** Two replicas that send mail, and people who look after their accounts. */
export interface AccountScene extends Mailboxes, AsyncDisposable {
  readonly scene: Scene;
  /** A browser that is signed in just now, at `path`. */
  visit(account: TestAccount, path: string, agent?: UserAgent): Promise<{ agent: UserAgent; page: Page }>;
  open(agent: UserAgent, path: string): Promise<Page>;
  /** Moves the sign-ins of an account into the past. */
  letSignInsAge(account: TestAccount, seconds: number): Promise<void>;
}

export async function startAccountScene(env: Record<string, string> = {}): Promise<AccountScene> {
  const sink = await startSmtpSink();
  const scene = await startScene({
    replicas: 2,
    env: {
      SYMBOLON_MAIL_SMTP_URL: sink.url,
      SYMBOLON_MAIL_FROM: 'Symbolon <no-reply@id.example>',
      SYMBOLON_RATE_LIMITS_MAIL_PER_NETWORK_POINTS: '100000',
      ...env,
    },
  });
  const { issuer, database } = scene.cluster;
  const open = (agent: UserAgent, path: string): Promise<Page> => agent.open(`${issuer}${path}`);
  return {
    scene,
    open,
    async visit(account, path, agent = createUserAgent(issuer)) {
      const page = await submitPassword(agent, await open(agent, path), account);
      expect(new URL(page.url).pathname).toBe(path);
      return { agent, page };
    },
    async letSignInsAge(account, seconds) {
      await query(
        database.url,
        `UPDATE sessions SET payload = payload || jsonb_build_object('loginTs', (payload->>'loginTs')::bigint - $2)
         WHERE account_id = $1`,
        [account.id, seconds],
      );
    },
    ...createMailboxes(sink, database.url),
    async [Symbol.asyncDispose]() {
      await scene[Symbol.asyncDispose]();
      await sink[Symbol.asyncDispose]();
    },
  };
}
