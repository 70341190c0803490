import { describe, expect, it } from 'vitest';
import { accentGrounds } from '../../domain/clients/accent.ts';
import { accentStylesheet } from './style/accent-stylesheet.ts';
import {
  addressCodePage,
  resetPage,
  resetRequestPage,
  signUpCodePage,
  emailCodePage,
  emailCodeRequestPage,
} from './sign-in/code-pages.ts';
import { consentPage } from './sign-in/consent-page.ts';
import { darkPalette, lightPalette, type Palette } from './style/design-tokens.ts';
import { errorPage } from './error-page.ts';
import { recoveryCodesMadePage, recoveryCodesPage } from './account/factors/recovery-codes-pages.ts';
import { addTotpPage, totpPage } from './account/factors/totp-pages.ts';
import { passkeysPage } from './account/factors/passkeys-page.ts';
import { factorChangedPage } from './account/factors/factor-parts.ts';
import { isWebAddress, layout } from './layout.ts';
import { type Language, languages } from '../texts/texts.ts';
import { recoveryStepPage, totpStepPage } from './sign-in/second-step-pages.ts';
import { createLook } from './look.ts';
import { mailboxPage } from './mail/mailbox-page.ts';
import { addressPage, enforcedPage, goingPage } from './federation/federation-pages.ts';
import { linksPage } from './federation/links-page.ts';
import { messagePage, signInEndedPage } from './message-page.ts';
import { activityPage } from './account/activity-page.ts';
import { appsPage } from './account/apps-page.ts';
import { deletedPage, deletePage } from './account/delete-page.ts';
import { emailPage, newEmailCodePage } from './account/email-pages.ts';
import { passwordPage } from './account/password-page.ts';
import { profilePage } from './account/profile-page.ts';
import { endOthersPage, sessionsPage } from './account/sessions-page.ts';
import { accountPage } from './account/account-page.ts';
import { setUpPage } from './sign-in/set-up-page.ts';
import { passkeyStepPage } from './sign-in/passkey-step-page.ts';
import { hasScript, passkeyScriptElement } from './script.ts';
import { signInPage } from './sign-in/sign-in-page.ts';
import { signOutPage, signedOutPage } from './sign-in/sign-out-page.ts';
import { signUpPage } from './sign-in/sign-up-page.ts';
import { stylesheet, stylesheetPath } from './style/stylesheet.ts';

