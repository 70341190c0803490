import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  goBack,
  type BrowserScene,
  headingOn,
  scriptModes,
  signInOn,
  startBrowserScene,
} from './browser-scene.ts';
import { lastAnswer, openPage } from './watched-browser.ts';

let scene: BrowserScene;

beforeAll(async () => {
  scene = await startBrowserScene();
});
afterAll(() => scene[Symbol.asyncDispose]());

describe.each(scriptModes)('in a browser %s', (_name, javaScriptEnabled) => {
  const open = () => openPage(scene.browser, { javaScriptEnabled });

  it('goes back after the password and after consent without a dead end', async () => {
    await using opened = await open();
    const { page, complaints } = opened;
    await page.goto(scene.url('back'));
    await signInOn(page, scene.account);
    await goBack(page);
    expect(await headingOn(page)).toBe('Field Notes asks for access to your account');
    await page.getByRole('button', { name: 'Allow' }).click();
    expect(await headingOn(page)).toBe('Back in the app');
    await goBack(page);
    expect(await headingOn(page)).toBe('Field Notes asks for access to your account');
    await page.getByRole('button', { name: 'Allow' }).click();
    expect(await headingOn(page)).toBe('Back in the app');
    expect(lastAnswer(scene.callback)).toEqual(scene.granted('back'));
    expect(complaints).toEqual([]);
  });

  it('finishes two tabs, whichever is answered first', async () => {
    await using opened = await open();
    const { page, context, complaints } = opened;
    const second = await context.newPage();
    await page.goto(scene.url('tab-1'));
    await second.goto(scene.url('tab-2'));
    await signInOn(second, scene.account);
    await second.getByRole('button', { name: 'Allow' }).click();
    expect(await headingOn(second)).toBe('Back in the app');
    expect(lastAnswer(scene.callback)).toEqual(scene.granted('tab-2'));
    await signInOn(page, scene.account);
    await page.getByRole('button', { name: 'Allow' }).click();
    expect(await headingOn(page)).toBe('Back in the app');
    expect(lastAnswer(scene.callback)).toEqual(scene.granted('tab-1'));
    expect(complaints).toEqual([]);
  });

  it('changes the account at the consent page', async () => {
    await using opened = await open();
    const { page, complaints } = opened;
    const other = await scene.cluster.registry.createAccount();
    await page.goto(scene.url('switched'));
    await signInOn(page, scene.account);
    await page.getByRole('button', { name: 'Use another account' }).click();
    await signInOn(page, other);
    expect(await page.getByText(other.email).isVisible()).toBe(true);
    await page.getByRole('button', { name: 'Allow' }).click();
    expect(await headingOn(page)).toBe('Back in the app');
    expect(lastAnswer(scene.callback)).toEqual(scene.granted('switched'));
    expect(complaints).toEqual([]);
  });
});
