/** Asking for a code by mail in a sign-in: the same form and answers, whatever the code is for. */
import type { Hono } from 'hono';
import {
  type AskedAgain,
  type CodeRequest,
  type CodeRequestParts,
  askForCode,
  askForCodeAgain,
  askedFor,
} from '../../domain/accounts/email/code-request.ts';
import { interactionPath } from '../../protocol/interactions/original-request.ts';
import { deviceOf } from '../page/devices.ts';
import { type PageEnv, type PageRequest, networkOf } from '../page/page-request.ts';
import { retryLater } from '../page/retry-later.ts';
import type { CodeModel, CodeRequestModel } from '../views/sign-in/code-pages.ts';
import { type PageContext, refuseEnforced, sendPage } from './interaction-pages.ts';
import { type Step, type StepOptions, withForm, withInteraction } from './steps.ts';

export interface CodeRequestPage {
  readonly step: '/reset' | '/email-code';
  readonly purpose: CodeRequest['purpose'];
  readonly parts: CodeRequestParts;
  readonly render: (model: CodeRequestModel) => string;
}

export function addCodeRequest(app: Hono<PageEnv>, options: StepOptions, form: CodeRequestPage): void {
  const path = `/interaction/:uid${form.step}`;
  app.get(path, (c) =>
    withInteraction(c, options, async (page) =>
      sendPage(c, render(page, form, { email: knownEmail(page), errors: {} }), page.interaction),
    ),
  );
  app.post(path, (c) => withForm(c, options, (step) => postRequest(c, step, form, options)));
}

async function postRequest(
  c: PageRequest,
  { page, fields }: Step,
  form: CodeRequestPage,
  { federation, interactions, issuer }: StepOptions,
): Promise<Response> {
  const { uid, typed } = page.interaction;
  const { common, signIn } = page.look.texts;
  const { step } = form;
  const email = fields.get('email') ?? '';
  const enforced = refuseEnforced(c, page, email, federation);
  if (enforced !== null) return enforced;
  const asked = await askForCode(form.parts, {
    ...requestOf(c, page, form, issuer),
    email,
  });
  const again = (errors: CodeRequestModel['errors'], status: 422 | 429): Response =>
    sendPage(c, render(page, form, { email, errors }), page.interaction, status);
  switch (asked.outcome) {
    case 'asked':
      await interactions.keepTyped(uid, { email: email.trim(), name: typed?.name ?? '' });
      return c.redirect(interactionPath(uid, page.request, `${step}/code`), 303);
    case 'invalid':
      return again({ email: common.emailMalformed }, 422);
    case 'limited': {
      const limit = { text: signIn.tooManyCodes, seconds: asked.retryAfterSeconds };
      return again({ form: retryLater(c, page.look, limit) }, 429);
    }
  }
}

/** Another code for what was asked for here. */
export async function askAgain(
  c: PageRequest,
  page: PageContext,
  form: CodeRequestPage,
  { issuer }: StepOptions,
): Promise<AskedAgain> {
  return askForCodeAgain(form.parts, requestOf(c, page, form, issuer));
}

/** See `CodePage`. */
export function askedForBy({ purpose, parts }: CodeRequestPage): CodePage['askedFor'] {
  return ({ interaction: { uid: transaction } }) => askedFor(parts, { transaction, purpose });
}

function requestOf(
  c: PageRequest,
  { interaction: { uid, client }, look }: PageContext,
  { purpose }: CodeRequestPage,
  issuer: string,
): Omit<CodeRequest, 'email'> {
  return {
    purpose,
    transaction: uid,
    network: networkOf(c),
    device: deviceOf(c, issuer),
    app: client.name,
    language: look.language,
  };
}

/** What was typed, else what the app says. */
export function knownEmail({ interaction: { typed, loginHint } }: PageContext): string {
  return typed?.email ?? loginHint ?? '';
}

