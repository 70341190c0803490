/** Signing in with a code by mail. */
import type { Hono } from 'hono';
import {
  type EmailSignInParts,
  askForSignInCode,
  confirmSignInCode,
} from '../../domain/accounts/email/email-sign-in.ts';
import type { Metrics } from '../../platform/metrics.ts';
import { originOf } from '../../platform/request-info.ts';
import { interactionPath } from '../../protocol/interactions/original-request.ts';
import type { PageEnv, PageRequest } from '../page/page-request.ts';
import { type CodeModel, emailCodePage, emailCodeRequestPage } from '../views/sign-in/code-pages.ts';
import { knownDeviceOf } from '../page/devices.ts';
import { type PageContext, renderEnforced, sendPage } from './interaction-pages.ts';
import {
  type Step,
  type StepOptions,
  authenticated,
  networkOf,
  refuseWhenSignedIn,
  withForm,
  withInteraction,
} from './steps.ts';

export interface EmailCodeRoutesOptions extends StepOptions {
  /** null: the service cannot send mail, and none of these pages exists. */
  readonly emailSignIn: EmailSignInParts | null;
  readonly metrics: Metrics;
}

type EmailCodeOptions = EmailCodeRoutesOptions & { readonly emailSignIn: EmailSignInParts };

export function addEmailCodeRoutes(app: Hono<PageEnv>, given: EmailCodeRoutesOptions): void {
  if (given.emailSignIn === null) return;
  const options: EmailCodeOptions = { ...given, emailSignIn: given.emailSignIn };
  const path = '/interaction/:uid/email-code';

  app.get(path, (c) =>
    withInteraction(c, options, async (page) =>
      sendPage(c, renderRequest(page, page.interaction.loginHint ?? '', {}), page.interaction),
    ),
  );
  app.post(path, (c) => withForm(c, options, (step) => postRequest(c, step, options)));
  app.get(`${path}/code`, (c) =>
    withInteraction(c, options, async (page) => sendPage(c, renderCode(page, {}), page.interaction)),
  );
  app.post(`${path}/code`, (c) => withForm(c, options, (step) => postCode(c, step, options)));
}

async function postRequest(
  c: PageRequest,
  { page, fields }: Step,
  { emailSignIn, federation, issuer }: EmailCodeOptions,
): Promise<Response> {
  const { uid, client } = page.interaction;
  const { common, signIn } = page.look.texts;
  const email = fields.get('email') ?? '';
  const enforced = federation.enforcedProviderOf(email);
  if (enforced !== null) return sendPage(c, renderEnforced(page, enforced, email), page.interaction, 422);
  const outcome = await askForSignInCode(emailSignIn, {
    transaction: uid,
    email,
    network: networkOf(c),
    knownDevice: await knownDeviceOf(c, email, { knownDevices: emailSignIn.storage.knownDevices, issuer }),
    app: client.name,
    language: page.look.language,
  });
  const again = (errors: { email?: string; form?: string }, status: 422 | 429): Response =>
    sendPage(c, renderRequest(page, email, errors), page.interaction, status);
  switch (outcome.outcome) {
    case 'asked':
      return c.redirect(interactionPath(uid, page.request, '/email-code/code'), 303);
    case 'invalid':
      return again({ email: common.emailMalformed }, 422);
    case 'limited':
      c.header('retry-after', String(outcome.retryAfterSeconds));
      return again({ form: signIn.tooManyCodes }, 429);
  }
}

async function postCode(
  c: PageRequest,
  { page, fields }: Step,
  options: EmailCodeOptions,
): Promise<Response> {
  refuseWhenSignedIn(page);
  const { signIn } = page.look.texts;
  const outcome = await confirmSignInCode(options.emailSignIn, {
    transaction: page.interaction.uid,
    code: fields.get('code') ?? '',
    origin: originOf(c.env.incoming),
    language: page.look.language,
  });
  options.metrics.signIns.inc({ outcome: outcome.outcome === 'signed_in' ? 'signed_in' : 'refused' });
  switch (outcome.outcome) {
    case 'signed_in':
      return authenticated(c, page, { ...outcome, method: 'email_code' }, options);
    case 'wrong':
      return sendPage(c, renderCode(page, { code: signIn.wrongCode }), page.interaction, 422);
    case 'over':
      return sendPage(c, renderCode(page, { code: signIn.overCode }), page.interaction, 422);
  }
}

function renderRequest(
  { interaction: { uid }, csrfToken, request, look }: PageContext,
  email: string,
  errors: { email?: string; form?: string },
): string {
  return emailCodeRequestPage({
    action: interactionPath(uid, request, '/email-code'),
    csrfToken,
    email,
    errors,
    signInHref: interactionPath(uid, request),
    look,
  });
}

function renderCode(
  { interaction: { uid }, csrfToken, request, look }: PageContext,
  errors: CodeModel['errors'],
): string {
  return emailCodePage({
    action: interactionPath(uid, request, '/email-code/code'),
    againHref: interactionPath(uid, request, '/email-code'),
    csrfToken,
    code: '',
    errors,
    look,
  });
}