/** Every page, in its fullest state, with the same text in every field a value can reach. */
function everyPage(text: string, language: Language = 'en'): Record<string, string> {
  const look = createLook(language, text);
  const scopes = [{ name: text, description: text }];
  const form = { look, action: text, csrfToken: text };
  const step = {
    ...form,
    errors: { code: text, form: text },
    others: [{ href: text, label: text }],
    signInHref: text,
  };
  const since = new Date(0);
  const shared = { clientName: text, action: text, csrfToken: text, email: text, look };
  return {
    signIn: signInPage({
      ...shared,
      error: text,
      notice: text,
      passkey: { action: text, options: { text }, error: text },
      resetHref: text,
      emailCodeHref: text,
      providers: [{ label: text, action: text }],
      signUpHref: text,
      cancelAction: text,
    }),
    signUp: signUpPage({
      ...shared,
      name: text,
      passwordMinLength: 12,
      errors: { email: text, password: text, form: text },
      signInHref: text,
    }),
    resetRequest: resetRequestPage({ ...shared, errors: { email: text, form: text }, signInHref: text }),
    emailCodeRequest: emailCodeRequestPage({
      ...shared,
      errors: { email: text, form: text },
      signInHref: text,
    }),
    emailCode: emailCodePage({ ...shared, code: text, errors: { code: text, form: text }, againHref: text }),
    reset: resetPage({
      ...shared,
      code: text,
      errors: { code: text, password: text, form: text },
      againHref: text,
      passwordMinLength: 12,
    }),
    signUpCode: signUpCodePage({
      ...shared,
      code: text,
      errors: { code: text, form: text },
      againHref: text,
    }),
    passkeyStep: passkeyStepPage({
      ...shared,
      options: { text },
      error: text,
      others: [{ href: text, label: text }],
      signInHref: text,
    }),
    passkeys: passkeysPage({
      ...shared,
      passkeys: [
        { id: text, name: text, createdAt: new Date(0), lastUsedAt: null },
        { id: `${text}2`, name: text, createdAt: new Date(0), lastUsedAt: new Date(0) },
      ],
      add: { action: text, options: { text }, name: text, nameError: text },
      renameAction: text,
      removeAction: text,
      error: text,
    }),
    passkeyAdded: factorChangedPage({
      ...{ look, factor: 'passkey', endOthers: form },
      change: { outcome: 'added', codes: [text] },
    }),
    passkeyRemoved: factorChangedPage({
      ...{ look, factor: 'passkey', endOthers: form },
      change: { outcome: 'removed', codesRemoved: true },
    }),
    mailbox: mailboxPage([{ to: text, subject: text, text, html: text, at: new Date(0) }], look),
    totpStep: totpStepPage(step),
    recoveryStep: recoveryStepPage(step),
    addTotp: addTotpPage({ ...step, uri: text, key: text, replaces: true }),
    totp: totpPage({ look, addedAt: new Date(0), lastUsedAt: new Date(0), replaceHref: text, remove: form }),
    totpAdded: factorChangedPage({
      ...{ look, factor: 'totp', endOthers: form },
      change: { outcome: 'added', codes: [text, text] },
    }),
    totpRemoved: factorChangedPage({
      ...{ look, factor: 'totp', endOthers: form },
      change: { outcome: 'removed', codesRemoved: true },
    }),
    recoveryCodes: recoveryCodesPage({ look, left: 9, make: form }),
    recoveryCodesMade: recoveryCodesMadePage(look, [text, text]),
    consent: consentPage({
      ...shared,
      clientUri: `https://client.example/${text}`,
      accountEmail: text,
      scopes,
      apis: [{ name: text, audience: text, scopes }],
      redirectHost: text,
      lifetime: text,
    }),
    account: accountPage({
      look,
      email: text,
      signOutHref: text,
      notice: text,
      sections: [{ title: text, items: [{ href: text, label: text, value: text }] }],
    }),
    profile: profilePage({ ...form, name: text, error: text }),
    changePassword: passwordPage({
      ...form,
      hasPassword: true,
      passwordMinLength: 12,
      errors: { current: text, password: text, form: text },
    }),
    changeEmail: emailPage({
      ...form,
      email: text,
      isVerified: false,
      canSend: true,
      newEmail: text,
      errors: { email: text, form: text },
    }),
    changeEmailCode: newEmailCodePage({ ...form, newEmail: text, error: text, againHref: text }),
    sessions: sessionsPage({
      ...form,
      sessions: [true, false].map((isThis) => ({ uid: text, browser: text, network: text, since, isThis })),
      notice: text,
      endOthersHref: text,
      signOutHref: text,
    }),
    endOthers: endOthersPage(form),
    apps: appsPage({
      ...form,
      apps: [{ clientId: text, name: text, since, hasAccess: false, scopes }],
      notice: text,
    }),
    activity: activityPage({
      look,
      items: [{ text: 'Signed in for {detail}', detail: text, browser: text, network: text, at: since }],
    }),
    deleteAccount: deletePage({ ...form, error: text }),
    deletedAccount: deletedPage(look),
    setUp: setUpPage({
      ...shared,
      accountHref: text,
      againHref: text,
      cancelAction: text,
    }),
    signOut: signOutPage({
      action: text,
      xsrf: text,
      clientName: text,
      accountEmail: text,
      look,
    }),
    signedOut: signedOutPage({ clientName: text, isSignedIn: false, look }),
    stillSignedIn: signedOutPage({ clientName: text, isSignedIn: true, look }),
    notSignedIn: signOutPage({
      action: text,
      xsrf: text,
      clientName: text,
      accountEmail: null,
      look,
    }),
    error: errorPage({
      status: 400,
      title: text,
      message: text,
      detailCode: text,
      requestId: text,
      look,
    }),
    message: messagePage({
      title: text,
      paragraphs: [text],
      action: { href: `/${text}`, label: text },
      look,
    }),
    going: goingPage({ look, provider: text, location: `https://there.example/${text}` }),
    enforced: enforcedPage({
      look,
      provider: text,
      domain: text,
      email: text,
      action: text,
      csrfToken: text,
      signInHref: text,
    }),
    address: addressPage({
      ...shared,
      provider: text,
      hidden: { claim: text },
      errors: { email: text, form: text },
      signInHref: text,
    }),
    addressCode: addressCodePage({ ...shared, code: text, errors: { code: text }, againHref: text }),
    links: linksPage({
      look,
      csrfToken: text,
      links: [
        {
          provider: text,
          name: text,
          linkedAt: new Date(0),
          lastUsedAt: new Date(0),
          canSignIn: false,
          hidden: { subject: text },
        },
      ],
      unlinkAction: text,
      providers: [{ id: text, label: text }],
      linkAction: text,
      error: text,
      endOthers: { action: text, csrfToken: text },
    }),
    signInEnded: signInEndedPage({ restartHref: `/${text}`, look }),
  };
}

