import type { HttpBindings } from '@hono/node-server';
import { type Context, Hono } from 'hono';
import { PasswordLaneFullError } from '../../domain/accounts/password-hasher.ts';
import type { Storage } from '../../domain/storage.ts';
import type { SignInParts } from '../../domain/accounts/sign-in.ts';
import { signIn } from '../../domain/accounts/sign-in.ts';
import type { SignUpOutcome, SignUpParts } from '../../domain/accounts/sign-up.ts';
import { signUp } from '../../domain/accounts/sign-up.ts';
import type { Api } from '../../domain/clients/client.ts';
import type { Metrics } from '../../platform/metrics.ts';
import { getRequestInfo } from '../../platform/request-info.ts';
import type { Interactions, PendingInteraction } from '../../protocol/interactions/interactions.ts';
import {
  originalRequestParameter,
  parseRequestParameter,
  withRequest,
} from '../../protocol/interactions/original-request.ts';
import { PageError } from '../page-error.ts';
import { signInEndedPage } from '../views/message-page.ts';
import { parseForm } from './form.ts';
import {
  type PageContext,
  renderConsent,
  renderSignIn,
  renderSignUp,
  sendPage,
} from './interaction-pages.ts';

export interface InteractionRoutesOptions {
  readonly interactions: Interactions;
  readonly signIn: SignInParts;
  readonly signUp: SignUpParts;
  readonly storage: Pick<Storage, 'accounts' | 'apis'>;
  readonly issuer: string;
  readonly metrics: Metrics;
}

type PageRequest = Context<{ Bindings: HttpBindings }>;

/** Steps of one interaction. None leads to another: each answers the engine, which decides what comes next. */
interface Step {
  readonly page: PageContext;
  readonly fields: ReadonlyMap<string, string>;
}

const tooManyAttempts = 'Too many attempts. Wait a few minutes, then try again.';
const ended = 'This sign-in has ended. Return to the app and start again.';
const busy = 'The service is busy right now. Try again in a moment.';

export function createInteractionRoutes(options: InteractionRoutesOptions): Hono<{ Bindings: HttpBindings }> {
  const app = new Hono<{ Bindings: HttpBindings }>();
  const { interactions } = options;

  app.get('/interaction/:uid', (c) => withInteraction(c, options, (page) => showPrompt(c, page, options)));
  app.get('/interaction/:uid/sign-up', (c) =>
    withInteraction(c, options, async (page) => {
      const answer = { name: '', email: page.interaction.loginHint ?? '', errors: {} };
      return sendPage(c, renderSignUp(page, options.signUp.policy.minLength, answer), page.interaction);
    }),
  );
  app.post('/interaction/:uid/sign-in', (c) => withForm(c, options, (step) => postSignIn(c, step, options)));
  app.post('/interaction/:uid/sign-up', (c) => withForm(c, options, (step) => postSignUp(c, step, options)));
  app.post('/interaction/:uid/consent', (c) => withForm(c, options, (step) => postConsent(c, step, options)));
  app.post('/interaction/:uid/cancel', (c) =>
    withForm(c, options, async ({ page }) =>
      resume(c, await interactions.deny(page.interaction), page, options),
    ),
  );
  return app;
}

/** Finds the interaction of this browser. One that is gone starts again from the original request. */
async function withInteraction(
  c: PageRequest,
  options: InteractionRoutesOptions,
  handle: (page: PageContext) => Promise<Response>,
): Promise<Response> {
  const { interactions, issuer } = options;
  const uid = c.req.param('uid') ?? '';
  const request = parseRequestParameter(c.req.query(originalRequestParameter));
  const issuerName = new URL(issuer).host;
  c.header('cache-control', 'no-store');
  const found = await interactions.find(c.env.incoming, uid);
  if (found.state === 'open') {
    return handle({
      interaction: found.interaction,
      csrfToken: interactions.csrfToken(uid),
      request,
      issuerName,
    });
  }
  const restart = interactions.restart(request);
  if (found.state === 'gone' && restart !== null) return c.redirect(restart, 303);
  return c.html(signInEndedPage({ clientName: null, restartHref: restart, issuerName }), 400);
}

async function withForm(
  c: PageRequest,
  options: InteractionRoutesOptions,
  handle: (step: Step) => Promise<Response>,
): Promise<Response> {
  const form = await parseForm(c.req.raw);
  if (!form.ok)
    throw new PageError(form.status, 'invalid_form', `The form could not be read: ${form.problem}.`);
  return withInteraction(c, options, async (page) => {
    const { uid } = page.interaction;
    if (!options.interactions.isCsrfToken(uid, form.fields.get('csrf') ?? '')) {
      throw new PageError(
        403,
        'invalid_csrf_token',
        'This form is out of date. Go back, reload the page and try again.',
      );
    }
    return handle({ page, fields: form.fields });
  });
}

