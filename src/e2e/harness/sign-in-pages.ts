import { type AuthorizationOptions, authorizationUrl, createPkce } from './flow.ts';
import type { TestAccount } from './registry.ts';
import { type Page, type UserAgent, createUserAgent } from './network/user-agent.ts';

/** The pages of one sign-in, step by step. */

export type SignInRequest = Omit<AuthorizationOptions, 'pkce'>;

/** What a client sends the browser to, with a PKCE challenge of its own. */
export function signInUrl(request: SignInRequest): string {
  return authorizationUrl({ ...request, pkce: createPkce() });
}

/** A browser, new unless given, at the first page that a client's request leads to. */
export async function beginSignIn(
  request: SignInRequest,
  agent: UserAgent = createUserAgent(request.issuer),
): Promise<{ agent: UserAgent; page: Page }> {
  return { agent, page: await agent.open(signInUrl(request)) };
}

export function submitPassword(
  agent: UserAgent,
  page: Page,
  { email, password }: Pick<TestAccount, 'email' | 'password'>,
): Promise<Page> {
  return agent.submit(page, { email, password }, '/sign-in');
}

/** One of the ways around the password, with `email` typed so far. */
export function goInstead(
  agent: UserAgent,
  page: Page,
  instead: 'sign-up' | 'reset' | 'email-code' | 'another-account',
  email = '',
): Promise<Page> {
  return agent.submit(page, { email, password: '', instead }, '/sign-in');
}

export function decide(agent: UserAgent, page: Page, decision: string): Promise<Page> {
  return agent.submit(page, { decision }, '/consent');
}

/** The text of the first `tag`; empty when there is none. */
export function textOf({ html }: Page, tag: string): string {
  const content = new RegExp(`<${tag}[ >][\\s\\S]*?</${tag}>`).exec(html)?.[0] ?? '';
  return content
    .replaceAll(/<[^>]*>/g, '')
    .replaceAll('&#8209;', '-')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&')
    .replaceAll(/\s+/g, ' ')
    .trim();
}

/** Which page this is. */
export function headingOf(page: Page): string {
  return textOf(page, 'h1');
}

/** Address of the first link whose text contains `label`. */
export function linkOf({ html, url }: Page, label: string): string {
  for (const [, attributes = '', text = ''] of html.matchAll(/<a([^>]*)>([\s\S]*?)<\/a>/g)) {
    const href = /\shref="([^"]*)"/.exec(attributes)?.[1];
    if (href !== undefined && text.includes(label)) return new URL(href.replaceAll('&amp;', '&'), url).href;
  }
  throw new Error(`no link "${label}" at ${url}:\n${html.slice(0, 2000)}`);
}
