import { describe, expect, it } from 'vitest';
import { accentGrounds } from '../../domain/clients/accent.ts';
import { accentStylesheet } from './style/accent-stylesheet.ts';
import { consentPage } from './sign-in/consent-page.ts';
import { darkPalette, lightPalette, type Palette } from './style/design-tokens.ts';
import { isWebAddress, layout } from './layout.ts';
import { languages } from '../texts/texts.ts';
import { createLook } from './look.ts';
import { messagePage } from './message-page.ts';
import { icon, iconPath } from './mark.ts';
import { copyScript, hasScript, passkeyScript, passwordScript, type Script, scripts } from './script.ts';
import { signInPage } from './sign-in/sign-in-page.ts';
import { everyPage } from './testing/every-page.ts';
import { stylesheet, stylesheetPath } from './style/stylesheet.ts';

const pages = Object.entries(everyPage('plain'));
const tagPattern = /<[a-z!/](?:"[^"]*"|'[^']*'|[^'">])*>/gi;

/** What the parser sees as structure: tags with their attributes' values blanked, and no text. */
function skeleton(page: string): string {
  return (page.match(tagPattern) ?? []).map((tag) => tag.replace(/"[^"]*"/g, '""')).join('\n');
}

function tags(page: string, name: string): string[] {
  return (page.match(tagPattern) ?? []).filter((tag) => tag.startsWith(`<${name} `) || tag === `<${name}>`);
}

/** Each at most once. */
function withoutOurScripts(page: string): string {
  return scripts.reduce((rest, { element }) => rest.replace(element.toString(), ''), page);
}

function attribute(tag: string, name: string): string | null {
  return new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1] ?? null;
}

describe('every page', () => {
  const hostileTexts = [
    '"><script>alert(1)</script>',
    "'><img src=x onerror=alert(1)>",
    '" onfocus="alert(1)" autofocus x="',
    '</title></style></textarea><svg onload=alert(1)>',
    '&quot;&gt;&lt;script&gt;',
  ];

  it.each(hostileTexts)('has the same structure whatever its values say: %s', (text) => {
    for (const [name, page] of Object.entries(everyPage(text))) {
      expect(skeleton(page), name).toBe(skeleton(everyPage('plain')[name] ?? ''));
      expect(withoutOurScripts(page), name).not.toContain('<script');
    }
  });

  it('has a script of ours, and the policy that allows it, only where there is something for it to do', () => {
    const having = (script: Script, text: string) =>
      Object.entries(everyPage(text)).flatMap(([name, page]) =>
        page.includes(script.element.toString()) ? [name] : [],
      );
    const expected = new Map([
      [passkeyScript, ['signIn', 'passkeyStep', 'passkeys']],
      [passwordScript, ['signIn', 'confirm', 'signUp', 'reset', 'changePassword']],
      [copyScript, ['passkeyAdded', 'addTotp', 'totpAdded', 'recoveryCodesMade']],
    ]);
    expect([...expected.keys()]).toEqual(scripts);
    for (const [script, names] of expected)
      for (const text of ['plain', script.element.toString(), ' type="password" data-copy="x"'])
        expect(having(script, text).sort(), script.path).toEqual([...names].sort());
    for (const [name, page] of pages)
      expect(hasScript(page), name).toBe([...expected.values()].flat().includes(name));
  });

  it.each(pages)('%s needs no other script, inline style or foreign host', (_name, page) => {
    expect(withoutOurScripts(page)).not.toMatch(
      /<script|<style|\sstyle=|\son[a-z]+=|<(img|iframe|object|embed|base)\b/i,
    );
    expect(tags(page, 'link').map((tag) => attribute(tag, 'href'))).toEqual([iconPath, stylesheetPath]);
  });

  it.each(pages)('%s posts every form, with a token against forgery', (_name, page) => {
    const forms = page.match(/<form[\s\S]*?<\/form>/g) ?? [];
    expect(forms.length).toBe(tags(page, 'form').length);
    for (const form of forms) {
      expect(form).toMatch(/^<form [^>]*method="post" action="plain"/);
      expect(form).toMatch(/<input type="hidden" name="(csrf|xsrf)" value="plain">/);
    }
  });

  it.each(pages)('%s labels every input and describes it only by what is on the page', (_name, page) => {
    const ids = [...page.matchAll(/\sid="([^"]*)"/g)].map((match) => match[1]);
    expect(new Set(ids).size).toBe(ids.length);
    const labelled = tags(page, 'label').map((tag) => attribute(tag, 'for'));
    for (const input of tags(page, 'input').filter((tag) => attribute(tag, 'type') !== 'hidden')) {
      expect(labelled).toContain(attribute(input, 'id'));
      for (const id of attribute(input, 'aria-describedby')?.split(' ') ?? []) expect(ids).toContain(id);
    }
  });

  it.each(pages)('%s has one heading, one main part, a language and no referrer', (_name, page) => {
    expect(tags(page, 'h1')).toHaveLength(1);
    expect(tags(page, 'main')).toHaveLength(1);
    expect(page).toMatch(/^<!doctype html>\n<html lang="en" dir="ltr">/);
    expect(page).toContain('<meta name="referrer" content="no-referrer">');
    expect((page.match(/\sautofocus/g) ?? []).length).toBeLessThanOrEqual(1);
  });
});

