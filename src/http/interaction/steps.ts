/** What the steps of an interaction have in common: who asks, which interaction it is, and where they lead. */
import type { Account } from '../../domain/accounts/account-store.ts';
import { PasswordLaneFullError } from '../../domain/accounts/passwords/password-hasher.ts';
import type { SignedIn } from '../../domain/accounts/sign-in.ts';
import type { ActivityLog } from '../../domain/activity/activity.ts';
import type { SignInNotes } from '../../domain/activity/sign-in-notes.ts';
import {
  type EnrolledFactors,
  type NextStep,
  type SecondFactor,
  nextStep,
} from '../../domain/authentication/next-step.ts';
import {
  type GroupRequirements,
  attainableAcr,
  requiredByGroups,
} from '../../domain/authentication/requirements.ts';
import { type Acr, type Method, strongest } from '../../domain/authentication/strength.ts';
import type { Federation } from '../../domain/federation/federation.ts';
import type { Provider } from '../../domain/federation/provider.ts';
import type { Storage } from '../../domain/storage.ts';
import { getRequestInfo, originOf } from '../../platform/request-info.ts';
import type {
  Interactions,
  PendingInteraction,
  SignInProgress,
} from '../../protocol/interactions/interactions.ts';
import {
  interactionPath,
  originalRequestParameter,
  parseRequestParameter,
  withRequest,
} from '../../protocol/interactions/original-request.ts';
import { accountClientId } from '../../protocol/policies/account-client.ts';
import { PageError } from '../page/page-error.ts';
import type { PageRequest } from '../page/page-request.ts';
import { chooseLanguage } from '../texts/choose-language.ts';
import { createLook, type Look } from '../views/look.ts';
import { signInEndedPage } from '../views/message-page.ts';
import { type DeviceOptions, ensureDevice } from '../page/devices.ts';
import { parseForm } from '../page/form.ts';
import { type PageContext, renderEnforced, sendPage } from './interaction-pages.ts';

export interface StepOptions extends DeviceOptions {
  readonly interactions: Interactions;
  readonly storage: Pick<Storage, 'accounts'>;
  readonly enrolled: EnrolledFactors;
  readonly groupRequirements: GroupRequirements;
  readonly activity: ActivityLog;
  readonly federation: Federation;
  readonly signInNotes: SignInNotes;
}

/** Steps of one interaction. None leads to another: each answers the engine, which decides what comes next. */
export interface Step {
  readonly page: PageContext;
  readonly fields: ReadonlyMap<string, string>;
}

/** Finds the interaction of this browser. One that is gone starts again from the original request. */
export async function withInteraction(
  c: PageRequest,
  options: StepOptions,
  handle: (page: PageContext) => Promise<Response>,
): Promise<Response> {
  const uid = c.req.param('uid') ?? '';
  const request = parseRequestParameter(c.req.query(originalRequestParameter));
  return withInteractionOf(c, options, { uid, request }, handle);
}

/** The same where the address does not name it. */
export async function withInteractionOf(
  c: PageRequest,
  options: StepOptions,
  { uid, request }: { readonly uid: string; readonly request: string },
  handle: (page: PageContext) => Promise<Response>,
): Promise<Response> {
  const { interactions } = options;
  c.header('cache-control', 'no-store');
  const found = await interactions.find(c.env.incoming, uid);
  if (found.state === 'open') {
    const { interaction } = found;
    const look = lookOf(c, interaction);
    c.set('look', look);
    const providers = options.federation.providers.filter(({ canSignIn }) => canSignIn);
    const csrfToken = interactions.csrfToken(uid);
    return handle({ interaction, csrfToken, request, providers, look: themed(look, interaction) });
  }
  const restart = interactions.restart(request);
  if (found.state === 'gone' && restart !== null) return c.redirect(restart, 303);
  return c.html(signInEndedPage({ clientName: null, restartHref: restart, look: c.get('look') }), 400);
}

function lookOf(c: PageRequest, { uiLocales }: PendingInteraction): Look {
  const acceptLanguage = c.req.header('accept-language') ?? null;
  return createLook(chooseLanguage({ uiLocales, acceptLanguage }), c.get('look').issuerName);
}

