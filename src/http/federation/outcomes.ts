/** What a visit to a provider comes to, as the steps of a sign-in show it. */
import type { Provider, UpstreamAnswer } from '../../domain/federation/provider.ts';
import type { Surroundings, UpstreamSignIn } from '../../domain/federation/upstream-sign-in.ts';
import { getRequestInfo, originOf } from '../../platform/request-info.ts';
import { interactionPath } from '../../protocol/interactions/original-request.ts';
import {
  type PageContext,
  renderEnforced,
  renderSignIn,
  sendPage,
} from '../interaction/interaction-pages.ts';
import { authenticated } from '../interaction/steps.ts';
import { waysIn } from '../interaction/ways-in.ts';
import { PageError } from '../page/page-error.ts';
import type { PageRequest } from '../page/page-request.ts';
import { retryLater } from '../page/retry-later.ts';
import { format } from '../texts/format.ts';
import type { FederationRoutesOptions } from './federation-options.ts';

/** @throws PageError */
export function providerOf({ federation }: FederationRoutesOptions, id: string | undefined): Provider {
  const provider = federation.providers.find((each) => each.id === id);
  if (provider === undefined) throw new PageError(404, 'not_found', ({ errors }) => errors.notFound);
  return provider;
}

export function signInProvider(options: FederationRoutesOptions, id: string | undefined): Provider {
  const provider = providerOf(options, id);
  if (!provider.canSignIn) throw new PageError(404, 'not_found', ({ errors }) => errors.notFound);
  return provider;
}

/** As people know it. A provider that is no longer configured has no name but its id. */
export function labelOf({ federation }: FederationRoutesOptions, id: string): string {
  return federation.providers.find((each) => each.id === id)?.label ?? id;
}

export function surroundings(c: PageRequest, { interaction, look }: PageContext): Surroundings {
  const { uid, client } = interaction;
  return { interaction: uid, app: client.name, origin: originOf(c.env.incoming), language: look.language };
}

interface Entering {
  readonly provider: Provider;
  readonly outcome: UpstreamSignIn;
  readonly isMultiFactor: boolean;
  readonly authenticatedAt: Date | null;
}

export async function entered(
  c: PageRequest,
  page: PageContext,
  { provider, outcome, isMultiFactor, authenticatedAt }: Entering,
  options: FederationRoutesOptions,
): Promise<Response> {
  const { interaction, look } = page;
  const { uid } = interaction;
  const words = look.texts.federation;
  switch (outcome.outcome) {
    case 'signed_in':
    case 'signed_up': {
      const method = provider.kind === 'steam' ? 'steam' : isMultiFactor ? 'upstream_mfa' : 'upstream';
      const error = format(words.notAgain, { provider: provider.label });
      const notAgain = () => signInAgain(c, page, { error, status: 422 }, options);
      // Of an account that is being made nobody else could have been the owner.
      const at = outcome.outcome === 'signed_up' ? options.clock.now() : authenticatedAt;
      const shown = { ...outcome, method, provider: provider.id, authenticatedAt: at, notAgain } as const;
      return authenticated(c, page, shown, options);
    }
    case 'address_needed': {
      const query = new URLSearchParams({ provider: provider.id, claim: outcome.claim });
      return c.redirect(`${interactionPath(uid, page.request, '/address')}&${query.toString()}`, 303);
    }
    case 'known': {
      const text = provider.enforce ? words.knownEnforced : words.known;
      const error = format(text, { email: outcome.email, provider: provider.label });
      return signInAgain(c, page, { error, email: outcome.email, status: 422 }, options);
    }
    case 'refused':
      return signInAgain(c, page, { error: words.refused, status: 422 }, options);
    case 'asked':
      return c.redirect(interactionPath(uid, page.request, '/address/code'), 303);
    case 'enforced':
      return sendPage(c, renderEnforced(page, outcome.provider, ''), interaction, 422);
    case 'foreign': {
      const error = format(words.notOfDomain, { provider: provider.label });
      return signInAgain(c, page, { error, status: 422 }, options);
    }
    case 'limited':
      return limited(c, page, options, outcome.retryAfterSeconds);
  }
}

interface NotIdentified {
  readonly provider: Provider;
  readonly answer: Exclude<UpstreamAnswer, { outcome: 'identified' }>;
}

export async function notIdentified(
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
async function signInAgain(
  c: PageRequest,
  page: PageContext,
  { error, email, status }: Again,
  options: FederationRoutesOptions,
): Promise<Response> {
  const { interaction } = page;
  const answer = {
    email: email ?? interaction.typed?.email ?? interaction.loginHint ?? '',
    error: null,
    trouble: error,
  };
  return sendPage(c, renderSignIn(page, await waysIn(interaction, options), answer), interaction, status);
}

export function limited(
  c: PageRequest,
  page: PageContext,
  options: FederationRoutesOptions,
  retryAfterSeconds: number,
): Promise<Response> {
  const error = retryLater(c, page.look, { seconds: retryAfterSeconds });
  return signInAgain(c, page, { error, status: 429 }, options);
}
