/** Steps that go through somebody's mailbox: a forgotten password, and the address of a new account. */
import type { Hono } from 'hono';
import { type PasswordResetParts, askForReset, confirmReset } from '../../domain/accounts/password-reset.ts';
import { type SignUpParts, confirmSignUp } from '../../domain/accounts/sign-up.ts';
import { interactionPath } from '../../protocol/interactions/original-request.ts';
import type { PageEnv, PageRequest } from '../page/page-request.ts';
import { explainPassword } from '../texts/password-problems.ts';
import { type CodeModel, resetPage, resetRequestPage, signUpCodePage } from '../views/sign-in/code-pages.ts';
import { knownDeviceOf } from '../page/devices.ts';
import {
  type PageContext,
  passwordChanged,
  renderEnforced,
  renderSignIn,
  sendPage,
} from './interaction-pages.ts';
import {
  type Step,
  type StepOptions,
  authenticated,
  networkOf,
  orBusy,
  refuseWhenSignedIn,
  withForm,
  withInteraction,
} from './steps.ts';
import { waysIn, type WaysInOptions } from './ways-in.ts';

export interface EmailRoutesOptions extends StepOptions, WaysInOptions {
  readonly signUp: SignUpParts;
  /** null: the service cannot send mail, and none of these pages exists. */
  readonly reset: PasswordResetParts | null;
}

type CodeAnswer = Pick<CodeModel, 'code' | 'errors'>;

const nothingYet: CodeAnswer = { code: '', errors: {} };

type ResetOptions = EmailRoutesOptions & { readonly reset: PasswordResetParts };

export function addEmailRoutes(app: Hono<PageEnv>, given: EmailRoutesOptions): void {
  if (given.reset === null) return;
  const options: ResetOptions = { ...given, reset: given.reset };

  app.get('/interaction/:uid/reset', (c) =>
    withInteraction(c, options, async (page) =>
      sendPage(c, renderResetRequest(page, page.interaction.loginHint ?? '', {}), page.interaction),
    ),
  );
  app.post('/interaction/:uid/reset', (c) => withForm(c, options, (step) => postReset(c, step, options)));
  app.get('/interaction/:uid/reset/code', (c) =>
    withInteraction(c, options, async (page) =>
      sendPage(c, renderReset(page, options, nothingYet), page.interaction),
    ),
  );
  app.post('/interaction/:uid/reset/code', (c) =>
    withForm(c, options, (step) => postResetCode(c, step, options)),
  );
  app.get('/interaction/:uid/sign-up/code', (c) =>
    withInteraction(c, options, async (page) =>
      sendPage(c, renderSignUpCode(page, nothingYet), page.interaction),
    ),
  );
  app.post('/interaction/:uid/sign-up/code', (c) =>
    withForm(c, options, (step) => postSignUpCode(c, step, options)),
  );
}

async function postReset(
  c: PageRequest,
  { page, fields }: Step,
  { reset, federation, issuer }: ResetOptions,
): Promise<Response> {
  const { uid, client } = page.interaction;
  const { common, signIn } = page.look.texts;
  const email = fields.get('email') ?? '';
  const enforced = federation.enforcedProviderOf(email);
  if (enforced !== null) return sendPage(c, renderEnforced(page, enforced, email), page.interaction, 422);
  const outcome = await askForReset(reset, {
    transaction: uid,
    email,
    network: networkOf(c),
    knownDevice: await knownDeviceOf(c, email, { knownDevices: reset.storage.knownDevices, issuer }),
    app: client.name,
    language: page.look.language,
  });
  switch (outcome.outcome) {
    case 'asked':
      return c.redirect(interactionPath(uid, page.request, '/reset/code'), 303);
    case 'invalid': {
      const errors = { email: common.emailMalformed };
      return sendPage(c, renderResetRequest(page, email, errors), page.interaction, 422);
    }
    case 'limited':
      c.header('retry-after', String(outcome.retryAfterSeconds));
      return sendPage(
        c,
        renderResetRequest(page, email, { form: signIn.tooManyCodes }),
        page.interaction,
        429,
      );
  }
}

async function postResetCode(
  c: PageRequest,
  { page, fields }: Step,
  options: ResetOptions,
): Promise<Response> {
  refuseWhenSignedIn(page);
  const { look } = page;
  const { common, signIn } = look.texts;
  const outcome = await orBusy(() =>
    confirmReset(options.reset, {
      transaction: page.interaction.uid,
      code: fields.get('code') ?? '',
      password: fields.get('password') ?? '',
      network: networkOf(c),
      language: look.language,
    }),
  );
  const again = (errors: CodeModel['errors'], status: 422 | 429 | 503) => {
    const code = errors.code === undefined ? (fields.get('code') ?? '') : '';
    return sendPage(c, renderReset(page, options, { errors, code }), page.interaction, status);
  };
  switch (outcome.outcome) {
    case 'reset': {
      const signIn = interactionPath(page.interaction.uid, page.request);
      return c.redirect(`${signIn}&${passwordChanged}`, 303);
    }
    case 'wrong':
      return again({ code: signIn.wrongCode }, 422);
    case 'over':
      return again({ code: signIn.overCode }, 422);
    case 'invalid':
      return again({ password: explainPassword(outcome.password, options.reset.policy, look.language) }, 422);
    case 'limited':
      c.header('retry-after', String(outcome.retryAfterSeconds));
      return again({ form: common.tooManyAttempts }, 429);
    case 'busy':
      c.header('retry-after', String(outcome.retryAfterSeconds));
      return again({ form: common.busy }, 503);
  }
}

async function postSignUpCode(
  c: PageRequest,
  { page, fields }: Step,
  options: ResetOptions,
): Promise<Response> {
  refuseWhenSignedIn(page);
  const { uid } = page.interaction;
  const { signIn } = page.look.texts;
  const outcome = await confirmSignUp(options.signUp, { transaction: uid, code: fields.get('code') ?? '' });
  const again = (error: string) =>
    sendPage(c, renderSignUpCode(page, { errors: { code: error }, code: '' }), page.interaction, 422);
  switch (outcome.outcome) {
    case 'signed_up':
      return authenticated(c, page, { ...outcome, method: 'password' }, options);
    case 'taken': {
      const error = signIn.takenMeanwhile;
      return sendPage(
        c,
        renderSignIn(page, await waysIn(page.interaction, options), { email: '', error }),
        page.interaction,
        422,
      );
    }
    case 'wrong':
      return again(signIn.wrongCode);
    case 'over':
      return again(signIn.overCode);
  }
}

function renderResetRequest(
  { interaction: { uid }, csrfToken, request, look }: PageContext,
  email: string,
  errors: { email?: string; form?: string },
): string {
  return resetRequestPage({
    action: interactionPath(uid, request, '/reset'),
    csrfToken,
    email,
    errors,
    signInHref: interactionPath(uid, request),
    look,
  });
}

function renderReset(page: PageContext, { reset }: ResetOptions, answer: CodeAnswer): string {
  const { policy } = reset;
  return resetPage({ ...codeModel(page, '/reset', answer), passwordMinLength: policy.minLength });
}

function renderSignUpCode(page: PageContext, answer: CodeAnswer): string {
  return signUpCodePage(codeModel(page, '/sign-up', answer));
}

function codeModel(
  { interaction: { uid }, csrfToken, request, look }: PageContext,
  step: '/reset' | '/sign-up',
  answer: CodeAnswer,
): CodeModel {
  return {
    action: interactionPath(uid, request, `${step}/code`),
    againHref: interactionPath(uid, request, step),
    csrfToken,
    ...answer,
    look,
  };
}
