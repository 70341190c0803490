/** A new account: what it needs, and the code by mail that its address is proven with. */
import type { Hono } from 'hono';
import type { PasswordPolicy } from '../../domain/accounts/passwords/password-policy.ts';
import {
  type RefusedSignUp,
  type SignUpAskedAgain,
  type SignUpParts,
  askForSignUpAgain,
  signUpAskedFor,
  confirmSignUp,
  maxNameLength,
  signUp,
} from '../../domain/accounts/sign-up.ts';
import { originOf } from '../../platform/request-info.ts';
import { interactionPath } from '../../protocol/interactions/original-request.ts';
import { type PageEnv, type PageRequest, networkOf } from '../page/page-request.ts';
import { orBusy, retryAfter, retryLater } from '../page/retry-later.ts';
import { formatCount } from '../texts/format.ts';
import { explainPassword } from '../texts/password-problems.ts';
import type { Look } from '../views/look.ts';
import { signUpCodePage } from '../views/sign-in/code-pages.ts';
import { type SignUpModel, signUpPage } from '../views/sign-in/sign-up-page.ts';
import { type CodeAnswer, addCodePage, codeModel, knownEmail } from './code-request.ts';
import { type PageContext, appOf, refuseEnforced, renderSignIn, sendPage } from './interaction-pages.ts';
import {
  type Step,
  type StepOptions,
  authenticated,
  refuseWhenSignedIn,
  withForm,
  withInteraction,
} from './steps.ts';
import { waysIn } from './ways-in.ts';

export interface SignUpRoutesOptions extends StepOptions {
  readonly signUp: SignUpParts;
}

const step = '/sign-up';

export function addSignUpRoutes(app: Hono<PageEnv>, options: SignUpRoutesOptions): void {
  const path = `/interaction/:uid${step}`;
  app.get(path, (c) =>
    withInteraction(c, options, async (page) => {
      const answer = { name: page.interaction.typed?.name ?? '', email: knownEmail(page), errors: {} };
      return sendPage(c, render(page, options, answer), page.interaction);
    }),
  );
  app.post(path, (c) => withForm(c, options, (form) => postSignUp(c, form, options)));
  // Without mail, addresses are taken as they are given.
  if (options.signUp.proofs === null) return;
  addCodePage(app, options, {
    step,
    render: renderCode,
    post: (c, form) => postCode(c, form, options),
    askAgain: (c, page) => askAgain(c, page, options),
    askedFor: ({ interaction: { uid } }) => signUpAskedFor(options.signUp, uid),
  });
}

function askAgain(
  c: PageRequest,
  { interaction: { uid: transaction, client }, look }: PageContext,
  { signUp: parts }: SignUpRoutesOptions,
): Promise<SignUpAskedAgain> {
  const { language } = look;
  return askForSignUpAgain(parts, { transaction, network: networkOf(c), app: client.name, language });
}

async function postSignUp(
  c: PageRequest,
  { page, fields }: Step,
  options: SignUpRoutesOptions,
): Promise<Response> {
  const { common, signIn } = page.look.texts;
  const values = { name: fields.get('name') ?? '', email: fields.get('email') ?? '' };
  const enforced = refuseEnforced(c, page, values.email, options.federation);
  if (enforced !== null) return enforced;
  const outcome = await orBusy(() =>
    signUp(options.signUp, {
      ...values,
      password: fields.get('password') ?? '',
      origin: originOf(c.env.incoming),
      transaction: page.interaction.uid,
      app: page.interaction.client.name,
      language: page.look.language,
    }),
  );
  const again = (errors: SignUpModel['errors'], status: 422 | 429 | 503): Response =>
    sendPage(c, render(page, options, { ...values, errors }), page.interaction, status);
  switch (outcome.outcome) {
    case 'signed_up':
      return authenticated(c, page, { ...outcome, method: 'password' }, options);
    case 'asked':
      await options.interactions.keepTyped(page.interaction.uid, {
        email: values.email.trim(),
        name: values.name.trim(),
      });
      return c.redirect(interactionPath(page.interaction.uid, page.request, `${step}/code`), 303);
    case 'invalid':
      return again(explain(outcome, page.look, options.signUp.policy), 422);
    case 'taken':
      return again({ form: signIn.cannotCreate }, 422);
    case 'limited':
      return again({ form: retryLater(c, page.look, { seconds: outcome.retryAfterSeconds }) }, 429);
    case 'busy':
      retryAfter(c, outcome.retryAfterSeconds);
      return again({ form: common.busy }, 503);
  }
}

type InvalidSignUp = Extract<RefusedSignUp, { outcome: 'invalid' }>;

function explain(
  { email, password, name }: InvalidSignUp,
  { texts: { common, signIn }, language }: Look,
  policy: PasswordPolicy,
): SignUpModel['errors'] {
  return {
    ...(email === null ? {} : { email: common.emailMalformed }),
    ...(password === null ? {} : { password: explainPassword(password, policy, language) }),
    ...(name === null ? {} : { form: formatCount(language, signIn.nameTooLong, maxNameLength) }),
  };
}

async function postCode(
  c: PageRequest,
  { page, fields }: Step,
  options: SignUpRoutesOptions,
): Promise<Response> {
  refuseWhenSignedIn(page);
  const { interaction } = page;
  const { signIn } = page.look.texts;
  const outcome = await confirmSignUp(options.signUp, {
    transaction: interaction.uid,
    code: fields.get('code') ?? '',
    origin: originOf(c.env.incoming),
    language: page.look.language,
  });
  const again = (error: string): Response =>
    sendPage(c, renderCode(page, { code: '', errors: { code: error } }), interaction, 422);
  switch (outcome.outcome) {
    case 'signed_up':
      return authenticated(c, page, { ...outcome, method: 'password' }, options);
    case 'taken': {
      const answer = { email: interaction.typed?.email ?? '', error: null, trouble: signIn.takenMeanwhile };
      return sendPage(c, renderSignIn(page, await waysIn(interaction, options), answer), interaction, 422);
    }
    case 'wrong':
      return again(signIn.wrongCode);
    case 'over':
      return again(signIn.overCode);
  }
}

function render(
  { interaction, csrfToken, request, look }: PageContext,
  { signUp: { policy } }: SignUpRoutesOptions,
  answer: Pick<SignUpModel, 'name' | 'email' | 'errors'>,
): string {
  return signUpPage({
    clientName: appOf(interaction),
    action: interactionPath(interaction.uid, request, step),
    csrfToken,
    ...answer,
    passwordMinLength: policy.minLength,
    signInHref: interactionPath(interaction.uid, request),
    look,
  });
}

function renderCode(page: PageContext, answer: CodeAnswer): string {
  return signUpCodePage(codeModel(page, step, answer));
}
