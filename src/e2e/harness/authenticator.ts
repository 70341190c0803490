import { setTimeout as sleep } from 'node:timers/promises';
import { HOTP, Secret } from 'otpauth';
import { textOf } from './sign-in-pages.ts';
import type { TestAccount } from './registry.ts';
import type { Page, UserAgent } from './network/user-agent.ts';
import { submitPassword } from './sign-in-pages.ts';

/** An authenticator app. Of each step, the service takes the code once. */
export interface Authenticator {
  readonly key: string;
  /** One that was not handed out before and is good now; seldom waits for it. */
  nextCode(): Promise<string>;
  /** @param distance in steps from now */
  codeAt(distance: number): string;
  wrongCode(): string;
}

const stepMs = 30_000;
/** What is left of a step before it is not relied on any more. */
const marginMs = 10_000;

export function createAuthenticator(key: string): Authenticator {
  const codeOf = (step: number): string =>
    HOTP.generate({ secret: Secret.fromBase32(key), counter: step, digits: 6 });
  let last = 0;

  return {
    key,
    async nextCode() {
      const isYoung = stepMs - (Date.now() % stepMs) > marginMs;
      last = Math.max(last + 1, currentStep() - (isYoung ? 1 : 0));
      const goodFrom = (last - 1) * stepMs;
      await sleep(Math.max(0, goodFrom - Date.now() + 200));
      return codeOf(last);
    },
    codeAt: (distance) => codeOf(currentStep() + distance),
    wrongCode() {
      const near = [-3, -2, -1, 0, 1, 2, 3].map((distance) => codeOf(currentStep() + distance));
      return Array.from({ length: 8 }, (_, digit) => String(digit).repeat(6)).find(
        (code) => !near.includes(code),
      ) as string;
    },
  };
}

function currentStep(): number {
  return Math.floor(Date.now() / stepMs);
}

export interface Enrolled {
  readonly authenticator: Authenticator;
  readonly codes: readonly string[];
  readonly page: Page;
}

/** Signs in with the password, where that is asked for, and adds an authenticator app to the account. */
export async function addAuthenticator(
  agent: UserAgent,
  issuer: string,
  account: TestAccount,
): Promise<Enrolled> {
  const first = await agent.open(`${issuer}/account/totp`);
  const form = first.html.includes('name="password"') ? await submitPassword(agent, first, account) : first;
  const authenticator = createAuthenticator(keyOf(form));
  const page = await agent.submit(form, { code: await authenticator.nextCode() }, '/account/totp/add');
  return { authenticator, codes: codesOf(page), page };
}

/** The secret that an authenticator is shown. */
export function keyOf(page: Page): string {
  return textOf(page, 'code').replaceAll(' ', '');
}

/** The recovery codes that a page shows. */
export function codesOf({ html }: Page): string[] {
  return (/<pre class="codes"[^>]*>([^<]*)<\/pre>/.exec(html)?.[1] ?? '').split('\n').filter(Boolean);
}