/** Pages of this interaction alone: `sendPage` names the logo's host in their policy, which no other page has. */
function themed(look: Look, { client: { logoUri, accentColor } }: PendingInteraction): Look {
  return { ...look, theme: { logoUri, accentColor } };
}

export async function withForm(
  c: PageRequest,
  options: StepOptions,
  handle: (step: Step) => Promise<Response>,
): Promise<Response> {
  const form = await parseForm(c.req.raw);
  if (!form.ok)
    throw new PageError(form.status, `invalid_form: ${form.problem}`, ({ errors }) => errors.formUnreadable);
  return withInteraction(c, options, async (page) => {
    const { uid } = page.interaction;
    if (!options.interactions.isCsrfToken(uid, form.fields.get('csrf') ?? '')) {
      throw new PageError(403, 'invalid_csrf_token', ({ errors }) => errors.formOutOfDate);
    }
    return handle({ page, fields: form.fields });
  });
}

/** What somebody has just shown. */
export interface Shown extends SignedIn {
  readonly method: Method;
  /** Where, when it was elsewhere. */
  readonly provider?: string;
  /** When, as the provider says; null: it does not. */
  readonly authenticatedAt?: Date | null;
  /** The answer where somebody has to show again who they are, which what does not say when is no proof of. */
  readonly notAgain?: () => Promise<Response>;
}

/**
 * Goes on after a step of a sign-in: to the next one, or back to the engine when it is enough. The one place where a sign-in
 * is found to be complete, whatever it began with.
 */
export async function authenticated(
  c: PageRequest,
  page: PageContext,
  { accountId, validFrom, method, provider, authenticatedAt, notAgain }: Shown,
  options: StepOptions,
): Promise<Response> {
  const { interaction } = page;
  const { uid, progress: earlier } = interaction;
  const goesOn = earlier?.accountId === accountId && earlier.validFrom.getTime() === validFrom.getTime();
  const enforced = await enforcedFor(accountId, options);
  if (!goesOn && enforced !== null && enforced.id !== provider)
    return sendPage(c, renderEnforced(page, enforced, ''), interaction, 422);
  const methods = goesOn ? [...new Set([...earlier.methods, method])] : [method];
  const enrolled = await options.enrolled.find(accountId);
  const wanted = await wantedOf(interaction, { accountId, enrolled }, options);
  const next = nextStep({ methods, enrolled, wanted });
  if (next.step === 'first') return c.redirect(interactionPath(uid, page.request), 303);
  if (next.step === 'done') {
    const isUndated = interaction.reauthenticates && authenticatedAt === null;
    // People of its domain have no other way in: that it was asked to have them show it again has to do.
    const isTaken = isUndated && enforced !== null;
    if (isUndated && !isTaken && notAgain !== undefined) return notAgain();
    const proof = {
      ...{ accountId, validFrom, strength: next.strength },
      authenticatedAt: isTaken ? undefined : authenticatedAt,
    };
    const note = (): Promise<void> => noteSignIn(c, page, accountId, options);
    return resume(c, await options.interactions.signIn(c.env.incoming, uid, proof, note), page, options);
  }
  const isKept = await options.interactions.remember(uid, { accountId, validFrom, methods });
  if (!isKept) return resume(c, null, page, options);
  return c.redirect(interactionPath(uid, page.request, pathOf(next)), 303);
}

/** The one provider that this account is signed in to with, whatever else it has; null: any way will do. */
async function enforcedFor(
  accountId: string,
  { storage, federation: { providers, enforcedProviderOf } }: StepOptions,
): Promise<Provider | null> {
  if (!providers.some(({ enforce }) => enforce)) return null;
  const account = await storage.accounts.findById(accountId);
  return account === null ? null : enforcedProviderOf(account.email);
}

/** Ways to sign in are of no use where the engine asks for something else. */
export function refuseWhenSignedIn({ interaction }: PageContext): void {
  if (interaction.prompt === 'login') return;
  throw new PageError(400, 'invalid_step', ({ errors }) => errors.signedInAlready);
}

