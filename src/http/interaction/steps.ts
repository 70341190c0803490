/** What the steps of an interaction have in common: who asks, which interaction it is, and where they lead. */
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
import { originOf } from '../../platform/request-info.ts';
import type { Interactions } from '../../protocol/interactions/interactions.ts';
import type { PendingInteraction } from '../../protocol/interactions/pending-interaction.ts';
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
import { type Fields, readForm, requireCsrfToken } from '../page/read-form.ts';
import { type PageContext, appOf, renderEnforced, sendPage } from './interaction-pages.ts';
import type { WaysInOptions } from './ways-in.ts';

/** Any step may end at the page with all ways in. */
export interface StepOptions extends DeviceOptions, WaysInOptions {
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
  readonly fields: Fields;
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
  return c.html(signInEndedPage({ restartHref: restart, look: c.get('look') }), 400);
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
  const fields = await readForm(c);
  return withInteraction(c, options, async (page) => {
    requireCsrfToken(fields, (token) => options.interactions.isCsrfToken(page.interaction.uid, token));
    return handle({ page, fields });
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

/** What the sign-in has to come to. */
export async function wantedOf(
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
  const app = appOf(interaction);
  await options.signInNotes.note({ accountId, device, app, ...originOf(c.env.incoming) }, look.language);
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
