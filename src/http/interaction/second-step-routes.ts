/** The second step of a sign-in: a code of an authenticator app, or a recovery code in the place of any factor. */
import type { Hono } from 'hono';
import { isAtLeast, strengthOf } from '../../domain/authentication/strength.ts';
import type { FactorAttempt } from '../../domain/factors/factor-attempt.ts';
import { type FactorParts, enterRecoveryCode, enterTotp } from '../../domain/factors/second-factors.ts';
import type { Metrics } from '../../platform/metrics.ts';
import { originOf } from '../../platform/request-info.ts';
import { interactionPath } from '../../protocol/interactions/original-request.ts';
import { type PageEnv, type PageRequest, networkOf } from '../page/page-request.ts';
import { retryLater } from '../page/retry-later.ts';
import { type SecondStepModel, recoveryStepPage, totpStepPage } from '../views/sign-in/second-step-pages.ts';
import { knownDeviceOf } from '../page/devices.ts';
import { sendPage } from './interaction-pages.ts';
import { type SecondStep, withSecondStep, withSecondStepForm } from './second-step.ts';
import { type Step, type StepOptions, authenticated } from './steps.ts';

export interface SecondStepOptions extends StepOptions {
  readonly factors: FactorParts;
  readonly metrics: Metrics;
}

type Method = 'totp' | 'recovery_code';

interface Way {
  readonly path: '/totp' | '/recovery';
  readonly method: Method;
  /** Whether the account has anything that it could be, or stand in for. */
  readonly isOpenWith: (factors: SecondStep['factors']) => boolean;
  readonly render: (model: SecondStepModel) => string;
}

const totp: Way = {
  path: '/totp',
  method: 'totp',
  isOpenWith: (factors) => factors.has('totp'),
  render: totpStepPage,
};

const recovery: Way = {
  path: '/recovery',
  method: 'recovery_code',
  isOpenWith: (factors) => factors.size > 0,
  render: recoveryStepPage,
};

export function addSecondStepRoutes(app: Hono<PageEnv>, options: SecondStepOptions): void {
  for (const way of [totp, recovery]) {
    app.get(`/interaction/:uid${way.path}`, (c) =>
      withSecondStep(c, options, async (step) =>
        isOpen(step, way) ? sendStep(c, step, way, {}) : toStart(c, step),
      ),
    );
    app.post(`/interaction/:uid${way.path}`, (c) =>
      withSecondStepForm(c, options, async (step) =>
        isOpen(step, way) ? postStep(c, step, way, options) : toStart(c, step),
      ),
    );
  }
}

/** Only where it leads on: a code that is good once is not taken for nothing. */
function isOpen({ factors, progress, wanted }: SecondStep, { method, isOpenWith }: Way): boolean {
  const strength = strengthOf([...progress.methods, method]);
  return isOpenWith(factors) && strength !== null && isAtLeast(strength.acr, wanted);
}

async function postStep(
  c: PageRequest,
  step: SecondStep & Step,
  way: Way,
  options: SecondStepOptions,
): Promise<Response> {
  const { page, progress } = step;
  const { factors } = page.look.texts;
  const outcome = await attempt(c, step, way.method, options);
  options.metrics.secondSteps.inc({ method: way.method, outcome: outcome.outcome });
  switch (outcome.outcome) {
    case 'accepted': {
      const { accountId, validFrom } = progress;
      return authenticated(c, page, { accountId, validFrom, method: way.method }, options);
    }
    case 'refused': {
      const error = way.method === 'totp' ? factors.wrongTotpCode : factors.wrongRecoveryCode;
      return sendStep(c, step, way, { code: error });
    }
    case 'limited':
      return sendStep(c, step, way, {
        form: retryLater(c, page.look, { seconds: outcome.retryAfterSeconds }),
      });
  }
}

async function attempt(
  c: PageRequest,
  { page, account, fields }: SecondStep & Step,
  method: Method,
  options: SecondStepOptions,
): Promise<FactorAttempt> {
  const { factors, issuer } = options;
  const { knownDevices } = factors.storage;
  const accountId = account.id;
  const given = {
    accountId,
    code: fields.get('code') ?? '',
    network: networkOf(c),
    knownDevice: await knownDeviceOf(c, account.email, { knownDevices, issuer }),
  };
  const { validFrom } = account;
  const change = { accountId, validFrom, origin: originOf(c.env.incoming), language: page.look.language };
  return method === 'totp' ? enterTotp(factors, change, given) : enterRecoveryCode(factors, change, given);
}

function sendStep(c: PageRequest, step: SecondStep, way: Way, errors: SecondStepModel['errors']): Response {
  const { page } = step;
  const { interaction, csrfToken, request, look } = page;
  const html = way.render({
    look,
    action: interactionPath(interaction.uid, request, way.path),
    csrfToken,
    errors,
    others: otherWays(step, way.path),
    signInHref: interactionPath(interaction.uid, request),
  });
  return sendPage(c, html, interaction, statusOf(errors));
}

function statusOf({ code, form }: SecondStepModel['errors']): 200 | 422 | 429 {
  if (form !== undefined) return 429;
  return code === undefined ? 200 : 422;
}

/** Links to the other ways to take this step. */
export function otherWays(
  step: SecondStep,
  path: '/totp' | '/passkey' | '/recovery',
): SecondStepModel['others'] {
  const { interaction, request, look } = step.page;
  const words = look.texts.factors;
  const hrefOf = (other: typeof path) => interactionPath(interaction.uid, request, other);
  return [
    { isThere: path !== '/totp' && isOpen(step, totp), href: hrefOf('/totp'), label: words.useTotp },
    {
      isThere: path !== '/passkey' && step.factors.has('passkey'),
      href: hrefOf('/passkey'),
      label: words.usePasskey,
    },
    {
      isThere: path !== '/recovery' && isOpen(step, recovery),
      href: hrefOf('/recovery'),
      label: words.useRecoveryCode,
    },
  ].filter(({ isThere }) => isThere);
}

/** From where the right step is found. */
function toStart(c: PageRequest, { page: { interaction, request } }: SecondStep): Response {
  return c.redirect(interactionPath(interaction.uid, request), 303);
}
