import {
  createSoftwareAuthenticator,
  type Lies,
  type SoftwareAuthenticator,
  type SoftwarePasskey,
} from '../../../domain/factors/passkeys/testing/software-authenticator.ts';
import { codesOf } from '../authenticator.ts';
import type { Page, UserAgent } from '../network/user-agent.ts';
import type { TestAccount } from '../registry.ts';
import { submitPassword } from '../sign-in-pages.ts';

const addAction = '/account/passkeys/add';

/** Somebody's passkey, with the authenticator that has it. */
export interface Held {
  readonly passkey: SoftwarePasskey;
  readonly authenticator: SoftwareAuthenticator;
}

export interface AddedPasskey extends Held {
  readonly page: Page;
  readonly codes: readonly string[];
}

/** What a page asks of authenticators in the form whose action contains `action`. */
export function passkeyOptionsOn(
  { html, url }: Page,
  action: string,
): Record<string, unknown> & { challenge: string } {
  for (const [tag] of html.matchAll(/<form[^>]*data-options="[^>]*>/g)) {
    if (!tag.includes(action)) continue;
    const options = /data-options="([^"]*)"/.exec(tag)?.[1] ?? '';
    return JSON.parse(
      options.replaceAll('&quot;', '"').replaceAll('&#39;', "'").replaceAll('&amp;', '&'),
    ) as never;
  }
  throw new Error(`no form with ${action} asks for a passkey at ${url}:\n${html.slice(0, 2000)}`);
}

/** The page with the passkeys of the account, past the password where that is asked for. */
export async function openPasskeys(agent: UserAgent, issuer: string, account: TestAccount): Promise<Page> {
  const page = await agent.open(`${issuer}/account/passkeys`);
  return page.html.includes('name="password"') ? submitPassword(agent, page, account) : page;
}

/** What a browser posts for a new passkey. */
export function makePasskey(
  page: Page,
  authenticator: SoftwareAuthenticator,
  lies: Lies = {},
): { passkey: SoftwarePasskey; response: string } {
  return authenticator.create(passkeyOptionsOn(page, addAction) as never, lies);
}

export async function addPasskey(
  agent: UserAgent,
  issuer: string,
  account: TestAccount,
): Promise<AddedPasskey> {
  const authenticator = createSoftwareAuthenticator({ origin: issuer });
  const form = await openPasskeys(agent, issuer, account);
  const { passkey, response } = makePasskey(form, authenticator);
  const page = await agent.submit(form, { passkey: response, name: 'Phone' }, addAction);
  return { passkey, authenticator, page, codes: codesOf(page) };
}

/** What the authenticator says to the page. */
export function respond(page: Page, { passkey, authenticator }: Held, lies: Lies = {}): string {
  return authenticator.get(passkeyOptionsOn(page, '/passkey'), passkey, lies);
}

/** Uses the passkey on the page, whichever step it is. */
export function usePasskey(agent: UserAgent, page: Page, held: Held, lies: Lies = {}): Promise<Page> {
  return agent.submit(page, { passkey: respond(page, held, lies) }, '/passkey');
}
