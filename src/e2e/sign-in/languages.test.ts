import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SmtpSink, startSmtpSink } from '../environment/smtp-sink.ts';
import { createMailboxes } from '../harness/mailboxes.ts';
import { type Page, createUserAgent } from '../harness/network/user-agent.ts';
import { type Scene, startScene } from '../harness/scene.ts';
import { beginSignIn, decide, goInstead, headingOf, submitPassword } from '../harness/sign-in-pages.ts';

let sink: SmtpSink;
let scene: Scene;

beforeAll(async () => {
  sink = await startSmtpSink();
  scene = await startScene({
    env: { SYMBOLON_MAIL_SMTP_URL: sink.url, SYMBOLON_MAIL_FROM: 'Symbolon <no-reply@id.example>' },
  });
});
afterAll(async () => {
  await scene[Symbol.asyncDispose]();
  await sink[Symbol.asyncDispose]();
});

function browser(acceptLanguage: string) {
  const { issuer } = scene.cluster;
  return createUserAgent(issuer, issuer, { 'accept-language': acceptLanguage });
}

function begin(acceptLanguage: string, uiLocales?: string) {
  const request = { issuer: scene.cluster.issuer, client: scene.client };
  return beginSignIn({ ...request, parameters: { ui_locales: uiLocales } }, browser(acceptLanguage));
}

/** In which language a page says it is, and its heading. */
function languageOf(page: Page): readonly [string | undefined, string] {
  return [/<html lang="([^"]*)"/.exec(page.html)?.[1], headingOf(page)];
}

describe('the pages of a sign-in', () => {
  it.each([
    ['de-AT,de;q=0.9,en;q=0.5', 'de', 'Anmelden'],
    ['fr-CA', 'fr', 'Connexion'],
    ['es', 'es', 'Iniciar sesión'],
    ['ja', 'ja', 'ログイン'],
    ['ar-EG', 'ar', 'تسجيل الدخول'],
    ['tlh', 'en', 'Sign in'],
  ])('are in the language of a browser that asks for %s', async (header, language, heading) => {
    const { page } = await begin(header);
    expect(languageOf(page)).toEqual([language, heading]);
  });

  it('are in the language that the app asks for, to the last one', async () => {
    const { agent, page } = await begin('en', 'tlh de-CH fr');
    expect(languageOf(page)).toEqual(['de', 'Anmelden']);
    const refused = await submitPassword(agent, page, { ...scene.account, password: 'not this one' });
    expect([refused.status, ...languageOf(refused)]).toEqual([422, 'de', 'Anmelden']);
    expect(refused.html).toContain('passen nicht zusammen');
    const consent = await submitPassword(agent, refused, scene.account);
    expect(languageOf(consent)).toEqual(['de', expect.stringContaining('möchte auf Ihr Konto zugreifen')]);
    expect(consent.html).toContain('Wissen, wer Sie hier sind');
    expect(new URL((await decide(agent, consent, 'allow')).url).searchParams.has('code')).toBe(true);
    const signOut = await agent.open(`${scene.cluster.issuer}/logout?ui_locales=es`);
    expect(languageOf(signOut)).toEqual(['es', '¿Cerrar la sesión?']);
  });

  it('that something is wrong with are in that language too', async () => {
    const { agent, page } = await begin('en', 'fr');
    const forged = await agent.submit(page, { csrf: 'x' }, '/sign-in');
    expect([forged.status, ...languageOf(forged)]).toEqual([403, 'fr', 'Cela n’a pas fonctionné']);
    const signUp = await goInstead(agent, page, 'sign-up');
    const short = await agent.submit(signUp, { name: '', email: 'x', password: 'kurz' }, '/sign-up');
    expect(short.html).toContain('Utilisez au moins 8 caractères.');
    expect(short.html).toContain('Saisissez une adresse e-mail telle que');
  });

  it.each(['/nothing-here', '/authorize?client_id=nobody', '/interaction/nobody', '/', '/logout/success'])(
    'beside a sign-in are in the language of the browser: %s',
    async (path) => {
      const page = await browser('ja').open(`${scene.cluster.issuer}${path}`);
      expect(languageOf(page)[0]).toBe('ja');
      expect(headingOf(page)).toMatch(/\p{Script=Hiragana}|\p{Script=Katakana}/u);
    },
  );
});

it('a mail is in the language of the page on which it was asked for', async () => {
  const { agent, page } = await begin('en', 'de');
  const reset = await goInstead(agent, page, 'reset');
  await agent.submit(reset, { email: scene.account.email }, '/reset');
  const mailboxes = createMailboxes(sink, scene.cluster.database.url);
  await mailboxes.codeFor(scene.account.email);
  for (const mail of mailboxes.mailsTo(scene.account.email)) expect(mail).toMatch(/<html lang=(?:3D)?"de"/);
});

it('the metadata names the languages', async () => {
  const response = await fetch(`${scene.cluster.issuer}/.well-known/openid-configuration`);
  expect(await response.json()).toMatchObject({
    ui_locales_supported: ['en', 'de', 'fr', 'es', 'ja', 'ar'],
  });
});
