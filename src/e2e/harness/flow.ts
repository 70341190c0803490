import { createHash, randomBytes } from 'node:crypto';
import type { TestAccount, TestApi, TestClient } from './registry.ts';
import { type Page, type UserAgent, createUserAgent } from './network/user-agent.ts';

/** The protocol by hand, for tests of single messages; whole flows are also driven by foreign clients. */

export interface Pkce {
  readonly verifier: string;
  readonly challenge: string;
}

export function createPkce(): Pkce {
  const verifier = randomBytes(32).toString('base64url');
  return { verifier, challenge: createHash('sha256').update(verifier).digest('base64url') };
}

export interface AuthorizationOptions {
  readonly issuer: string;
  readonly client: TestClient;
  readonly pkce?: Pkce;
  readonly scope?: string;
  readonly api?: TestApi;
  /** Added to the parameters or, when undefined, removed from them. */
  readonly parameters?: Readonly<Record<string, string | undefined>>;
}

export function authorizationUrl({
  issuer,
  client,
  pkce,
  scope,
  api,
  parameters = {},
}: AuthorizationOptions): string {
  const url = new URL('/authorize', issuer);
  const all: Record<string, string | undefined> = {
    response_type: 'code',
    client_id: client.clientId,
    redirect_uri: client.redirectUri,
    scope: scope ?? 'openid',
    state: 'state-of-the-client',
    ...(pkce === undefined ? {} : { code_challenge: pkce.challenge, code_challenge_method: 'S256' }),
    ...(api === undefined ? {} : { resource: api.audience }),
    ...parameters,
  };
  for (const [name, value] of Object.entries(all)) if (value !== undefined) url.searchParams.set(name, value);
  return url.href;
}

/** Signs in, and consents where asked, until the browser is sent to the client; the address it is sent to. */
export async function signInAndConsent(agent: UserAgent, url: string, account: TestAccount): Promise<URL> {
  let page = await agent.open(url);
  for (let step = 0; step < 4 && page.status !== 0; step += 1) page = await answer(agent, page, account);
  if (page.status !== 0)
    throw new Error(`the sign-in ended at ${page.url} (${page.status}):\n${page.html.slice(0, 3000)}`);
  return new URL(page.url);
}

async function answer(agent: UserAgent, page: Page, account: TestAccount): Promise<Page> {
  if (page.html.includes('type="password"')) {
    return agent.submit(page, { email: account.email, password: account.password }, '/sign-in');
  }
  if (page.html.includes('value="allow"')) return agent.submit(page, { decision: 'allow' }, '/consent');
  throw new Error(
    `neither sign-in nor consent (${page.status}) at ${page.url}:\n${page.html.slice(0, 3000)}`,
  );
}

export interface TokenAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Readonly<Record<string, unknown>>;
}

/** Posts a form; `client` authenticates with Basic, or names itself when it is public. */
export async function post(
  url: string,
  form: Readonly<Record<string, string>> | URLSearchParams,
  client: Pick<TestClient, 'clientId' | 'clientSecret'> | null,
): Promise<TokenAnswer> {
  const body = new URLSearchParams(form);
  const headers = new Headers();
  if (client !== null && client.clientSecret === '') body.set('client_id', client.clientId);
  if (client !== null && client.clientSecret !== '') {
    headers.set(
      'authorization',
      `Basic ${Buffer.from(`${client.clientId}:${client.clientSecret}`).toString('base64')}`,
    );
  }
  const response = await fetch(url, { method: 'POST', body, headers });
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    body: text === '' ? {} : (JSON.parse(text) as TokenAnswer['body']),
  };
}

export interface SignedIn {
  readonly agent: UserAgent;
  readonly code: string;
  readonly pkce: Pkce;
}

/** A code, ready to be redeemed. */
export async function obtainCode(
  options: Omit<AuthorizationOptions, 'pkce'>,
  account: TestAccount,
  agent?: UserAgent,
): Promise<SignedIn> {
  const pkce = createPkce();
  const browser = agent ?? createUserAgent(options.issuer);
  const answered = await signInAndConsent(browser, authorizationUrl({ ...options, pkce }), account);
  const code = answered.searchParams.get('code');
  if (code === null) throw new Error(`no code: ${answered.href}`);
  return { agent: browser, code, pkce };
}

/** Redeems a code at `base` (the issuer, or one replica). */
export function redeem(
  base: string,
  client: TestClient,
  { code, pkce }: Pick<SignedIn, 'code' | 'pkce'>,
): Promise<TokenAnswer> {
  return post(
    `${base}/token`,
    {
      grant_type: 'authorization_code',
      code,
      code_verifier: pkce.verifier,
      redirect_uri: client.redirectUri,
    },
    client,
  );
}

export function refresh(
  base: string,
  client: TestClient,
  refreshToken: string,
  more: Record<string, string> = {},
): Promise<TokenAnswer> {
  return post(`${base}/token`, { grant_type: 'refresh_token', refresh_token: refreshToken, ...more }, client);
}

export async function introspect(
  base: string,
  api: Pick<TestApi, 'clientId' | 'clientSecret'>,
  token: string,
): Promise<TokenAnswer['body']> {
  const { status, body } = await post(`${base}/introspect`, { token }, api);
  if (status !== 200) throw new Error(`introspection answered ${status}: ${JSON.stringify(body)}`);
  return body;
}

export function revoke(base: string, client: TestClient, token: string): Promise<TokenAnswer> {
  return post(`${base}/revoke`, { token }, client);
}

/** A token of an answer, as text. */
export function tokenOf(answer: TokenAnswer, name: 'access_token' | 'refresh_token' | 'id_token'): string {
  const token = answer.body[name];
  if (typeof token !== 'string')
    throw new Error(`no ${name} in ${JSON.stringify(answer.body)} (${answer.status})`);
  return token;
}
