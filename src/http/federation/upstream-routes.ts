/** Steps of a sign-in that go through a provider: there, back, and an address where the provider gives none. */
import type { Hono } from 'hono';
import type { Provider, UpstreamAnswer } from '../../domain/federation/provider.ts';
import {
  type AddressedSignUp,
  type UpstreamSignIn,
  confirmAddress,
  findClaim,
  giveAddress,
  signInUpstream,
} from '../../domain/federation/upstream-sign-in.ts';
import { type Visit, beginVisit, findVisit, finishVisit } from '../../domain/federation/visits.ts';
import { epochSeconds } from '../../platform/clock.ts';
import { getRequestInfo, originOf } from '../../platform/request-info.ts';
import { interactionPath } from '../../protocol/interactions/original-request.ts';
import {
  type PageContext,
  renderEnforced,
  renderSignIn,
  sendPage,
} from '../interaction/interaction-pages.ts';
import {
  type Step,
  authenticated,
  networkOf,
  refuseWhenSignedIn,
  withForm,
  withInteraction,
  withInteractionOf,
} from '../interaction/steps.ts';
import { PageError } from '../page-error.ts';
import type { PageEnv, PageRequest } from '../page-request.ts';
import { format } from '../texts/format.ts';
import { addressCodePage } from '../views/code-pages.ts';
import { type AddressModel, addressPage, goingPage } from '../views/federation/federation-pages.ts';
import { parametersOf, reopened } from './callback.ts';
import type { FederationRoutesOptions } from './federation-options.ts';
import { finishLink } from './link-routes.ts';

export function addUpstreamRoutes(app: Hono<PageEnv>, options: FederationRoutesOptions): void {
  app.post('/interaction/:uid/upstream/:provider', (c) =>
    withForm(c, options, ({ page }) => begin(c, page, options)),
  );
  app.get('/federation/:provider/callback', (c) => comeBack(c, options));
  app.post('/federation/:provider/callback', (c) =>
    reopened(c, providerOf(options, c.req.param('provider'))),
  );
  app.get('/interaction/:uid/address', (c) =>
    withInteraction(c, options, (page) => showAddress(c, page, options)),
  );
  app.post('/interaction/:uid/address', (c) => withForm(c, options, (step) => postAddress(c, step, options)));
  app.get('/interaction/:uid/address/code', (c) =>
    withInteraction(c, options, async (page) => sendPage(c, renderCode(page), page.interaction)),
  );
  app.post('/interaction/:uid/address/code', (c) =>
    withForm(c, options, (step) => postCode(c, step, options)),
  );
}

/** @throws PageError */
function providerOf({ federation }: FederationRoutesOptions, id: string | undefined): Provider {
  const provider = federation.providers.find((each) => each.id === id);
  if (provider === undefined) throw new PageError(404, 'not_found', ({ errors }) => errors.notFound);
  return provider;
}

function signInProvider(options: FederationRoutesOptions, id: string | undefined): Provider {
  const provider = providerOf(options, id);
  if (!provider.canSignIn) throw new PageError(404, 'not_found', ({ errors }) => errors.notFound);
  return provider;
}

async function begin(c: PageRequest, page: PageContext, options: FederationRoutesOptions): Promise<Response> {
  refuseWhenSignedIn(page);
  const provider = signInProvider(options, c.req.param('provider'));
  const { interaction, request, look } = page;
  const decision = await options.limits.interactionsPerNetwork.spend(networkOf(c));
  if (!decision.allowed) return limited(c, page, options, decision.retryAfterSeconds);
  const begun = await beginVisit(options.federation, {
    provider,
    purpose: 'sign_in',
    owner: interaction.uid,
    accountId: null,
    request,
    beganAt: epochSeconds(options.clock),
    loginHint: interaction.loginHint,
    reauthenticate: interaction.reauthenticates,
  });
  if (begun.outcome === 'unavailable') return notIdentified(c, page, { provider, answer: begun }, options);
  const location = begun.location;
  return sendPage(c, goingPage({ look, provider: provider.label, location }), interaction);
}

/** The address of each provider's answers. What is under way is found by its state, and finished in its own browser only. */
async function comeBack(c: PageRequest, options: FederationRoutesOptions): Promise<Response> {
  c.header('cache-control', 'no-store');
  const provider = providerOf(options, c.req.param('provider'));
  const parameters = parametersOf(c);
  const state = parameters.get('state') ?? '';
  const visit = await findVisit(options.federation, provider, state);
  if (visit === null) throw new PageError(400, 'unknown_state', ({ errors }) => errors.interactionEnded);
  if (visit.purpose === 'link') return finishLink(c, { provider, visit, state, parameters }, options);
  return withInteractionOf(c, options, { uid: visit.owner, request: visit.request }, (page) =>
    finishSignIn(c, page, { provider, visit, state, parameters }, options),
  );
}

