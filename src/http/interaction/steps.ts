/** What the steps of an interaction have in common: who asks, which interaction it is, and where they lead. */
import { PasswordLaneFullError } from '../../domain/accounts/password-hasher.ts';
import type { SignedIn } from '../../domain/accounts/sign-in.ts';
import { getRequestInfo } from '../../platform/request-info.ts';
import type { Interactions, PendingInteraction } from '../../protocol/interactions/interactions.ts';
import {
  originalRequestParameter,
  parseRequestParameter,
  withRequest,
} from '../../protocol/interactions/original-request.ts';
import { PageError } from '../page-error.ts';
import type { PageRequest } from '../page-request.ts';
import { chooseLanguage } from '../texts/choose-language.ts';
import { createLook, type Look } from '../views/look.ts';
import { signInEndedPage } from '../views/message-page.ts';
import { parseForm } from './form.ts';
import type { PageContext } from './interaction-pages.ts';

export interface StepOptions {
  readonly interactions: Interactions;
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
  const { interactions } = options;
  const uid = c.req.param('uid') ?? '';
  const request = parseRequestParameter(c.req.query(originalRequestParameter));
  c.header('cache-control', 'no-store');
  const found = await interactions.find(c.env.incoming, uid);
  if (found.state === 'open') {
    const { interaction } = found;
    c.set('look', lookOf(c, interaction));
    return handle({ interaction, csrfToken: interactions.csrfToken(uid), request, look: c.get('look') });
  }
  const restart = interactions.restart(request);
  if (found.state === 'gone' && restart !== null) return c.redirect(restart, 303);
  return c.html(signInEndedPage({ clientName: null, restartHref: restart, look: c.get('look') }), 400);
}

function lookOf(c: PageRequest, { uiLocales }: PendingInteraction): Look {
  const acceptLanguage = c.req.header('accept-language') ?? null;
  return createLook(chooseLanguage({ uiLocales, acceptLanguage }), c.get('look').issuerName);
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

export async function finishSignIn(
  c: PageRequest,
  page: PageContext,
  { accountId, validFrom }: SignedIn,
  options: StepOptions,
): Promise<Response> {
  const proof = { accountId, validFrom, acr: 'pwd', amr: ['pwd'] };
  return resume(
    c,
    await options.interactions.signIn(c.env.incoming, page.interaction.uid, proof),
    page,
    options,
  );
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