const pages = Object.entries(everyPage('plain'));
const tagPattern = /<[a-z!/](?:"[^"]*"|'[^']*'|[^'">])*>/gi;

/** What the parser sees as structure: tags with their attributes' values blanked, and no text. */
function skeleton(page: string): string {
  return (page.match(tagPattern) ?? []).map((tag) => tag.replace(/"[^"]*"/g, '""')).join('\n');
}

function tags(page: string, name: string): string[] {
  return (page.match(tagPattern) ?? []).filter((tag) => tag.startsWith(`<${name} `) || tag === `<${name}>`);
}

/** At most once. */
function withoutOurScript(page: string): string {
  return page.replace(passkeyScriptElement.toString(), '');
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
      expect(withoutOurScript(page), name).not.toContain('<script');
    }
  });

  it('has our script, and the policy that allows it, only where there is something for it to do', () => {
    const scripted = (text: string) =>
      Object.entries(everyPage(text)).flatMap(([name, page]) => (hasScript(page) ? [name] : []));
    expect(scripted('plain')).toEqual(['signIn', 'passkeyStep', 'passkeys']);
    expect(scripted(passkeyScriptElement.toString())).toEqual(scripted('plain'));
  });

  it.each(pages)('%s needs no other script, inline style or foreign host', (_name, page) => {
    expect(withoutOurScript(page)).not.toMatch(
      /<script|<style|\sstyle=|\son[a-z]+=|<(img|iframe|object|embed|base)\b/i,
    );
    expect(tags(page, 'link').map((tag) => attribute(tag, 'href'))).toEqual([stylesheetPath]);
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
    expect(tags(page, 'link').map((tag) => attribute(tag, 'href'))).toEqual([stylesheetPath, accent]);
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
    email: '',
    error: null,
    notice: null,
    passkey: null,
    resetHref: null,
    emailCodeHref: null,
    providers: [],
    signUpHref: '/sign-up',
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

  it('never gives a password back', () => {
    for (const page of [everyPage('plain')['signIn'], everyPage('plain')['signUp']]) {
      const password = tags(page ?? '', 'input').find((tag) => attribute(tag, 'type') === 'password');
      expect(attribute(password ?? '', 'value')).toBeNull();
    }
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
      redirectHost: 'h',
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
    ['danger', 'dangerGround'],
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
