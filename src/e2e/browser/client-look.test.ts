import { afterAll, beforeAll, expect, it } from 'vitest';
import { createUserAgent } from '../harness/network/user-agent.ts';
import { headingOf, signInUrl, submitPassword } from '../harness/sign-in-pages.ts';
import type { TestClient } from '../harness/registry.ts';
import { type BrowserScene, headingOn, signInOn, startBrowserScene } from './browser-scene.ts';
import { openPage } from './watched-browser.ts';

const logo = 'https://logo.example/field-notes.svg';
const picture =
  '<svg xmlns="http://www.w3.org/2000/svg" width="64" height="64"><circle cx="32" cy="32" r="30"/></svg>';

let scene: BrowserScene;
let client: TestClient;

beforeAll(async () => {
  scene = await startBrowserScene();
  client = await scene.cluster.registry.createClient({
    client_name: 'Field Notes',
    logo_uri: logo,
    accent_color: '#7A1FA2',
  });
});
afterAll(() => scene[Symbol.asyncDispose]());

it('an app with a logo and a colour of its own has them on the pages of its sign-in', async () => {
  await using opened = await openPage(scene.browser, { reducedMotion: 'reduce' });
  const { page, complaints } = opened;
  const referrers: Array<string | undefined> = [];
  await page.route(logo, async (route) => {
    referrers.push(route.request().headers()['referer']);
    await route.fulfill({ contentType: 'image/svg+xml', body: picture });
  });
  const look = () =>
    page.evaluate<readonly [number, string, string]>(`(async () => {
      const image = document.querySelector('img.logo');
      await image.decode();
      const { backgroundColor, color } = getComputedStyle(document.querySelector('.button-primary'));
      return [image.naturalWidth, backgroundColor, color];
    })()`);

  await page.goto(signInUrl({ issuer: scene.cluster.issuer, client }));
  await page.emulateMedia({ colorScheme: 'light' });
  expect(await look()).toEqual([64, 'rgb(122, 31, 162)', 'rgb(255, 255, 255)']);
  await page.emulateMedia({ colorScheme: 'dark' });
  const [, lightened, onIt] = await look();
  expect(lightened).not.toBe('rgb(122, 31, 162)');
  expect(onIt).toBe('rgb(0, 0, 0)');

  await signInOn(page, scene.account);
  expect(await headingOn(page)).toBe('Field Notes asks for access to your account');
  expect((await look())[0]).toBe(64);
  expect(new Set(referrers)).toEqual(new Set([undefined]));
  expect(complaints).toEqual([]);
});

it('no other page allows pictures from elsewhere', async () => {
  const { issuer } = scene.cluster;
  const agent = createUserAgent(issuer);
  const signIn = await agent.open(scene.url('plain'));
  const pages = [
    ['Sign in', signIn],
    ['Field Notes asks for access to your account', await submitPassword(agent, signIn, scene.account)],
    ['Your account', await agent.open(`${issuer}/account`)],
    ['This is where you sign in', await agent.open(`${issuer}/`)],
  ] as const;
  for (const [heading, page] of pages) {
    expect([page.status, headingOf(page)]).toEqual([200, heading]);
    expect(page.headers.get('content-security-policy'), heading).toContain("img-src 'self';");
  }
  const own = await agent.open(signInUrl({ issuer, client }));
  expect(headingOf(own)).toBe('Field Notes asks for access to your account');
  expect(own.headers.get('content-security-policy'), 'but that app').toContain(
    "img-src 'self' https://logo.example",
  );
});

it('a colour that cannot be read has no stylesheet', async () => {
  const { issuer } = scene.cluster;
  const good = await fetch(`${issuer}/assets/accent-7a1fa2.css`);
  expect([good.status, good.headers.get('content-type')]).toEqual([200, 'text/css; charset=utf-8']);
  expect(good.headers.get('cache-control')).toContain('immutable');
  expect((await fetch(`${issuer}/assets/accent-ffcc00.css`)).status).toBe(404);
});

it('a page names an icon, which is there', async () => {
  const { issuer } = scene.cluster;
  const page = await createUserAgent(issuer).open(`${issuer}/`);
  const [, address = ''] = /<link rel="icon" type="image\/svg\+xml" href="([^"]*)">/.exec(page.html) ?? [];
  const icon = await fetch(new URL(address, issuer));
  expect([icon.status, icon.headers.get('content-type')]).toEqual([200, 'image/svg+xml; charset=utf-8']);
  expect(icon.headers.get('cache-control')).toContain('immutable');
});
