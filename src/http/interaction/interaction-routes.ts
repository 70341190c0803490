import { Hono } from 'hono';
import type { Storage } from '../../domain/storage.ts';
import { maxEmailLength } from '../../domain/accounts/email/email.ts';
import { type SignInParts, signIn } from '../../domain/accounts/sign-in.ts';
import type { Api } from '../../domain/clients/client.ts';
import type { PendingInteraction } from '../../protocol/interactions/pending-interaction.ts';
import { interactionPath } from '../../protocol/interactions/original-request.ts';
import { PageError } from '../page/page-error.ts';
import { type PageEnv, type PageRequest, networkOf } from '../page/page-request.ts';
import { deviceOf } from '../page/devices.ts';
import { orBusy, retryAfter, retryLater } from '../page/retry-later.ts';
import { addEmailCodeRoutes, type EmailCodeRoutesOptions } from './email-code-routes.ts';
import {
  type PageContext,
  type SignInAnswer,
  refuseEnforced,
  renderConsent,
  renderSetUp,
  renderSignIn,
  sendPage,
} from './interaction-pages.ts';
import { type PasskeyStepOptions, addPasskeySteps } from './passkey-routes.ts';
import { type ResetRoutesOptions, addResetRoutes, isAfterReset } from './reset-routes.ts';
import { type SecondStepOptions, addSecondStepRoutes } from './second-step-routes.ts';
import { withSecondStep, withSecondStepForm } from './second-step.ts';
import { type SignUpRoutesOptions, addSignUpRoutes } from './sign-up-routes.ts';
import { type Step, authenticated, resume, withForm, withInteraction } from './steps.ts';
import { waysIn } from './ways-in.ts';

export interface InteractionRoutesOptions
  extends
    SecondStepOptions,
    PasskeyStepOptions,
    SignUpRoutesOptions,
    ResetRoutesOptions,
    EmailCodeRoutesOptions {
  readonly signIn: SignInParts;
  readonly storage: Pick<Storage, 'accounts' | 'apis'>;
}

export function createInteractionRoutes(options: InteractionRoutesOptions): Hono<PageEnv> {
  const app = new Hono<PageEnv>();
  const { interactions } = options;

  app.get('/interaction/:uid', (c) => withInteraction(c, options, (page) => showPrompt(c, page, options)));
  app.post('/interaction/:uid/sign-in', (c) => withForm(c, options, (step) => postSignIn(c, step, options)));
  app.post('/interaction/:uid/consent', (c) => withForm(c, options, (step) => postConsent(c, step, options)));
  app.post('/interaction/:uid/cancel', (c) =>
    withForm(c, options, async ({ page }) =>
      resume(c, await interactions.deny(page.interaction), page, options),
    ),
  );
  app.get('/interaction/:uid/set-up', (c) =>
    withSecondStep(c, options, async ({ page }) => sendPage(c, renderSetUp(page), page.interaction)),
  );
  app.post('/interaction/:uid/unmet', (c) =>
    withSecondStepForm(c, options, async ({ page }) =>
      resume(c, await interactions.denyAsUnmet(page.interaction), page, options),
    ),
  );
  addSecondStepRoutes(app, options);
  addPasskeySteps(app, options);
  addSignUpRoutes(app, options);
  addResetRoutes(app, options);
  addEmailCodeRoutes(app, options);
  return app;
}

async function showPrompt(
  c: PageRequest,
  page: PageContext,
  options: InteractionRoutesOptions,
): Promise<Response> {
  const { interaction } = page;
  if (interaction.prompt === 'login') {
    const notice = isAfterReset(c) ? { notice: page.look.texts.signIn.passwordWasChanged } : {};
    const email = interaction.typed?.email ?? interaction.loginHint ?? '';
    const answer = { email, error: null, ...notice };
    return sendPage(c, renderSignIn(page, await waysIn(interaction, options), answer), interaction);
  }
  const { accounts } = options.storage;
  const account = interaction.accountId === null ? null : await accounts.findById(interaction.accountId);
  if (account === null || account.disabledAt !== null) return resume(c, null, page, options);
  return sendPage(c, renderConsent(page, account, await wantedApis(interaction, options)), interaction);
}

