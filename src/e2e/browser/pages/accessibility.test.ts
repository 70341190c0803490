import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Language, languages } from '../../../http/texts/texts.ts';
import { type SmtpSink, startSmtpSink } from '../../environment/smtp-sink.ts';
import { type BrowserScene, headingOn, startBrowserScene } from '../browser-scene.ts';
import { everyPage } from './every-page.ts';
import type { KnownPage } from './visit.ts';
import { type WatchedPage, openPage } from '../watched-browser.ts';

let sink: SmtpSink;
let scene: BrowserScene;

beforeAll(async () => {
  sink = await startSmtpSink();
  scene = await startBrowserScene({
    env: {
      SYMBOLON_CONFIG: path.join(import.meta.dirname, 'providers.yaml'),
      SYMBOLON_MAIL_SMTP_URL: sink.url,
      SYMBOLON_MAIL_FROM: 'Symbolon <no-reply@id.example>',
      SYMBOLON_RATE_LIMITS_MAIL_PER_ADDRESS_POINTS: '100000',
      SYMBOLON_RATE_LIMITS_MAIL_PER_NETWORK_POINTS: '100000',
      SYMBOLON_RATE_LIMITS_MAIL_PER_ADDRESS_IN_ALL_POINTS: '100000',
    },
  });
});
afterAll(async () => {
  await scene[Symbol.asyncDispose]();
  await sink[Symbol.asyncDispose]();
});

const narrow = { width: 320, height: 640 };
const wide = { width: 1280, height: 800 };
const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** WCAG 2.2 at levels A and AA, and what is good practice beyond. */
const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

function pageOf(name: string): KnownPage {
  const page = everyPage[name];
  if (page === undefined) throw new Error(`no page ${name}`);
  return page;
}

async function open(name: string, language: Language): Promise<WatchedPage> {
  // Colours that are still on their way from light to dark are neither.
  const still = { reducedMotion: 'reduce' } as const;
  const opened = await openPage(scene.browser, { locale: language, viewport: narrow, ...still });
  const known = pageOf(name);
  await known.open({ scene, page: opened.page, language });
  if (language !== 'en') return opened;
  expect(await headingOn(opened.page)).toBe(known.heading);
  expect((await opened.page.title()).startsWith('Error: '), 'says that something was wrong').toBe(
    known.isRefusal,
  );
  return opened;
}

/** What axe finds: the rule, and where it is broken. */
async function violationsOn(page: Page): Promise<string[]> {
  await page.evaluate(axeSource);
  const options = JSON.stringify({ runOnly: { type: 'tag', values: rules }, preload: false });
  const { violations } = await page.evaluate<AxeResults>(`axe.run(document, ${options})`);
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id} at ${target.join(' ')}: ${failureSummary ?? ''}`),
  );
}

/** How far the page can be moved sideways, in pixels. */
function sidewaysOn(page: Page): Promise<number> {
  return page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');
}

const operable = 'a[href], button, input:not([type=hidden]), select, textarea, summary';

/** What can be operated and is not reached by the Tab key, or not seen to be. */
async function unreachableOn(page: Page): Promise<string[]> {
  const count = await page.evaluate<number>(`(() => {
    document.body.tabIndex = -1;
    document.body.focus();
    document.body.removeAttribute('tabindex');
    return document.querySelectorAll(${JSON.stringify(operable)}).length;
  })()`);
  for (let step = 0; step < count; step += 1) {
    await page.keyboard.press('Tab');
    await page.evaluate(`(() => {
      const { activeElement } = document;
      const { outlineStyle, outlineWidth } = getComputedStyle(activeElement);
      activeElement.dataset.reached = outlineStyle === 'none' || outlineWidth === '0px' ? 'unseen' : 'seen';
    })()`);
  }
  return page.evaluate(`[...document.querySelectorAll(${JSON.stringify(operable)})]
    .filter((element) => element.checkVisibility() && element.dataset.reached !== 'seen')
    .map((element) => (element.dataset.reached ?? 'not reached') + ': ' + element.outerHTML)`);
}

describe.each(Object.keys(everyPage))('the page "%s"', (name) => {
  it.each(['en', 'ar'] as const)(
    'is accessible in %s, in light and dark, narrow and wide',
    async (language) => {
      await using opened = await open(name, language);
      const { page, complaints } = opened;
      expect(await page.evaluate('document.documentElement.lang')).toBe(language);
      for (const viewport of [wide, narrow]) {
        await page.setViewportSize(viewport);
        for (const colorScheme of ['light', 'dark'] as const) {
          await page.emulateMedia({ colorScheme });
          expect(await violationsOn(page), `${colorScheme}, ${viewport.width} px`).toEqual([]);
        }
      }
      expect(await sidewaysOn(page)).toBe(0);
      expect(await unreachableOn(page)).toEqual([]);
      expect(complaints).toEqual([]);
    },
  );
});

it.each(languages)('the sign-in page is accessible in %s', async (language) => {
  await using opened = await open('sign-in', language);
  expect(await violationsOn(opened.page)).toEqual([]);
  expect(await sidewaysOn(opened.page)).toBe(0);
});

it('would find a field without a name, here as anywhere', async () => {
  await using opened = await open('sign-in', 'en');
  await opened.page.evaluate("document.querySelector('label').remove()");
  expect((await violationsOn(opened.page)).join()).toMatch(/^label at #email/);
});
