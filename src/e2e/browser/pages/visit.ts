/** How pages are reached: by addresses and fields, never by words, since they are opened in every language. */
import type { Page } from 'playwright-core';
import type { Language } from '../../../http/texts/texts.ts';
import { createLook } from '../../../http/views/look.ts';
import type { TestAccount } from '../../harness/registry.ts';
import type { BrowserScene } from '../browser-scene.ts';

export interface Visit {
  readonly scene: BrowserScene;
  readonly page: Page;
  readonly language: Language;
}

export type Open = (visit: Visit) => Promise<unknown>;

/** A page that people see, by which it is known to be that page and no other. */
export interface KnownPage {
  /** In English. */
  readonly heading: string;
  /** Whether it says that something was wrong, and so in its title. */
  readonly isRefusal: boolean;
  readonly open: Open;
}

export type Pages = Readonly<Record<string, KnownPage>>;

export function shows(heading: string, open: Open): KnownPage {
  return { heading, isRefusal: false, open };
}

export function refuses(heading: string, open: Open): KnownPage {
  return { heading, isRefusal: true, open };
}

export async function openSignIn({ scene, page }: Visit): Promise<void> {
  await page.goto(scene.url('page'));
}

export async function signIn({ scene, page }: Visit, as: Partial<TestAccount> = {}): Promise<void> {
  const { email, password } = { ...scene.account, ...as };
  await fillIn(page, { email, password });
}

/** As somebody who has no more than a password. */
export async function signInAnew(visit: Visit): Promise<void> {
  await signIn(visit, await visit.scene.cluster.registry.createAccount());
}

/** Fills in the form of the page and sends it, whatever its own script-free checks would say. */
export async function fillIn(page: Page, values: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, value] of Object.entries(values)) await page.locator(`[name="${name}"]`).fill(value);
  await page.evaluate('for (const form of document.forms) form.noValidate = true');
  await click(page, `form:has([name="${Object.keys(values)[0]}"]) button[type=submit]`);
}

/** Leads to the next page, which may have the same fields as this one. */
export async function click(page: Page, selector: string): Promise<void> {
  const loaded = page.waitForEvent('load');
  await page.locator(selector).click();
  await loaded;
}

export function at(path: string, then: Open = () => Promise.resolve()): Open {
  return async (visit) => {
    await visit.page.goto(`${visit.scene.cluster.issuer}${path}`);
    await then(visit);
  };
}

/** A page that the deployment would show on another port, or only when it is full. */
export function drawn(draw: (look: ReturnType<typeof createLook>) => string): Open {
  return async ({ scene, page, language }) => {
    const address = `${scene.cluster.issuer}/drawn`;
    const body = draw(createLook(language, 'id.example.com'));
    await page.route(address, (route) => route.fulfill({ contentType: 'text/html; charset=utf-8', body }));
    await page.goto(address);
  };
}
