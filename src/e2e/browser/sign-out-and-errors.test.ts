import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type BrowserScene, headingOn, scriptModes, signInOn, startBrowserScene } from './browser-scene.ts';
import { lastAnswer, openPage } from './watched-browser.ts';

let scene: BrowserScene;

beforeAll(async () => {
  scene = await startBrowserScene();
});
afterAll(() => scene[Symbol.asyncDispose]());

describe.each(scriptModes)('in a browser %s', (_name, javaScriptEnabled) => {
  const open = () => openPage(scene.browser, { javaScriptEnabled });

  it('signs out', async () => {
    await using opened = await open();
    const { page, complaints } = opened;
    await page.goto(scene.url('out'));
    await signInOn(page, scene.account);
    expect(await headingOn(page)).toContain('asks for access');
    await page.goto(`${scene.cluster.issuer}/logout`);
    expect(await page.getByText(scene.account.email).isVisible()).toBe(true);
    await page.getByRole('button', { name: 'Stay signed in' }).click();
    expect(await headingOn(page)).toBe('You are still signed in');
    await page.goto(`${scene.cluster.issuer}/logout`);
    await page.getByRole('button', { name: 'Sign out' }).click();
    expect(await headingOn(page)).toBe('You are signed out');
    await page.goto(scene.url('out-again'));
    expect(await headingOn(page)).toBe('Sign in');
    expect(complaints).toEqual([]);
  });

  it('goes on to the app that asked for the sign-out, whether or not somebody was signed in', async () => {
    await using opened = await open();
    const { page, complaints } = opened;
    const back = scene.callback.redirectUri;
    const web = await scene.cluster.registry.createClient({
      application_type: 'native',
      redirect_uris: [back],
      post_logout_redirect_uris: [back],
    });
    const query = new URLSearchParams({
      client_id: web.clientId,
      post_logout_redirect_uri: back,
      state: 'bye',
    }).toString();
    await page.goto(`${scene.cluster.issuer}/logout?${query}`);
    await page.getByRole('button', { name: 'Continue' }).click();
    expect(await headingOn(page)).toBe('Back in the app');
    expect(lastAnswer(scene.callback)).toEqual({ state: 'bye' });
    await page.goto(scene.url('again'));
    await signInOn(page, scene.account);
    expect(await headingOn(page)).toContain('asks for access');
    const before = scene.callback.answers.length;
    await page.goto(`${scene.cluster.issuer}/logout?${query}`);
    await page.getByRole('button', { name: 'Sign out' }).click();
    expect(await headingOn(page)).toBe('Back in the app');
    expect(scene.callback.answers).toHaveLength(before + 1);
    expect(lastAnswer(scene.callback)).toEqual({ state: 'bye' });
    expect(complaints).toEqual([]);
  });

  it('shows a page, with words, for what cannot be served', async () => {
    await using opened = await open();
    const { page, complaints } = opened;
    for (const [path, title] of [
      ['/authorize?client_id=nobody&response_type=code', 'Unknown app'],
      ['/nowhere', 'Page not found'],
      ['/interaction/unknown', 'This sign-in has ended'],
    ] as const) {
      await page.goto(`${scene.cluster.issuer}${path}`);
      expect(await headingOn(page)).toBe(title);
    }
    expect(complaints).toEqual([]);
  });

  it('would complain here about anything that the policy of a page forbids', async () => {
    await using opened = await open();
    const { page, context, complaints } = opened;
    const policy = { 'content-security-policy': "default-src 'none'" };
    const body = '<!doctype html><title>x</title><style>p { color: red }</style><p>x</p>';
    await context.route('**/forbidden', (route) =>
      route.fulfill({ headers: policy, contentType: 'text/html', body }),
    );
    await page.goto(`${scene.cluster.issuer}/forbidden`);
    await expect.poll(() => complaints.join(), { timeout: 15_000 }).toContain('style');
  });
});
