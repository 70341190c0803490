/** A forgotten password: another one, with a code by mail as proof. */
import type { Hono } from 'hono';
import { type PasswordResetParts, confirmReset } from '../../domain/accounts/password-reset.ts';
import { originOf } from '../../platform/request-info.ts';
import { interactionPath } from '../../protocol/interactions/original-request.ts';
import type { PageEnv, PageRequest } from '../page/page-request.ts';
import { orBusy, retryAfter, retryLater } from '../page/retry-later.ts';
import { explainPassword } from '../texts/password-problems.ts';
import { type CodeModel, resetPage, resetRequestPage } from '../views/sign-in/code-pages.ts';
import {
  type CodeAnswer,
  type CodeRequestPage,
  addCodePage,
  addCodeRequest,
  askAgain,
  askedForBy,
  codeModel,
} from './code-request.ts';
import { type PageContext, sendPage } from './interaction-pages.ts';
import { type Step, type StepOptions, refuseWhenSignedIn } from './steps.ts';

export interface ResetRoutesOptions extends StepOptions {
  /** null: the service cannot send mail, and none of these pages exists. */
  readonly reset: PasswordResetParts | null;
}

type Options = ResetRoutesOptions & { readonly reset: PasswordResetParts };

const step = '/reset';
const changed = 'changed';

export function addResetRoutes(app: Hono<PageEnv>, given: ResetRoutesOptions): void {
  if (given.reset === null) return;
  const options: Options = { ...given, reset: given.reset };
  const form: CodeRequestPage = {
    step,
    purpose: 'reset_password',
    parts: options.reset,
    render: resetRequestPage,
  };
  addCodeRequest(app, options, form);
  addCodePage(app, options, {
    step,
    render: (page, answer) => render(page, options, answer),
    post: (c, posted) => postCode(c, posted, options),
    askAgain: (c, page) => askAgain(c, page, form, options),
    askedFor: askedForBy(form),
  });
}

/** Whether the page of signing in is what a reset has led to. */
export function isAfterReset(c: PageRequest): boolean {
  return c.req.query('password') === changed;
}

async function postCode(c: PageRequest, { page, fields }: Step, options: Options): Promise<Response> {
  refuseWhenSignedIn(page);
  const { look } = page;
  const { common, signIn } = look.texts;
  const outcome = await orBusy(() =>
    confirmReset(options.reset, {
      transaction: page.interaction.uid,
      code: fields.get('code') ?? '',
      password: fields.get('password') ?? '',
      origin: originOf(c.env.incoming),
      language: look.language,
    }),
  );
  const again = (errors: CodeModel['errors'], status: 422 | 429 | 503) => {
    const code = errors.code === undefined ? (fields.get('code') ?? '') : '';
    return sendPage(c, render(page, options, { errors, code }), page.interaction, status);
  };
  switch (outcome.outcome) {
    case 'reset': {
      const signIn = interactionPath(page.interaction.uid, page.request);
      return c.redirect(`${signIn}&password=${changed}`, 303);
    }
    case 'wrong':
      return again({ code: signIn.wrongCode }, 422);
    case 'over':
      return again({ code: signIn.overCode }, 422);
    case 'invalid':
      return again({ password: explainPassword(outcome.password, options.reset.policy, look.language) }, 422);
    case 'limited':
      return again({ form: retryLater(c, look, { seconds: outcome.retryAfterSeconds }) }, 429);
    case 'busy':
      retryAfter(c, outcome.retryAfterSeconds);
      return again({ form: common.busy }, 503);
  }
}

function render(page: PageContext, { reset }: Options, answer: CodeAnswer): string {
  return resetPage({ ...codeModel(page, step, answer), passwordMinLength: reset.policy.minLength });
}