export interface Comeback {
  readonly provider: Provider;
  readonly visit: Visit;
  readonly state: string;
  readonly parameters: ReadonlyMap<string, string>;
}

async function finishSignIn(
  c: PageRequest,
  page: PageContext,
  { provider, visit, state, parameters }: Comeback,
  options: FederationRoutesOptions,
): Promise<Response> {
  const again = interactionPath(page.interaction.uid, page.request);
  if (page.interaction.prompt !== 'login') return c.redirect(again, 303);
  const answer = await finishVisit(options.federation, { provider, state, owner: visit.owner, parameters });
  if (answer.outcome === 'over') return c.redirect(again, 303);
  if (answer.outcome !== 'identified') return notIdentified(c, page, { provider, answer }, options);
  const { identity } = answer;
  const identified = { provider: provider.id, ...identity };
  const outcome = await signInUpstream(options.federation, provider, identified, surroundings(c, page));
  options.metrics.signIns.inc({ outcome: outcome.outcome });
  return entered(c, page, { provider, outcome, isMultiFactor: identity.isMultiFactor }, options);
}

function surroundings(c: PageRequest, { interaction, look }: PageContext) {
  const { uid, client } = interaction;
  return { interaction: uid, app: client.name, network: networkOf(c), language: look.language };
}

interface Entering {
  readonly provider: Provider;
  readonly outcome: UpstreamSignIn;
  readonly isMultiFactor: boolean;
}

async function entered(
  c: PageRequest,
  page: PageContext,
  { provider, outcome, isMultiFactor }: Entering,
  options: FederationRoutesOptions,
): Promise<Response> {
  const { interaction, look } = page;
  const { uid } = interaction;
  const words = look.texts.federation;
  switch (outcome.outcome) {
    case 'signed_in':
    case 'signed_up': {
      const method = provider.kind === 'steam' ? 'steam' : isMultiFactor ? 'upstream_mfa' : 'upstream';
      return authenticated(c, page, { ...outcome, method, provider: provider.id }, options);
    }
    case 'address_needed': {
      const query = new URLSearchParams({ provider: provider.id, claim: outcome.claim });
      return c.redirect(`${interactionPath(uid, page.request, '/address')}&${query.toString()}`, 303);
    }
    case 'known': {
      const error = format(words.known, { email: outcome.email, provider: provider.label });
      return signInAgain(c, page, { error, email: outcome.email, status: 422 }, options);
    }
    case 'refused':
      return signInAgain(c, page, { error: words.refused, status: 422 }, options);
    case 'asked':
      return c.redirect(interactionPath(uid, page.request, '/address/code'), 303);
    case 'enforced':
      return sendPage(c, renderEnforced(page, outcome.provider), interaction, 422);
    case 'limited':
      return limited(c, page, options, outcome.retryAfterSeconds);
  }
}

interface NotIdentified {
  readonly provider: Provider;
  readonly answer: Exclude<UpstreamAnswer, { outcome: 'identified' }>;
}

async function notIdentified(
  c: PageRequest,
  page: PageContext,
  { provider, answer }: NotIdentified,
  options: FederationRoutesOptions,
): Promise<Response> {
  const { federation } = page.look.texts;
  const named = { provider: provider.label };
  options.metrics.signIns.inc({ outcome: `upstream_${answer.outcome}` });
  switch (answer.outcome) {
    case 'cancelled':
      return c.redirect(interactionPath(page.interaction.uid, page.request), 303);
    case 'refused':
      logFailure(c, provider, answer.reason, options);
      return signInAgain(c, page, { error: format(federation.failed, named), status: 422 }, options);
    case 'unavailable':
      logFailure(c, provider, answer.reason, options);
      return signInAgain(c, page, { error: format(federation.unavailable, named), status: 503 }, options);
  }
}

export function logFailure(
  c: PageRequest,
  { id: provider }: Provider,
  reason: string,
  { logger }: FederationRoutesOptions,
): void {
  logger.warn({ requestId: getRequestInfo(c.env.incoming).id, provider, reason }, 'upstream sign-in failed');
}

