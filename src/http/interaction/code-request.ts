/** Asking for a code by mail in a sign-in: the same form and answers, whatever the code is for. */
import type { Hono } from 'hono';
import {
  type CodeRequest,
  type CodeRequestParts,
  askForCode,
} from '../../domain/accounts/email/code-request.ts';
import type { Storage } from '../../domain/storage.ts';
import { interactionPath } from '../../protocol/interactions/original-request.ts';
import { knownDeviceOf } from '../page/devices.ts';
import { type PageEnv, type PageRequest, networkOf } from '../page/page-request.ts';
import { retryLater } from '../page/retry-later.ts';
import type { CodeModel, CodeRequestModel } from '../views/sign-in/code-pages.ts';
import { type PageContext, refuseEnforced, sendPage } from './interaction-pages.ts';
import { type Step, type StepOptions, withForm, withInteraction } from './steps.ts';

export interface CodeRequestPage {
  readonly step: '/reset' | '/email-code';
  readonly purpose: CodeRequest['purpose'];
  readonly parts: CodeRequestParts & { readonly storage: Pick<Storage, 'knownDevices'> };
  readonly render: (model: CodeRequestModel) => string;
}

export function addCodeRequest(app: Hono<PageEnv>, options: StepOptions, form: CodeRequestPage): void {
  const path = `/interaction/:uid${form.step}`;
  app.get(path, (c) =>
    withInteraction(c, options, async (page) =>
      sendPage(
        c,
        render(page, form, { email: page.interaction.loginHint ?? '', errors: {} }),
        page.interaction,
      ),
    ),
  );
  app.post(path, (c) => withForm(c, options, (step) => postRequest(c, step, form, options)));
}

async function postRequest(
  c: PageRequest,
  { page, fields }: Step,
  form: CodeRequestPage,
  { federation, issuer }: StepOptions,
): Promise<Response> {
  const { uid, client } = page.interaction;
  const { common, signIn } = page.look.texts;
  const { parts, purpose, step } = form;
  const email = fields.get('email') ?? '';
  const enforced = refuseEnforced(c, page, email, federation);
  if (enforced !== null) return enforced;
  const asked = await askForCode(parts, {
    purpose,
    transaction: uid,
    email,
    network: networkOf(c),
    knownDevice: await knownDeviceOf(c, email, { knownDevices: parts.storage.knownDevices, issuer }),
    app: client.name,
    language: page.look.language,
  });
  const again = (errors: CodeRequestModel['errors'], status: 422 | 429): Response =>
    sendPage(c, render(page, form, { email, errors }), page.interaction, status);
  switch (asked.outcome) {
    case 'asked':
      return c.redirect(interactionPath(uid, page.request, `${step}/code`), 303);
    case 'invalid':
      return again({ email: common.emailMalformed }, 422);
    case 'limited':
      retryLater(c, asked.retryAfterSeconds);
      return again({ form: signIn.tooManyCodes }, 429);
  }
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

export type CodeAnswer = Pick<CodeModel, 'code' | 'errors'>;

export const nothingYet: CodeAnswer = { code: '', errors: {} };

/** Of the page that takes the code, and leads back to where another one can be asked for. */
export function codeModel(
  { interaction: { uid }, csrfToken, request, look }: PageContext,
  step: CodeRequestPage['step'] | '/sign-up',
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
