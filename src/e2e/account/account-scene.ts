import pg from 'pg';
import { expect, vi } from 'vitest';
import { type SmtpSink, startSmtpSink } from '../environment/smtp-sink.ts';
import { type Page, type UserAgent, createUserAgent } from '../harness/network/user-agent.ts';
import type { TestAccount } from '../harness/registry.ts';
import { type Scene, startScene } from '../harness/scene.ts';
import { submitPassword } from '../harness/sign-in-pages.ts';

/** Two replicas that send mail, and people who look after their accounts. */
export interface AccountScene extends AsyncDisposable {
  readonly scene: Scene;
  /** A browser that is signed in just now, at `path`. */
  visit(account: TestAccount, path: string, agent?: UserAgent): Promise<{ agent: UserAgent; page: Page }>;
  open(agent: UserAgent, path: string): Promise<Page>;
  /** Moves the sign-ins of an account into the past. */
  letSignInsAge(account: TestAccount, seconds: number): Promise<void>;
  /** Subjects of the mails that have come to an address so far. */
  subjectsTo(email: string): string[];
  /** Those with these words, once there is one: mails arrive in no order. */
  subjectsWith(email: string, words: string | RegExp): Promise<string[]>;
  /** The code of the newest mail to the address, once there are so many with one. */
  codeFor(email: string, count?: number): Promise<string>;
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
  const mailsTo = (email: string): SmtpSink['mails'] => sink.mails.filter(({ to }) => to.includes(email));
  const subjectsTo = (email: string): string[] =>
    mailsTo(email).map(({ source }) => /^Subject: (.*)$/m.exec(source)?.[1]?.trim() ?? '');
  return {
    scene,
    open,
    async visit(account, path, agent = createUserAgent(issuer)) {
      const page = await submitPassword(agent, await open(agent, path), account);
      expect(new URL(page.url).pathname).toBe(path);
      return { agent, page };
    },
    letSignInsAge: (account, seconds) => letSignInsAge(database.url, account.id, seconds),
    subjectsTo,
    subjectsWith: (email, words) =>
      vi.waitFor(
        () => {
          const found = subjectsTo(email).filter((subject) => subject.match(words) !== null);
          expect(found, `of ${subjectsTo(email).join(', ')}`).not.toHaveLength(0);
          return found;
        },
        { timeout: 40_000 },
      ),
    async codeFor(email, count = 1) {
      const codes = () =>
        mailsTo(email).flatMap(({ source }) => /\b(\d{4}) (\d{4})\b/.exec(source)?.[0] ?? []);
      await vi.waitFor(() => expect(codes().length).toBeGreaterThanOrEqual(count), { timeout: 40_000 });
      return codes().at(-1) ?? '';
    },
    async [Symbol.asyncDispose]() {
      await scene[Symbol.asyncDispose]();
      await sink[Symbol.asyncDispose]();
    },
  };
}

async function letSignInsAge(databaseUrl: string, accountId: string, seconds: number): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query(
      `UPDATE sessions SET payload = payload || jsonb_build_object('loginTs', (payload->>'loginTs')::bigint - $2)
       WHERE account_id = $1`,
      [accountId, seconds],
    );
  } finally {
    await client.end();
  }
}
