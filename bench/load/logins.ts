import { createHash, randomBytes, randomInt } from 'node:crypto';
import { findForm } from '../../src/e2e/harness/network/user-agent.ts';
import type { Answer } from './answer-reader.ts';
import type { Exchange } from './exchange.ts';
import type { LoginsWork } from './job.ts';
import type { Measurement } from './measurement.ts';
import type { Verdict } from './tally.ts';
import { commonHeaders, judgeOf, postRequest, wrongAnswer } from './requests.ts';

export const signedInLabel = 'signed in';
export const refusedLabel = 'refused';
const signedIn: Verdict = { label: signedInLabel, right: true };
const refused: Verdict = { label: refusedLabel, right: true };
/** Names of the times of whole sign-ins, and of answers that the service is busy. */
export const signInLatency = 'sign-in';
export const refusalLatency = 'refusal';

/** A browser without a history, at an address of its own. */
interface Browser {
  readonly cookies: Map<string, string>;
  readonly address: string;
}

export interface Login {
  readonly work: LoginsWork;
  readonly email: string;
  readonly exchange: Exchange;
  readonly measurement: Measurement;
}

/** What the service says when it is busy, at whatever step. */
class Refusal extends Error {}

/** One whole sign-in: authorize, form, code, token. */
export async function logIn(login: Login): Promise<Verdict> {
  const begunAt = performance.now();
  try {
    const verdict = await walk(login);
    if (verdict === signedIn) login.measurement.latency(signInLatency).add(performance.now() - begunAt);
    return verdict;
  } catch (error) {
    if (error instanceof Refusal) return refused;
    throw error;
  }
}

async function walk(login: Login): Promise<Verdict> {
  const { work, email, exchange } = login;
  const browser: Browser = { cookies: new Map(), address: privateAddress() };
  const verifier = randomBytes(32).toString('base64url');
  const ask = async (request: Buffer): Promise<Answer> => keep(browser, await askOrRefuse(login, request));
  const get = (address: string): Promise<Answer> => ask(getRequest(exchange, browser, address));

  const page = await get(redirectOf(await get(authorizePath(work, verifier))));
  const form = findForm(page.body, '/sign-in');
  const body = new URLSearchParams({ ...form.hidden, email, password: work.password }).toString();
  const { target } = exchange;
  const submitted = await ask(postRequest({ target, path: form.action, headers: headersOf(browser), body }));
  const resumed = await get(redirectOf(submitted));
  const code = new URL(redirectOf(resumed), work.redirectUri).searchParams.get('code');
  if (code === null) return wrongAnswer(resumed);
  const tokens = await ask(tokenRequest(work, exchange, code, verifier));
  return judgeOf('tokens')(tokens).right ? signedIn : wrongAnswer(tokens);
}

async function askOrRefuse({ work, exchange, measurement }: Login, request: Buffer): Promise<Answer> {
  const askedAt = performance.now();
  const answer = await exchange.ask(request);
  if (answer.status !== 503 || !work.mayBeRefused) return answer;
  measurement.latency(refusalLatency).add(performance.now() - askedAt);
  throw new Refusal();
}

/** Everybody comes from somewhere else, as far as the proxy in front says. */
function privateAddress(): string {
  return `10.${randomInt(256)}.${randomInt(256)}.${randomInt(256)}`;
}

function authorizePath({ clientId, redirectUri, scope, resource }: LoginsWork, verifier: string): string {
  const parameters = new URLSearchParams({
    response_type: 'code',
    client_id: clientId,
    redirect_uri: redirectUri,
    scope,
    resource,
    state: 'state-of-the-client',
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
  });
  return `/authorize?${parameters.toString()}`;
}

function tokenRequest(work: LoginsWork, { target }: Exchange, code: string, verifier: string): Buffer {
  const form = new URLSearchParams({
    grant_type: 'authorization_code',
    code,
    code_verifier: verifier,
    redirect_uri: work.redirectUri,
  });
  const headers = { authorization: work.authorization };
  return postRequest({ target, path: '/token', headers, body: form.toString() });
}

function headersOf({ cookies, address }: Browser): Record<string, string> {
  return {
    'x-forwarded-for': address,
    accept: 'text/html',
    ...(cookies.size === 0
      ? {}
      : { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') }),
  };
}

function getRequest({ target }: Exchange, browser: Browser, address: string): Buffer {
  const { pathname, search } = new URL(address, 'http://localhost');
  const headers = { host: `${target.host}:${target.port}`, ...commonHeaders, ...headersOf(browser) };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  return Buffer.from(`GET ${pathname}${search} HTTP/1.1\r\n${lines.join('')}\r\n`, 'latin1');
}

function keep({ cookies }: Browser, answer: Answer): Answer {
  for (const [, name = '', value = ''] of answer.head.matchAll(/\r\nset-cookie: *([^=;]+)=([^;\r]*)/gi)) {
    if (value === '') cookies.delete(name);
    else cookies.set(name, value);
  }
  return answer;
}

/** @throws when the answer leads nowhere */
function redirectOf({ status, head, body }: Answer): string {
  const location = /\r\nlocation: *([^\r]+)/i.exec(head)?.[1];
  if (location === undefined) throw new Error(`${status} instead of a redirect: ${body.slice(0, 200)}`);
  return location;
}