async function showPrompt(
  c: PageRequest,
  page: PageContext,
  options: InteractionRoutesOptions,
): Promise<Response> {
  const { interaction } = page;
  if (interaction.prompt === 'login') {
    return sendPage(c, renderSignIn(page, { email: interaction.loginHint ?? '', error: null }), interaction);
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
  const { interaction } = page;
  const email = fields.get('email') ?? '';
  const again = (error: string, status: 422 | 429 | 503) =>
    sendPage(c, renderSignIn(page, { email, error }), interaction, status);

  const outcome = await orBusy(() =>
    signIn(options.signIn, { email, password: fields.get('password') ?? '', network: networkOf(c) }),
  );
  options.metrics.signIns.inc({ outcome: outcome.outcome });
  switch (outcome.outcome) {
    case 'signed_in':
      return finishSignIn(c, page, outcome.accountId, options);
    case 'refused':
      return again('That email and password do not match. Check both and try again.', 422);
    case 'limited':
      c.header('retry-after', String(outcome.retryAfterSeconds));
      return again(tooManyAttempts, 429);
    case 'busy':
      c.header('retry-after', String(outcome.retryAfterSeconds));
      return again(busy, 503);
  }
}

async function postSignUp(
  c: PageRequest,
  { page, fields }: Step,
  options: InteractionRoutesOptions,
): Promise<Response> {
  const values = { name: fields.get('name') ?? '', email: fields.get('email') ?? '' };
  const outcome = await orBusy(() =>
    signUp(options.signUp, { ...values, password: fields.get('password') ?? '', network: networkOf(c) }),
  );
  if (outcome.outcome === 'signed_up') return finishSignIn(c, page, outcome.accountId, options);
  const { status, errors, retryAfterSeconds } = explain(outcome);
  if (retryAfterSeconds !== null) c.header('retry-after', String(retryAfterSeconds));
  const html = renderSignUp(page, options.signUp.policy.minLength, { ...values, errors });
  return sendPage(c, html, page.interaction, status);
}

interface Explanation {
  readonly status: 422 | 429 | 503;
  readonly errors: { email?: string; password?: string; form?: string };
  readonly retryAfterSeconds: number | null;
}

type FailedSignUp = Exclude<SignUpOutcome, { outcome: 'signed_up' }> | Busy;

function explain(outcome: FailedSignUp): Explanation {
  switch (outcome.outcome) {
    case 'invalid':
      return {
        status: 422,
        errors: {
          ...(outcome.email === null ? {} : { email: outcome.email }),
          ...(outcome.password === null ? {} : { password: outcome.password }),
          ...(outcome.name === null ? {} : { form: `Name: ${outcome.name}` }),
        },
        retryAfterSeconds: null,
      };
    case 'taken':
      return {
        status: 422,
        errors: {
          form: 'An account could not be created with these details. If you already have one, sign in instead.',
        },
        retryAfterSeconds: null,
      };
    case 'limited':
      return { status: 429, errors: { form: tooManyAttempts }, retryAfterSeconds: outcome.retryAfterSeconds };
    case 'busy':
      return { status: 503, errors: { form: busy }, retryAfterSeconds: outcome.retryAfterSeconds };
  }
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
      const restart = interactions.restart(request, { prompt: 'login' });
      if (restart !== null) return c.redirect(restart, 303);
      return resume(c, await interactions.deny(interaction), page, options);
    }
    default:
      throw new PageError(400, 'invalid_decision', 'The answer was neither to allow nor to deny.');
  }
}

async function finishSignIn(
  c: PageRequest,
  page: PageContext,
  accountId: string,
  options: InteractionRoutesOptions,
): Promise<Response> {
  const proof = { accountId, acr: 'pwd', amr: ['pwd'] };
  return resume(
    c,
    await options.interactions.signIn(c.env.incoming, page.interaction.uid, proof),
    page,
    options,
  );
}

/** To the engine; or, when the interaction ended meanwhile, to the start. 303 so that nothing is posted again. */
function resume(
  c: PageRequest,
  returnTo: string | null,
  page: PageContext,
  options: InteractionRoutesOptions,
): Response {
  const target =
    returnTo === null ? options.interactions.restart(page.request) : withRequest(returnTo, page.request);
  if (target === null) throw new PageError(400, 'interaction_ended', ended);
  return c.redirect(target, 303);
}

interface Busy {
  readonly outcome: 'busy';
  readonly retryAfterSeconds: number;
}

/** A full password lane is answered on the page; any other part that fails is a fault. */
async function orBusy<Outcome>(work: () => Promise<Outcome>): Promise<Outcome | Busy> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof PasswordLaneFullError) {
      return { outcome: 'busy', retryAfterSeconds: error.retryAfterSeconds };
    }
    throw error;
  }
}

function networkOf(c: PageRequest): string {
  return getRequestInfo(c.env.incoming).network;
}