function render(
  { interaction: { uid }, csrfToken, request, look }: PageContext,
  { step, render: renderPage }: CodeRequestPage,
  answer: Pick<CodeRequestModel, 'email' | 'errors'>,
): string {
  return renderPage({
    action: interactionPath(uid, request, step),
    csrfToken,
    ...answer,
    signInHref: interactionPath(uid, request),
    look,
  });
}

export interface CodeAnswer extends Pick<CodeModel, 'code' | 'errors'> {
  readonly notice?: string;
}

export interface CodePage {
  readonly step: CodeRequestPage['step'] | '/sign-up';
  readonly render: (page: PageContext, answer: CodeAnswer) => string;
  readonly post: (c: PageRequest, form: Step) => Promise<Response>;
  readonly askAgain: (c: PageRequest, page: PageContext) => Promise<AskedAgain>;
  /** The address that it was asked for with; null: it was not. */
  readonly askedFor: (page: PageContext) => Promise<string | null>;
}

/** Query of the page that takes the code, right after another one was sent. */
const codeSent = 'code=sent';

/** The page that takes the code, and sends another one. Where none was asked for, that comes first. */
export function addCodePage(app: Hono<PageEnv>, options: StepOptions, code: CodePage): void {
  const path = `/interaction/:uid${code.step}/code`;
  const toRequest = (c: PageRequest, { interaction: { uid }, request }: PageContext): Response =>
    c.redirect(interactionPath(uid, request, code.step), 303);
  app.get(path, (c) =>
    withInteraction(c, options, async (page) => {
      const of = await asAsked(page, code);
      if (of === null) return toRequest(c, page);
      const isAnother = c.req.url.endsWith(`&${codeSent}`);
      const notice = isAnother ? { notice: page.look.texts.signIn.anotherCodeSent } : {};
      return sendPage(c, code.render(of, { code: '', errors: {}, ...notice }), page.interaction);
    }),
  );
  app.post(path, (c) =>
    withForm(c, options, async ({ page, fields }) => {
      const of = await asAsked(page, code);
      return of === null ? toRequest(c, page) : code.post(c, { page: of, fields });
    }),
  );
  app.post(`${path}/again`, (c) =>
    withForm(c, options, async ({ page }) => {
      const of = await asAsked(page, code);
      if (of === null) return toRequest(c, page);
      const { interaction, request, look } = of;
      const asked = await code.askAgain(c, of);
      switch (asked.outcome) {
        case 'asked':
          return c.redirect(
            `${interactionPath(interaction.uid, request, `${code.step}/code`)}&${codeSent}`,
            303,
          );
        case 'over':
          return toRequest(c, page);
        case 'limited': {
          const limit = { text: look.texts.signIn.tooManyCodes, seconds: asked.retryAfterSeconds };
          const errors = { form: retryLater(c, look, limit) };
          return sendPage(c, code.render(of, { code: '', errors }), interaction, 429);
        }
      }
    }),
  );
}

/** With the address that the code went to, which need not be the one that was typed last. */
async function asAsked(page: PageContext, code: CodePage): Promise<PageContext | null> {
  const email = await code.askedFor(page);
  if (email === null) return null;
  const { interaction } = page;
  return { ...page, interaction: { ...interaction, typed: { name: interaction.typed?.name ?? '', email } } };
}

/** Of the page that takes the code. */
export function codeModel(
  { interaction: { uid, typed }, csrfToken, request, look }: PageContext,
  step: CodePage['step'],
  { notice, ...answer }: CodeAnswer,
): CodeModel {
  return {
    action: interactionPath(uid, request, `${step}/code`),
    email: typed?.email ?? '',
    again: {
      action: interactionPath(uid, request, `${step}/code/again`),
      changeHref: interactionPath(uid, request, step),
    },
    signInHref: interactionPath(uid, request),
    csrfToken,
    notice: notice ?? null,
    ...answer,
    look,
  };
}