async function wantedApis(
  { wanted }: PendingInteraction,
  { storage }: InteractionRoutesOptions,
): Promise<Api[]> {
  const apis = await Promise.all(
    Object.keys(wanted.resources).map((audience) => storage.apis.findLive(audience)),
  );
  return apis.filter((api) => api !== null);
}

async function postSignIn(
  c: PageRequest,
  { page, fields }: Step,
  options: InteractionRoutesOptions,
): Promise<Response> {
  const { interaction, look } = page;
  const { common } = look.texts;
  const email = fields.get('email') ?? '';
  const instead = fields.get('instead');
  if (instead !== undefined) return goInstead(c, page, { instead, email }, options);
  const again = async (wrong: Pick<SignInAnswer, 'error' | 'trouble'>, status: 422 | 429 | 503) => {
    const ways = await waysIn(interaction, options);
    return sendPage(c, renderSignIn(page, ways, { email, ...wrong }), interaction, status);
  };

  const enforced = refuseEnforced(c, page, email, options.federation);
  if (enforced !== null) return enforced;
  const outcome = await orBusy(() =>
    signIn(options.signIn, {
      email,
      password: fields.get('password') ?? '',
      network: networkOf(c),
      device: deviceOf(c, options.issuer),
    }),
  );
  options.metrics.signIns.inc({ outcome: outcome.outcome });
  switch (outcome.outcome) {
    case 'signed_in':
      return authenticated(c, page, { ...outcome, method: 'password' }, options);
    case 'refused':
      return again({ error: look.texts.signIn.noMatch }, 422);
    case 'limited': {
      const hasOther = options.canMail || page.providers.length > 0;
      const later = retryLater(c, look, { seconds: outcome.retryAfterSeconds });
      return again({ error: null, trouble: hasOther ? `${later} ${common.orAnotherWay}` : later }, 429);
    }
    case 'busy':
      retryAfter(c, outcome.retryAfterSeconds);
      return again({ error: null, trouble: common.busy }, 503);
  }
}

const stepsInstead: ReadonlyMap<string, string> = new Map([
  ['sign-up', '/sign-up'],
  ['reset', '/reset'],
  ['email-code', '/email-code'],
]);

/** To another step than signing in with the password, which is told the address that was typed already. */
async function goInstead(
  c: PageRequest,
  page: PageContext,
  { instead, email }: { readonly instead: string; readonly email: string },
  { interactions }: InteractionRoutesOptions,
): Promise<Response> {
  const { interaction, request } = page;
  if (instead === 'another-account') {
    const restart = interactions.restartAsAnother(request);
    return c.redirect(restart ?? interactionPath(interaction.uid, request), 303);
  }
  const typed = email.trim().slice(0, maxEmailLength);
  if (typed !== '')
    await interactions.keepTyped(interaction.uid, { email: typed, name: interaction.typed?.name ?? '' });
  return c.redirect(interactionPath(interaction.uid, request, stepsInstead.get(instead)), 303);
}

async function postConsent(
  c: PageRequest,
  { page, fields }: Step,
  options: InteractionRoutesOptions,
): Promise<Response> {
  const { interactions } = options;
  const { interaction, request } = page;
  if (interaction.prompt !== 'consent') return resume(c, null, page, options);
  switch (fields.get('decision') ?? '') {
    case 'allow':
      return resume(c, await interactions.allow(interaction), page, options);
    case 'deny':
      return resume(c, await interactions.deny(interaction), page, options);
    case 'switch-account': {
      const restart = interactions.restartAsAnother(request);
      if (restart !== null) return c.redirect(restart, 303);
      return resume(c, await interactions.deny(interaction), page, options);
    }
    default:
      throw new PageError(400, 'invalid_decision', ({ errors }) => errors.neitherAllowNorDeny);
  }
}
