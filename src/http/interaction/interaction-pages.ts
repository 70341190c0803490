import type { Account } from '../../domain/accounts/account-store.ts';
import type { Api } from '../../domain/clients/client.ts';
import { domainOf } from '../../domain/federation/enforced-domains.ts';
import type { Federation } from '../../domain/federation/federation.ts';
import type { Provider } from '../../domain/federation/provider.ts';
import { contentSecurityPolicy } from '../../platform/content-security-policy.ts';
import type { PendingInteraction } from '../../protocol/interactions/pending-interaction.ts';
import { interactionPath } from '../../protocol/interactions/original-request.ts';
import { accountClientId } from '../../protocol/policies/account-client.ts';
import type { PageRequest } from '../page/page-request.ts';
import { formatDuration } from '../texts/format.ts';
import { scopeWords } from '../texts/scope-words.ts';
import { type ConsentModel, consentPage, type ConsentScope } from '../views/sign-in/consent-page.ts';
import { enforcedPage } from '../views/federation/federation-pages.ts';
import type { Look } from '../views/look.ts';
import { hasScript } from '../views/script.ts';
import { setUpPage } from '../views/sign-in/set-up-page.ts';
import { signInPage } from '../views/sign-in/sign-in-page.ts';
import type { WaysIn } from './ways-in.ts';

/** What every page of one interaction needs. */
export interface PageContext {
  readonly interaction: PendingInteraction;
  readonly csrfToken: string;
  /** The signed original request, carried from page to page. */
  readonly request: string;
  /** Where people can sign in beside here. */
  readonly providers: readonly Provider[];
  readonly look: Look;
}

export interface SignInAnswer {
  /** Empty: of whoever is signed in here, if anybody is. */
  readonly email: string;
  /** What was wrong with the address and password. */
  readonly error: string | null;
  /** What was wrong with neither. */
  readonly trouble?: string;
  /** Something good that has just happened. */
  readonly notice?: string;
}

export function renderSignIn(
  page: PageContext,
  { sessionEmail, canMail, passkey }: WaysIn,
  answer: SignInAnswer,
): string {
  const { interaction, csrfToken, request, look } = page;
  return signInPage({
    clientName: appOf(interaction),
    confirms: interaction.reauthenticates ? sessionEmail : null,
    action: interactionPath(interaction.uid, request, '/sign-in'),
    csrfToken,
    email: answer.email === '' ? (sessionEmail ?? '') : answer.email,
    error: answer.error,
    trouble: answer.trouble ?? null,
    notice: answer.notice ?? null,
    providers: page.providers.map(({ id, label }) => ({ label, action: upstreamPath(page, id) })),
    passkey:
      passkey === null
        ? null
        : { action: interactionPath(interaction.uid, request, '/sign-in/passkey'), options: passkey },
    canMail,
    cancelAction: interactionPath(interaction.uid, request, '/cancel'),
    look,
  });
}

/** The name of the app that somebody signs in to; null: their account itself. */
export function appOf({ client: { clientId, name } }: PendingInteraction): string | null {
  return clientId === accountClientId ? null : name;
}

function upstreamPath({ interaction, request }: PageContext, providerId: string): string {
  return interactionPath(interaction.uid, request, `/upstream/${providerId}`);
}

/** For somebody whose domain has one provider. */
export function renderEnforced(page: PageContext, { id, label, domains }: Provider, email: string): string {
  const { interaction, csrfToken, request, look } = page;
  return enforcedPage({
    look,
    provider: label,
    domain: email === '' ? domains.join(', ') : domainOf(email),
    email,
    action: upstreamPath(page, id),
    csrfToken,
    signInHref: interactionPath(interaction.uid, request),
  });
}

/** Whoever has an address of a domain with one provider goes there; null: the address is of no such domain. */
export function refuseEnforced(
  c: PageRequest,
  page: PageContext,
  email: string,
  { enforcedProviderOf }: Federation,
): Response | null {
  const provider = enforcedProviderOf(email);
  return provider === null ? null : sendPage(c, renderEnforced(page, provider, email), page.interaction, 422);
}

/** Where somebody is sent whose account has nothing that is strong enough for the app. */
export function renderSetUp({ interaction, csrfToken, request, look }: PageContext): string {
  return setUpPage({
    look,
    clientName: interaction.client.name,
    accountHref: '/account',
    againHref: interactionPath(interaction.uid, request),
    cancelAction: interactionPath(interaction.uid, request, '/unmet'),
    csrfToken,
  });
}

export function renderConsent(page: PageContext, account: Account, apis: readonly Api[]): string {
  const { interaction, csrfToken, request, look } = page;
  const { client, wanted } = interaction;
  return consentPage({
    clientName: client.name,
    clientUri: client.uri,
    accountEmail: account.email,
    scopes: wanted.scope
      .split(' ')
      .filter(Boolean)
      .map((name) => ({ name, description: scopeWords(name, look.texts) })),
    apis: apis.map((api) => ({
      name: api.name,
      audience: api.audience,
      scopes: apiScopes(api, interaction),
    })),
    redirect: redirectOf(interaction.redirectUri),
    lifetime: lifetimePhrase(client.lifetimeSeconds, look),
    action: interactionPath(interaction.uid, request, '/consent'),
    csrfToken,
    look,
  });
}

/** Sends a page whose forms may end at the client's redirect URI. */
export function sendPage(
  c: PageRequest,
  page: string,
  interaction: PendingInteraction,
  status: 200 | 422 | 429 | 503 = 200,
): Response {
  const { redirectUri, client } = interaction;
  const images = client.logoUri === null ? [] : [client.logoUri];
  const policy = contentSecurityPolicy([redirectUri], { images, hasScript: hasScript(page) });
  c.header('content-security-policy', policy);
  return c.html(page, status);
}

function apiScopes(api: Api, { wanted }: PendingInteraction): ConsentScope[] {
  return (wanted.resources[api.audience] ?? '')
    .split(' ')
    .filter(Boolean)
    .map((name) => ({ name, description: api.scopes[name] ?? '' }));
}

const loopbacks: ReadonlySet<string> = new Set(['127.0.0.1', '[::1]', 'localhost']);

function redirectOf(redirectUri: string): ConsentModel['redirect'] {
  const { protocol, host, hostname } = new URL(redirectUri);
  if (protocol !== 'https:' && protocol !== 'http:')
    return { host: protocol.slice(0, -1), isLoopback: false };
  return { host, isLoopback: loopbacks.has(hostname) };
}

function lifetimePhrase(seconds: number | null, { texts, language }: Look): string {
  if (seconds === null) return texts.consent.untilSignOut;
  const days = Math.round(seconds / 86_400);
  if (days >= 2) return formatDuration(language, days, 'day');
  return formatDuration(language, Math.max(1, Math.round(seconds / 3600)), 'hour');
}
