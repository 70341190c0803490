/**
 * Stands in for the person and the browser, so that the client can be tried where there is neither. It knows the
 * pages only as HTML: a form with a password is the sign-in, a form with an "allow" button is the consent.
 */
import { CookieJar } from './cookie-jar.ts';
import type { DemoAccount } from './demo.ts';
import { Failure } from './failure.ts';
import { formEntries, type HtmlForm, headline, parseForms } from './forms.ts';

const MAX_REQUESTS = 30;
const REQUEST_TIMEOUT_MS = 10_000;
const USE_A_BROWSER = 'Run this without --headless to see the page in your browser.';

interface PageRequest {
  url: URL;
  method: 'GET' | 'POST';
  body?: URLSearchParams;
}

/** Opens `start`, signs in, consents, and delivers the answer to `redirectUri`. */
export async function signInHeadless(start: URL, redirectUri: string, account: DemoAccount): Promise<void> {
  const jar = new CookieJar();
  let next: PageRequest = { url: start, method: 'GET' };
  let signedIn = false;
  for (let count = 0; count < MAX_REQUESTS; count++) {
    if (next.url.href.startsWith(`${redirectUri}?`)) return deliver(next.url);
    // The password goes to the server it belongs to and nowhere else.
    if (next.url.origin !== start.origin)
      throw new Failure(`The server led to ${next.url.origin}.`, USE_A_BROWSER);

    const response = await load(next, jar);
    const location = response.headers.get('location');
    if (location && response.status >= 300 && response.status < 400) {
      next = followRedirect(next, response.status, location);
      continue;
    }
    const html = await response.text();
    if (!response.ok)
      throw new Failure(`The page answered ${response.status}: ${headline(html)}`, USE_A_BROWSER);
    const forms = parseForms(html);
    const signIn = forms.find((form) => form.inputs.some((input) => input.type === 'password'));
    if (signIn) {
      if (signedIn) throw new Failure(`The demo account was not accepted: ${headline(html)}`, USE_A_BROWSER);
      signedIn = true;
      next = fillSignIn(signIn, next.url, account);
    } else {
      next = allow(forms, next.url, html);
    }
  }
  throw new Failure(`The sign-in did not end within ${MAX_REQUESTS} pages.`, USE_A_BROWSER);
}

async function load({ url, method, body }: PageRequest, jar: CookieJar): Promise<Response> {
  const headers = new Headers({ accept: 'text/html', 'accept-language': 'en' });
  const cookie = jar.headerFor(url);
  if (cookie) headers.set('cookie', cookie);
  // What a browser says about a form sent to the site it came from; servers refuse cross-site posts by it.
  if (method === 'POST') {
    headers.set('origin', url.origin);
    headers.set('sec-fetch-site', 'same-origin');
  }
  const response = await fetch(url, {
    method,
    headers,
    redirect: 'manual',
    signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS),
    ...(body && { body }),
  });
  jar.store(response, url);
  return response;
}

function followRedirect(from: PageRequest, status: number, location: string): PageRequest {
  const url = new URL(location, from.url);
  const keepsMethod = status === 307 || status === 308;
  return keepsMethod ? { ...from, url } : { url, method: 'GET' };
}

function fillSignIn(form: HtmlForm, page: URL, account: DemoAccount): PageRequest {
  const filled: Record<string, string> = {};
  for (const { name, type, autocomplete } of form.inputs) {
    if (type === 'password') filled[name] = account.password;
    else if (type === 'email' || type === 'text' || autocomplete.includes('username'))
      filled[name] = account.email;
  }
  return submit(form, page, formEntries(form, form.buttons[0], filled));
}

function allow(forms: HtmlForm[], page: URL, html: string): PageRequest {
  for (const form of forms) {
    const button = form.buttons.find(({ name, value }) => name === 'decision' && value === 'allow');
    if (button) return submit(form, page, formEntries(form, button));
  }
  throw new Failure(`Neither a sign-in nor a consent page: ${headline(html)}`, USE_A_BROWSER);
}

function submit(form: HtmlForm, page: URL, entries: URLSearchParams): PageRequest {
  const url = new URL(form.action ?? page.href, page);
  if (form.method === 'POST') return { url, method: 'POST', body: entries };
  url.search = entries.toString();
  return { url, method: 'GET' };
}

async function deliver(callback: URL): Promise<void> {
  const response = await fetch(callback, { signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS) });
  const page = await response.text();
  if (!response.ok) throw new Failure(`The client refused the answer: ${headline(page)}`);
}