/** The first page of a step; from there the person may choose another of their factors. */
function pathOf(next: Extract<NextStep, { step: 'second' | 'unmet' }>): '/totp' | '/passkey' | '/set-up' {
  if (next.step === 'unmet') return '/set-up';
  return next.factors.has('totp') ? '/totp' : '/passkey';
}

async function wantedOf(
  { wantedAcr, client }: PendingInteraction,
  { accountId, enrolled }: { readonly accountId: string; readonly enrolled: ReadonlySet<SecondFactor> },
  { storage, groupRequirements }: StepOptions,
): Promise<Acr> {
  if (Object.keys(groupRequirements).length === 0) return wantedAcr;
  const account = await storage.accounts.findById(accountId);
  const byGroups = requiredByGroups(account?.groups ?? [], groupRequirements);
  const wanted = strongest(wantedAcr, byGroups);
  return client.clientId === accountClientId ? attainableAcr(wanted, enrolled) : wanted;
}

async function noteSignIn(
  c: PageRequest,
  { interaction, look }: PageContext,
  accountId: string,
  options: StepOptions,
): Promise<void> {
  const device = ensureDevice(c, options);
  const app = interaction.client.name;
  await options.signInNotes.note({ accountId, device, app, ...originOf(c.env.incoming) }, look.language);
}

/** A sign-in that has come as far as its second step. */
export interface SecondStep {
  readonly page: PageContext;
  readonly progress: SignInProgress;
  readonly account: Account;
  /** What the account can be asked for. */
  readonly factors: ReadonlySet<SecondFactor>;
  /** What the sign-in has to come to. */
  readonly wanted: Acr;
}

/** A page of the second step. Without the first one, or when everything of the account was ended since, it is that one's turn. */
export async function withSecondStep(
  c: PageRequest,
  options: StepOptions,
  handle: (step: SecondStep) => Promise<Response>,
): Promise<Response> {
  return withInteraction(c, options, (page) => toSecondStep(c, page, options, handle));
}

export async function withSecondStepForm(
  c: PageRequest,
  options: StepOptions,
  handle: (step: SecondStep & Step) => Promise<Response>,
): Promise<Response> {
  return withForm(c, options, ({ page, fields }) =>
    toSecondStep(c, page, options, (step) => handle({ ...step, fields })),
  );
}

async function toSecondStep(
  c: PageRequest,
  page: PageContext,
  options: StepOptions,
  handle: (step: SecondStep) => Promise<Response>,
): Promise<Response> {
  const { storage, enrolled } = options;
  const { progress, prompt, uid } = page.interaction;
  const account = progress === null ? null : await storage.accounts.findById(progress.accountId);
  const isGood =
    account?.disabledAt === null && account.validFrom.getTime() === progress?.validFrom.getTime();
  if (prompt !== 'login' || progress === null || account === null || !isGood) {
    return c.redirect(interactionPath(uid, page.request), 303);
  }
  const factors = await enrolled.find(account.id);
  const wanted = await wantedOf(page.interaction, { accountId: account.id, enrolled: factors }, options);
  return handle({ page, progress, account, factors, wanted });
}

/** To the engine; or, when the interaction ended meanwhile, to the start. 303 so that nothing is posted again. */
export function resume(
  c: PageRequest,
  returnTo: string | null,
  page: PageContext,
  options: StepOptions,
): Response {
  const target =
    returnTo === null ? options.interactions.restart(page.request) : withRequest(returnTo, page.request);
  if (target === null) throw new PageError(400, 'interaction_ended', ({ errors }) => errors.interactionEnded);
  return c.redirect(target, 303);
}

export interface Busy {
  readonly outcome: 'busy';
  readonly retryAfterSeconds: number;
}

/** A full password lane is answered on the page; any other part that fails is a fault. */
export async function orBusy<Outcome>(work: () => Promise<Outcome>): Promise<Outcome | Busy> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof PasswordLaneFullError) {
      return { outcome: 'busy', retryAfterSeconds: error.retryAfterSeconds };
    }
    throw error;
  }
}

export function networkOf(c: PageRequest): string {
  return getRequestInfo(c.env.incoming).network;
}
