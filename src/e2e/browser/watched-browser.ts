import { once } from 'node:events';
import { type Server, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { expect } from 'vitest';
import { iconPath } from '../../http/views/mark.ts';

/** A page in a profile of its own, whose every complaint is kept. */
export interface WatchedPage extends AsyncDisposable {
  readonly page: Page;
  readonly context: BrowserContext;
  /** Console errors and warnings, script errors, policy violations, and files that did not load. */
  readonly complaints: string[];
}

export async function openPage(browser: Browser, options: BrowserContextOptions = {}): Promise<WatchedPage> {
  const context = await browser.newContext(options);
  const complaints: string[] = [];
  context.on('console', (message) => {
    // Every page that was refused on purpose is also an error to the console: tests see it by what the page says.
    const isStatus = /the server responded with a status of 4\d\d/.test(message.text());
    if (['error', 'warning'].includes(message.type()) && !isStatus) complaints.push(message.text());
  });
  context.on('weberror', (error) => complaints.push(String(error.error())));
  context.on('requestfailed', (request) => {
    const why = request.failure()?.errorText;
    // The icon is fetched once the page is there, and given up where somebody has gone on by then.
    const isLeftIcon = why === 'net::ERR_ABORTED' && request.url().endsWith(iconPath);
    if (request.resourceType() !== 'document' && !isLeftIcon) complaints.push(`${request.url()}: ${why}`);
  });
  context.on('response', (response) => {
    if (response.request().resourceType() !== 'document' && !response.ok()) {
      complaints.push(`${response.url()}: ${response.status()}`);
    }
  });
  const page = await context.newPage();
  // Without scripts there is nobody to listen; violations then still reach the console.
  if (options.javaScriptEnabled !== false) await reportViolations(page, complaints);
  return { page, context, complaints, [Symbol.asyncDispose]: () => context.close() };
}

async function reportViolations(page: Page, complaints: string[]): Promise<void> {
  await page.exposeFunction('reportViolation', (text: string) => complaints.push(text));
  await page.addInitScript(`document.addEventListener('securitypolicyviolation', (event) => {
    reportViolation(event.violatedDirective + ' blocked ' + event.blockedURI);
  })`);
}

/** The loopback listener of a native app (RFC 8252 §7.3). */
export interface Callback extends AsyncDisposable {
  readonly redirectUri: string;
  /** The parameters of every answer that arrived, oldest first. */
  readonly answers: URLSearchParams[];
}

export async function startCallback(): Promise<Callback> {
  const answers: URLSearchParams[] = [];
  const server: Server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://127.0.0.1');
    if (url.pathname === '/callback') answers.push(url.searchParams);
    response.writeHead(url.pathname === '/callback' ? 200 : 204, { 'content-type': 'text/html' });
    response.end('<!doctype html><title>App</title><h1>Back in the app</h1>');
  });
  // Both families: an app may listen on either.
  server.listen(0, '::');
  await once(server, 'listening');
  return {
    redirectUri: `http://127.0.0.1:${(server.address() as AddressInfo).port}/callback`,
    answers,
    async [Symbol.asyncDispose]() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

/** What the app was told last, without the code itself. */
export function lastAnswer({ answers }: Callback): Record<string, string> {
  const { code, ...answer } = Object.fromEntries(answers.at(-1) ?? []);
  expect(code === undefined || code.startsWith('sym_ac_')).toBe(true);
  return code === undefined ? answer : { ...answer, code: 'code' };
}
