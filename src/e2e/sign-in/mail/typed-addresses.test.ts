import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AccountScene, startAccountScene } from '../../account/account-scene.ts';
import { type Page, type UserAgent, findForm } from '../../harness/network/user-agent.ts';
import { beginSignIn, goInstead, headingOf, linkOf, textOf } from '../../harness/sign-in-pages.ts';

let at: AccountScene;
let serial = 0;

beforeAll(async () => {
  at = await startAccountScene({ SYMBOLON_RATE_LIMITS_MAIL_PER_ADDRESS_POINTS: '3' });
});
afterAll(() => at[Symbol.asyncDispose]());

type Step = 'sign-up' | 'reset' | 'email-code';
const steps: readonly Step[] = ['sign-up', 'reset', 'email-code'];
const newPassword = 'nine quiet harbours';

interface Asked {
  readonly agent: UserAgent;
  readonly page: Page;
}

const newEmail = (): string => `typed-${(serial += 1)}@mail.example`;

async function begin(): Promise<Asked> {
  return beginSignIn({ issuer: at.scene.cluster.issuer, client: at.scene.client });
}

async function ask(step: Step, email: string): Promise<Asked> {
  const { agent, page } = await begin();
  const form = await goInstead(agent, page, step);
  const more = step === 'sign-up' ? { name: 'Ada', password: 'seven tall lanterns' } : {};
  return { agent, page: await agent.submit(form, { email, ...more }, `/${step}`) };
}

const askAgain = ({ agent, page }: Asked): Promise<Page> => agent.submit(page, {}, '/code/again');

const enter = ({ agent, page }: Asked, code: string): Promise<Page> =>
  agent.submit(page, { code, password: newPassword }, '/code');

/** Value of the page's field for the address. */
const emailOn = ({ html }: Page): string =>
  /<input id="email"[^>]* value="([^"]*)"/.exec(html.replaceAll('\n', ' '))?.[1] ?? '';

/** An address that a code for this step is sent to. */
async function emailFor(step: Step): Promise<string> {
  return step === 'sign-up' ? newEmail() : (await at.scene.cluster.registry.createAccount()).email;
}

describe('an address that was typed at sign-in', () => {
  it.each(steps)('need not be typed again: %s', async (step) => {
    const { agent, page } = await begin();
    const form = await goInstead(agent, page, step, ' ada@mail.example ');
    expect(emailOn(form)).toBe('ada@mail.example');
    expect(agent.visited.join(' '), 'addresses of pages').not.toMatch(/ada|mail\.example/);
    const back = await agent.open(linkOf(form, step === 'sign-up' ? 'Sign in' : 'Back to sign in'));
    expect([headingOf(back), emailOn(back)]).toEqual(['Sign in', 'ada@mail.example']);
  });

  it('takes the place of what the app said', async () => {
    const request = { issuer: at.scene.cluster.issuer, client: at.scene.client };
    const { agent, page } = await beginSignIn({
      ...request,
      parameters: { login_hint: 'hint@mail.example' },
    });
    expect(emailOn(page)).toBe('hint@mail.example');
    expect(emailOn(await goInstead(agent, page, 'reset', 'other@mail.example'))).toBe('other@mail.example');
  });

  it('is kept in this browser alone', async () => {
    const email = newEmail();
    await ask('reset', email);
    expect((await begin()).page.html).not.toContain(email);
  });

  it('leads nowhere with a step that there is not', async () => {
    const { agent, page } = await begin();
    const form = await agent.submit(page, {
      email: 'a@mail.example',
      password: '',
      instead: '//evil.example',
    });
    expect(headingOf(form)).toBe('Sign in');
  });
});

describe.each(steps)('the code page of %s', (step) => {
  it('says where the code went, and leads to another address and back', async () => {
    const email = newEmail();
    const { agent, page } = await ask(step, email);
    expect(textOf(page, 'main')).toContain(email);
    const change = await agent.open(linkOf(page, 'Change it'));
    expect(emailOn(change)).toBe(email);
    if (step === 'sign-up') expect(change.html).toContain('value="Ada"');
    expect(emailOn(await agent.open(linkOf(page, 'Back to sign in')))).toBe(email);
  });

  it('shows what was typed as text', async () => {
    const { page } = await ask(step, '"<b>x</b>"@mail.example');
    expect(page.html).not.toContain('<b>x</b>');
  });

  it('AU-13: sends another code for the same address, and the earlier one is worth nothing', async () => {
    const email = await emailFor(step);
    const asked = await ask(step, email);
    const first = await at.codeFor(email);
    const page = await askAgain(asked);
    expect([page.status, page.html.includes('The earlier code no longer works.')]).toEqual([200, true]);
    const second = await at.codeFor(email, [first]);
    const again = { agent: asked.agent, page };
    expect((await enter(again, first)).status).toBe(422);
    expect(headingOf(await enter(again, second))).toMatch(/asks for access|^Sign in$/);
  });

  it('AU-06: counts another code like a first one, and answers the same whoever it is for', async () => {
    const pages: string[][] = [];
    for (const email of [
      await emailFor(step),
      newEmail(),
      (await at.scene.cluster.registry.createAccount()).email,
    ]) {
      const asked = await ask(step, email);
      const answers: Page[] = [];
      for (let times = 0; times < 4; times += 1) answers.push(await askAgain(asked));
      pages.push(
        answers.map(({ status, html }) =>
          `${status} ${html}`
            .replaceAll(/(?:interaction\/|request=|name="csrf" value=")[\w.-]+/g, '')
            .replaceAll(email, ''),
        ),
      );
      expect(answers.map(({ status }) => status)).toEqual([200, 200, 429, 429]);
      expect(textOf(answers[3] ?? asked.page, 'main')).toMatch(/Try again in \d+ minutes\./);
      expect(answers[3]?.html).not.toContain('aria-invalid');
    }
    expect(pages[1]).toEqual(pages[0]);
    expect(pages[2]).toEqual(pages[0]);
  });

  it('leads to where a code is asked for while none was', async () => {
    const { agent, page } = await begin();
    const early = await agent.open(page.url.replace('?', `/${step}/code?`));
    expect(new URL(early.url).pathname).toMatch(new RegExp(`/${step}$`));
    const typed = await goInstead(agent, page, step, newEmail());
    const code = page.url.replace('?', `/${step}/code?`);
    expect(new URL((await agent.open(code)).url).pathname).toMatch(new RegExp(`/${step}$`));
    const body = new URLSearchParams({
      csrf: findForm(typed.html, `/${step}`).hidden['csrf'] ?? '',
      code: '1234 5678',
    });
    for (const address of [code, code.replace('/code?', '/code/again?')]) {
      const answer = await agent.request(address, { method: 'POST', body });
      const next = new URL(answer.headers.get('location') ?? '', address).pathname;
      expect([answer.status, next.split('/').slice(3)]).toEqual([303, [step]]);
    }
  });
});

it('a new password can be kept with its address', async () => {
  const email = newEmail();
  const { page } = await ask('reset', email);
  const username = /<input id="username"[^>]*>/.exec(page.html)?.[0] ?? '';
  for (const part of ['type="email"', 'autocomplete="username"', `value="${email}"`, ' readonly'])
    expect(username).toContain(part);
});
