/** Passkeys in a sign-in: by themselves on its first page, and as the second step after a password. */
import type { Hono } from 'hono';
import { createSignInOptions } from '../../domain/factors/passkeys/passkey-options.ts';
import type { PasskeyParts } from '../../domain/factors/passkeys/passkey-parts.ts';
import { type PasskeySignIn, signInWithPasskey } from '../../domain/factors/passkeys/passkey-sign-in.ts';
import type { Logger } from '../../platform/logger.ts';
import type { Metrics } from '../../platform/metrics.ts';
import { getRequestInfo, originOf } from '../../platform/request-info.ts';
import { interactionPath } from '../../protocol/interactions/original-request.ts';
import type { PageEnv, PageRequest } from '../page/page-request.ts';
import { retryLater } from '../page/retry-later.ts';
import { passkeyStepPage } from '../views/sign-in/passkey-step-page.ts';
import { renderSignIn, sendPage } from './interaction-pages.ts';
import { otherWays } from './second-step-routes.ts';
import { type SecondStep, withSecondStep, withSecondStepForm } from './second-step.ts';
import { authenticated, type Step, type StepOptions, withForm } from './steps.ts';
import { waysIn } from './ways-in.ts';

export interface PasskeyStepOptions extends StepOptions {
  readonly logger: Logger;
  readonly metrics: Metrics;
}

type Options = PasskeyStepOptions & { readonly passkeys: PasskeyParts };

const stepPath = '/passkey';

export function addPasskeySteps(app: Hono<PageEnv>, given: PasskeyStepOptions): void {
  if (given.passkeys === null) return;
  const options: Options = { ...given, passkeys: given.passkeys };
  app.post('/interaction/:uid/sign-in/passkey', (c) =>
    withForm(c, options, (step) => postFirst(c, step, options)),
  );
  app.get(`/interaction/:uid${stepPath}`, (c) =>
    withSecondStep(c, options, (step) => showSecond(c, step, options, null)),
  );
  app.post(`/interaction/:uid${stepPath}`, (c) =>
    withSecondStepForm(c, options, (step) => postSecond(c, step, options)),
  );
}

async function postFirst(c: PageRequest, step: Step, options: Options): Promise<Response> {
  const { page } = step;
  const { interaction } = page;
  const outcome = await attempt(c, step, null, options);
  options.metrics.signIns.inc({ outcome: outcome.outcome });
  if (outcome.outcome === 'signed_in')
    return authenticated(c, page, { ...outcome, method: 'passkey' }, options);
  const answer = { email: '', error: null, trouble: explain(c, outcome, step) };
  const html = renderSignIn(page, await waysIn(page.interaction, options), answer);
  return sendPage(c, html, interaction, statusOf(outcome));
}

async function postSecond(c: PageRequest, step: SecondStep & Step, options: Options): Promise<Response> {
  const { page, progress } = step;
  const { accountId, validFrom } = progress;
  const outcome = await attempt(c, step, accountId, options);
  options.metrics.secondSteps.inc({ method: 'passkey', outcome: outcome.outcome });
  if (outcome.outcome === 'signed_in')
    return authenticated(c, page, { accountId, validFrom, method: 'passkey' }, options);
  return showSecond(c, step, options, outcome);
}

async function attempt(
  c: PageRequest,
  { page, fields }: Step,
  accountId: string | null,
  { passkeys, logger }: Options,
): Promise<PasskeySignIn> {
  const { incoming } = c.env;
  const outcome = await signInWithPasskey(passkeys, {
    transaction: page.interaction.uid,
    accountId,
    response: fields.get('passkey') ?? '',
    origin: originOf(incoming),
    language: page.look.language,
  });
  if (outcome.outcome === 'refused')
    logger.info({ requestId: getRequestInfo(incoming).id, reason: outcome.reason }, 'passkey refused');
  return outcome;
}

type Failed = Exclude<PasskeySignIn, { readonly outcome: 'signed_in' }>;

async function showSecond(
  c: PageRequest,
  step: SecondStep,
  { passkeys }: Options,
  failed: Failed | null,
): Promise<Response> {
  const { page, account, factors } = step;
  const { interaction, csrfToken, request, look } = page;
  if (!factors.has('passkey')) return c.redirect(interactionPath(interaction.uid, request), 303);
  const html = passkeyStepPage({
    look,
    action: interactionPath(interaction.uid, request, stepPath),
    csrfToken,
    options: await createSignInOptions(passkeys, { transaction: interaction.uid, accountId: account.id }),
    error: failed === null ? null : explain(c, failed, step),
    others: otherWays(step, stepPath),
    signInHref: interactionPath(interaction.uid, request),
  });
  return sendPage(c, html, interaction, failed === null ? 200 : statusOf(failed));
}

/** One answer for whatever was wrong with it. */
function explain(c: PageRequest, failed: Failed, { page }: Pick<Step, 'page'>): string {
  if (failed.outcome === 'refused') return page.look.texts.passkeys.refused;
  return retryLater(c, page.look, { seconds: failed.retryAfterSeconds });
}

function statusOf({ outcome }: Failed): 422 | 429 {
  return outcome === 'refused' ? 422 : 429;
}