interface Again {
  readonly error: string;
  readonly email?: string;
  readonly status: 422 | 429 | 503;
}

/** The page with every other way to sign in, and what did not work. */
function signInAgain(
  c: PageRequest,
  page: PageContext,
  { error, email, status }: Again,
  { reset }: FederationRoutesOptions,
): Response {
  const { interaction } = page;
  const answer = { email: email ?? interaction.loginHint ?? '', error };
  return sendPage(c, renderSignIn(page, reset !== null, answer), interaction, status);
}

function limited(
  c: PageRequest,
  page: PageContext,
  options: FederationRoutesOptions,
  retryAfterSeconds: number,
): Response {
  c.header('retry-after', String(retryAfterSeconds));
  return signInAgain(c, page, { error: page.look.texts.common.tooManyAttempts, status: 429 }, options);
}

async function showAddress(
  c: PageRequest,
  page: PageContext,
  options: FederationRoutesOptions,
): Promise<Response> {
  const provider = signInProvider(options, c.req.query('provider'));
  const claim = c.req.query('claim') ?? '';
  const { uid } = page.interaction;
  if ((await findClaim(options.federation, provider, claim, uid)) === null)
    return c.redirect(interactionPath(uid, page.request), 303);
  return sendPage(c, renderAddress(page, provider, { claim, email: '', errors: {} }), page.interaction);
}

async function postAddress(
  c: PageRequest,
  { page, fields }: Step,
  options: FederationRoutesOptions,
): Promise<Response> {
  refuseWhenSignedIn(page);
  const provider = signInProvider(options, fields.get('provider'));
  const { common, federation } = page.look.texts;
  const claim = fields.get('claim') ?? '';
  const email = fields.get('email') ?? '';
  const again = (errors: AddressModel['errors'], status: 422 | 429) =>
    sendPage(c, renderAddress(page, provider, { claim, email, errors }), page.interaction, status);
  const outcome = await giveAddress(options.federation, provider, { claim, email }, surroundings(c, page));
  switch (outcome.outcome) {
    case 'invalid':
      return again({ email: common.emailMalformed }, 422);
    case 'over':
      return c.redirect(interactionPath(page.interaction.uid, page.request), 303);
    case 'known':
      return again({ form: federation.addressTaken }, 422);
    case 'limited':
      c.header('retry-after', String(outcome.retryAfterSeconds));
      return again({ form: common.tooManyAttempts }, 429);
    default:
      return entered(
        c,
        page,
        { provider, outcome: outcome satisfies AddressedSignUp, isMultiFactor: false },
        options,
      );
  }
}

async function postCode(
  c: PageRequest,
  { page, fields }: Step,
  options: FederationRoutesOptions,
): Promise<Response> {
  refuseWhenSignedIn(page);
  const { signIn, federation } = page.look.texts;
  const again = (error: string) => sendPage(c, renderCode(page, error), page.interaction, 422);
  const given = { interaction: page.interaction.uid, code: fields.get('code') ?? '' };
  const note = (accountId: string, label: string): Promise<void> => {
    const activity = {
      accountId,
      kind: 'identity_linked',
      detail: label,
      ...originOf(c.env.incoming),
    } as const;
    return options.activity.note(activity, page.look.language);
  };
  const outcome = await confirmAddress(options.federation, given, note);
  switch (outcome.outcome) {
    case 'signed_in':
    case 'signed_up': {
      const provider = providerOf(options, outcome.provider);
      return entered(c, page, { provider, outcome, isMultiFactor: false }, options);
    }
    case 'taken':
      return again(federation.codeTaken);
    case 'wrong':
      return again(signIn.wrongCode);
    case 'over':
      return again(signIn.overCode);
  }
}

type AddressAnswer = Pick<AddressModel, 'email' | 'errors'> & { readonly claim: string };

function renderAddress(
  { interaction: { uid }, csrfToken, request, look }: PageContext,
  { id, label }: Provider,
  { claim, ...answer }: AddressAnswer,
): string {
  return addressPage({
    look,
    provider: label,
    action: interactionPath(uid, request, '/address'),
    csrfToken,
    hidden: { provider: id, claim },
    ...answer,
    signInHref: interactionPath(uid, request),
  });
}

function renderCode({ interaction: { uid }, csrfToken, request, look }: PageContext, error?: string): string {
  return addressCodePage({
    look,
    action: interactionPath(uid, request, '/address/code'),
    againHref: interactionPath(uid, request),
    csrfToken,
    code: '',
    errors: error === undefined ? {} : { code: error },
  });
}