it('no page gives a password back', () => {
  const withPassword: string[] = [];
  for (const [name, page] of pages) {
    const inputs = tags(page, 'input').filter((tag) => attribute(tag, 'type') === 'password');
    for (const input of inputs) expect(attribute(input, 'value'), name).toBeNull();
    if (inputs.length > 0) withPassword.push(name);
  }
  expect(withPassword.sort()).toEqual(['changePassword', 'confirm', 'reset', 'signIn', 'signUp']);
});

describe.each(languages)('every page in %s', (language) => {
  it.each(Object.entries(everyPage('plain', language)))('%s says so', (_name, page) => {
    const direction = language === 'ar' ? 'rtl' : 'ltr';
    expect(page).toMatch(new RegExp(`^<!doctype html>\n<html lang="${language}" dir="${direction}">`));
    expect(page).not.toMatch(/\{[a-z]+\}|undefined|\[object/i);
  });

  it('has the structure that it has in English', () => {
    const english = everyPage('plain', 'en');
    for (const [name, page] of Object.entries(everyPage('plain', language)))
      expect(skeleton(page), name).toBe(skeleton(english[name] ?? ''));
  });
});

describe('a page of a sign-in to an app with a look of its own', () => {
  const theme = { logoUri: 'https://app.example/logo.svg?a="b', accentColor: '#1A56DB' };
  const look = createLook('en', 'Northwind', theme);
  const page = messagePage({ look, title: 't', paragraphs: [], action: null });

  it('has the stylesheet of its colour after ours', () => {
    const accent = '/assets/accent-1a56db.css';
    expect(tags(page, 'link').map((tag) => attribute(tag, 'href'))).toEqual([
      iconPath,
      stylesheetPath,
      accent,
    ]);
    expect(accentStylesheet(accent.slice('/assets/'.length))).toMatch(/^:root \{ --accent: #1a56db;/);
  });

  it('has its logo, which says nothing and asks for nothing', () => {
    const [logo = ''] = tags(page, 'img');
    expect(attribute(logo, 'src')).toBe('https://app.example/logo.svg?a=&quot;b');
    expect([attribute(logo, 'alt'), attribute(logo, 'referrerpolicy')]).toEqual(['', 'no-referrer']);
  });

  it.each(['accent-ffcc00.css', 'accent-1A56DB.css', 'accent-.css', 'accent-1a56db.css.map', 'x'])(
    'has no stylesheet %s',
    (file) => {
      expect(accentStylesheet(file)).toBeNull();
    },
  );
});

describe('the sign-in page', () => {
  const model = {
    clientName: 'Notes',
    action: '/interaction/1',
    csrfToken: 't',
    confirms: null,
    email: '',
    error: null,
    trouble: null,
    notice: null,
    passkey: null,
    canMail: true,
    providers: [],
    cancelAction: '/cancel',
    look: createLook('en', 'Northwind'),
  };
  const focused = (page: string) =>
    tags(page, 'input')
      .filter((tag) => tag.includes(' autofocus'))
      .map((tag) => attribute(tag, 'name'));

  it('puts the cursor where the next thing has to be typed', () => {
    expect(focused(signInPage(model))).toEqual(['email']);
    expect(focused(signInPage({ ...model, email: 'eleni@example.com' }))).toEqual(['password']);
  });

  it('ties a failure to both fields, since it does not say which one was wrong', () => {
    const page = signInPage({ ...model, error: 'No match.' });
    expect(page.match(/aria-describedby="form-error"/g)).toHaveLength(2);
    expect(page.match(/aria-invalid="true"/g)).toHaveLength(2);
    expect(page).toContain('role="alert"');
    expect(page).toContain('<title>Error: Sign in – Northwind</title>');
  });

  it('calls neither field wrong when it is something else', () => {
    const page = signInPage({ ...model, trouble: 'Too many attempts.' });
    expect(page).toContain('role="alert"');
    expect(page).not.toMatch(/aria-invalid|aria-describedby/);
  });

  it('is sent by the Enter key as what it is, not as one of the ways around it', () => {
    const page = signInPage(model);
    const own = tags(page, 'button').filter((tag) => attribute(tag, 'form') === 'sign-in');
    expect(own.map((tag) => attribute(tag, 'value'))).toEqual(['reset', 'email-code', 'sign-up']);
    const form = /<form [^>]*id="sign-in"[\s\S]*?<\/form>/.exec(page)?.[0] ?? '';
    expect(tags(form, 'button').map((tag) => attribute(tag, 'name'))).toEqual([null]);
  });

  it('offers nothing to somebody who only has to confirm who they are but to be somebody else', () => {
    const page = signInPage({ ...model, email: 'ada@example.com', confirms: 'ada@example.com' });
    const [email = ''] = tags(page, 'input').filter((tag) => attribute(tag, 'name') === 'email');
    expect([attribute(email, 'value'), email.includes(' readonly')]).toEqual(['ada@example.com', true]);
    expect(page).not.toContain('value="sign-up"');
    expect(page).toContain('value="another-account"');
  });
});

describe('addresses', () => {
  it.each([
    'javascript:alert(1)',
    'data:text/html,x',
    '//evil.example',
    '/\\evil.example',
    '/\t/evil.example',
    'https:evil',
    '',
  ])('leaves out %j', (address) => {
    expect(isWebAddress(address)).toBe(false);
    expect(
      layout({ look: createLook('en', 'I'), title: 't', body: '' as never, refreshTo: address }),
    ).not.toContain('http-equiv');
  });

  it('shows the host of a client website, never the name it poses as', () => {
    const model = {
      clientName: 'N',
      accountEmail: 'e',
      scopes: [],
      apis: [],
      redirect: { host: 'h', isLoopback: false },
      lifetime: 'l',
      action: '/',
      csrfToken: 't',
      look: createLook('en', 'I'),
    };
    expect(consentPage({ ...model, clientUri: 'https://bank.example@evil.example/' })).toContain(
      '>evil.example</a>',
    );
    expect(consentPage({ ...model, clientUri: 'javascript:alert(1)' })).not.toContain('<a ');
  });
});

describe('the stylesheet', () => {
  it('is named by its content and asks for nothing else', () => {
    expect(stylesheetPath).toMatch(/^\/assets\/symbolon\.[0-9a-f]{10}\.css$/);
    expect(stylesheet).not.toMatch(/url\(|@import/);
  });

  const textPairs: Array<[keyof Palette, keyof Palette]> = [
    ['ink', 'surface'],
    ['ink', 'sunken'],
    ['ink', 'ground'],
    ['muted', 'surface'],
    ['muted', 'sunken'],
    ['muted', 'ground'],
    ['accent', 'surface'],
    ['accent', 'sunken'],
    ['onAccent', 'accent'],
    ['danger', 'surface'],
    ['danger', 'sunken'],
    ['danger', 'dangerGround'],
    ['onDanger', 'danger'],
  ];

  it.each([
    ['light', lightPalette],
    ['dark', darkPalette],
  ] as const)('keeps %s text at 4.5:1 and edges at 3:1 (WCAG 1.4.3, 1.4.11)', (name, palette) => {
    for (const [front, back] of textPairs)
      expect(contrast(palette[front], palette[back]), `${front} on ${back}`).toBeGreaterThanOrEqual(4.5);
    // Accents of clients are made for these, and are not looked at again.
    const ground = accentGrounds[name];
    for (const back of ['surface', 'sunken'] as const) {
      const isHarder =
        name === 'light'
          ? luminance(palette[back]) < luminance(ground)
          : luminance(palette[back]) > luminance(ground);
      expect(isHarder, `${back} and accents`).toBe(false);
    }
    for (const back of ['surface', 'sunken'] as const)
      expect(contrast(palette.edge, palette[back]), `edge on ${back}`).toBeGreaterThanOrEqual(3);
  });
});

it('the icon is named by its content, and can be told from light tabs and dark ones (WCAG 1.4.11)', () => {
  expect(iconPath).toMatch(/^\/assets\/symbolon\.[0-9a-f]{10}\.svg$/);
  const colours = [...icon.matchAll(/fill="(#[0-9a-f]{6})"/g)].map(([, colour = '']) => colour);
  expect(colours).toHaveLength(2);
  for (const colour of colours)
    for (const tab of ['#ffffff', '#2b2a33'])
      expect(contrast(colour, tab), `${colour} on ${tab}`).toBeGreaterThanOrEqual(3);
});

function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5]
    .map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255)
    .map((channel) => (channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
