import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { signInUrl } from '../harness/sign-in-pages.ts';
import { type BrowserScene, headingOn, scriptModes, signInOn, startBrowserScene } from './browser-scene.ts';
import { lastAnswer, openPage } from './watched-browser.ts';

let scene: BrowserScene;
beforeAll(async () => {
  scene = await startBrowserScene();
});
afterAll(() => scene[Symbol.asyncDispose]());

describe.each(scriptModes)('in a browser %s', (_name, javaScriptEnabled) => {
  it.each([
    ['waylog://auth', 'Allow', 'code'],
    ['com.example.waylog:/auth', 'Allow', 'code'],
    ['waylog://auth', 'Deny', 'error'],
  ])(
    'an app behind %s is opened after "%s", past the policy of the page',
    async (redirectUri, button, parameter) => {
      await using opened = await openPage(scene.browser, { javaScriptEnabled });
      const { page, context, complaints } = opened;
      const client = await scene.cluster.registry.createClient({ redirect_uris: [redirectUri] });
      const tried: URL[] = [];
      const devtools = await context.newCDPSession(page);
      await devtools.send('Network.enable');
      // The browser asks for the app's address before it finds that nothing on this machine answers to it.
      devtools.on('Network.requestWillBeSent', ({ request }) => {
        if (!request.url.startsWith('http')) tried.push(new URL(request.url));
      });
      await page.goto(signInUrl({ issuer: scene.cluster.issuer, client, parameters: { state: 'scheme' } }));
      await signInOn(page, scene.account);
      expect(await headingOn(page)).toContain('asks for access');
      await page.getByRole('button', { name: button }).click({ noWaitAfter: true });
      await expect.poll(() => tried.length, { timeout: 15_000 }).toBe(1);
      const [target] = tried;
      expect(target?.href.startsWith(`${redirectUri}?`)).toBe(true);
      expect(target?.searchParams.get('state')).toBe('scheme');
      expect(target?.searchParams.get('iss')).toBe(scene.cluster.issuer);
      expect(target?.searchParams.has(parameter)).toBe(true);
      expect(complaints).toEqual([]);
    },
  );
});

describe('the policy of a page', () => {
  it.each(['http://localhost', 'http://[::1]'])('lets a form end at %s with any port', async (origin) => {
    await using opened = await openPage(scene.browser);
    const { page, complaints } = opened;
    const { port } = new URL(scene.callback.redirectUri);
    const client = await scene.cluster.registry.createClient({
      redirect_uris: ['http://127.0.0.1/callback', 'http://localhost/callback', 'http://[::1]/callback'],
    });
    const redirectUri = `${origin}:${port}/callback`;
    await page.goto(
      signInUrl({
        issuer: scene.cluster.issuer,
        client,
        parameters: { redirect_uri: redirectUri, state: origin },
      }),
    );
    await signInOn(page, scene.account);
    await page.getByRole('button', { name: 'Allow' }).click();
    expect(await headingOn(page)).toBe('Back in the app');
    expect(lastAnswer(scene.callback)).toEqual(scene.granted(origin));
    expect(complaints).toEqual([]);
  });
});
