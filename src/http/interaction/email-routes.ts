/** Steps that go through somebody's mailbox: a forgotten password, and the address of a new account. */
import type { HttpBindings } from '@hono/node-server';
import type { Hono } from 'hono';
import { type PasswordResetParts, askForReset, confirmReset } from '../../domain/accounts/password-reset.ts';
import { type SignUpParts, confirmSignUp } from '../../domain/accounts/sign-up.ts';
import { interactionPath } from '../../protocol/interactions/original-request.ts';
import { PageError } from '../page-error.ts';
import { type CodeModel, resetPage, resetRequestPage, signUpCodePage } from '../views/code-pages.ts';
import { type PageContext, passwordChanged, renderSignIn, sendPage } from './interaction-pages.ts';
import {
  type PageRequest,
  type Step,
  type StepOptions,
  busy,
  finishSignIn,
  networkOf,
  orBusy,
  tooManyAttempts,
  withForm,
  withInteraction,
} from './steps.ts';

export interface EmailRoutesOptions extends StepOptions {
  readonly signUp: SignUpParts;
  /** null: the service cannot send mail, and none of these pages exists. */
  readonly reset: PasswordResetParts | null;
}

const wrongCode = 'That is not the code from the mail. Check it and try again.';
const overCode = 'This code is not good any more. Ask for another one.';

type CodeAnswer = Pick<CodeModel, 'code' | 'errors'>;

const nothingYet: CodeAnswer = { code: '', errors: {} };

type ResetOptions = EmailRoutesOptions & { readonly reset: PasswordResetParts };

export function addEmailRoutes(app: Hono<{ Bindings: HttpBindings }>, given: EmailRoutesOptions): void {
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

async function postReset(c: PageRequest, { page, fields }: Step, { reset }: ResetOptions): Promise<Response> {
  const { uid, client } = page.interaction;
  const email = fields.get('email') ?? '';
  const outcome = await askForReset(reset, {
    transaction: uid,
    email,
    network: networkOf(c),
    app: client.name,
  });
  switch (outcome.outcome) {
    case 'asked':
      return c.redirect(interactionPath(uid, page.request, '/reset/code'), 303);
    case 'invalid': {
      const errors = { email: 'Enter an email address such as name@example.com.' };
      return sendPage(c, renderResetRequest(page, email, errors), page.interaction, 422);
    }
    case 'limited':
      c.header('retry-after', String(outcome.retryAfterSeconds));
      return sendPage(
        c,
        renderResetRequest(page, email, { form: 'Too many codes were sent. Wait a while, then try again.' }),
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
  const outcome = await orBusy(() =>
    confirmReset(options.reset, {
      transaction: page.interaction.uid,
      code: fields.get('code') ?? '',
      password: fields.get('password') ?? '',
      network: networkOf(c),
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
      return again({ code: wrongCode }, 422);
    case 'over':
      return again({ code: overCode }, 422);
    case 'invalid':
      return again({ password: outcome.password }, 422);
    case 'limited':
      c.header('retry-after', String(outcome.retryAfterSeconds));
      return again({ form: tooManyAttempts }, 429);
    case 'busy':
      c.header('retry-after', String(outcome.retryAfterSeconds));
      return again({ form: busy }, 503);
  }
}

async function postSignUpCode(
  c: PageRequest,
  { page, fields }: Step,
  options: ResetOptions,
): Promise<Response> {
  refuseWhenSignedIn(page);
  const { uid } = page.interaction;
  const outcome = await confirmSignUp(options.signUp, { transaction: uid, code: fields.get('code') ?? '' });
  const again = (error: string) =>
    sendPage(c, renderSignUpCode(page, { errors: { code: error }, code: '' }), page.interaction, 422);
  switch (outcome.outcome) {
    case 'signed_up':
      return finishSignIn(c, page, outcome, options);
    case 'taken': {
      const error = 'There is an account with this address by now. Sign in instead.';
      return sendPage(c, renderSignIn(page, true, { email: '', error }), page.interaction, 422);
    }
    case 'wrong':
      return again(wrongCode);
    case 'over':
      return again(overCode);
  }
}

/** These are ways to sign in: of no use where the engine asks for something else. */
function refuseWhenSignedIn({ interaction }: PageContext): void {
  if (interaction.prompt === 'login') return;
  throw new PageError(400, 'invalid_step', 'You are signed in already. Go back and continue there.');
}

function renderResetRequest(
  { interaction: { uid }, csrfToken, request, issuerName }: PageContext,
  email: string,
  errors: { email?: string; form?: string },
): string {
  return resetRequestPage({
    action: interactionPath(uid, request, '/reset'),
    csrfToken,
    email,
    errors,
    signInHref: interactionPath(uid, request),
    issuerName,
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
  { interaction: { uid }, csrfToken, request, issuerName }: PageContext,
  step: '/reset' | '/sign-up',
  answer: CodeAnswer,
): CodeModel {
  return {
    action: interactionPath(uid, request, `${step}/code`),
    againHref: interactionPath(uid, request, step),
    csrfToken,
    ...answer,
    issuerName,
  };
}
