/** Signing in with a code by mail. */
import type { Hono } from 'hono';
import { type EmailSignInParts, confirmSignInCode } from '../../domain/accounts/email/email-sign-in.ts';
import type { Metrics } from '../../platform/metrics.ts';
import { originOf } from '../../platform/request-info.ts';
import type { PageEnv, PageRequest } from '../page/page-request.ts';
import { emailCodePage, emailCodeRequestPage } from '../views/sign-in/code-pages.ts';
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
import { type Step, type StepOptions, authenticated, refuseWhenSignedIn } from './steps.ts';

export interface EmailCodeRoutesOptions extends StepOptions {
  /** null: the service cannot send mail, and none of these pages exists. */
  readonly emailSignIn: EmailSignInParts | null;
  readonly metrics: Metrics;
}

type Options = EmailCodeRoutesOptions & { readonly emailSignIn: EmailSignInParts };

const step = '/email-code';

export function addEmailCodeRoutes(app: Hono<PageEnv>, given: EmailCodeRoutesOptions): void {
  if (given.emailSignIn === null) return;
  const options: Options = { ...given, emailSignIn: given.emailSignIn };
  const form: CodeRequestPage = {
    step,
    purpose: 'sign_in',
    parts: options.emailSignIn,
    render: emailCodeRequestPage,
  };
  addCodeRequest(app, options, form);
  addCodePage(app, options, {
    step,
    render,
    post: (c, posted) => postCode(c, posted, options),
    askAgain: (c, page) => askAgain(c, page, form, options),
    askedFor: askedForBy(form),
  });
}

async function postCode(c: PageRequest, { page, fields }: Step, options: Options): Promise<Response> {
  refuseWhenSignedIn(page);
  const { signIn } = page.look.texts;
  const outcome = await confirmSignInCode(options.emailSignIn, {
    transaction: page.interaction.uid,
    code: fields.get('code') ?? '',
    origin: originOf(c.env.incoming),
    language: page.look.language,
  });
  options.metrics.signIns.inc({ outcome: outcome.outcome === 'signed_in' ? 'signed_in' : 'refused' });
  const again = (error: string): Response =>
    sendPage(c, render(page, { code: '', errors: { code: error } }), page.interaction, 422);
  switch (outcome.outcome) {
    case 'signed_in':
      return authenticated(c, page, { ...outcome, method: 'email_code' }, options);
    case 'wrong':
      return again(signIn.wrongCode);
    case 'over':
      return again(signIn.overCode);
  }
}

function render(page: PageContext, answer: CodeAnswer): string {
  return emailCodePage(codeModel(page, step, answer));
}
