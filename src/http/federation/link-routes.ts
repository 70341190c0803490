/** The account page of linked accounts: who links one has just shown who they are, here and there. */
import type { Hono } from 'hono';
import type { Identity, IdentityKey } from '../../domain/federation/identity-store.ts';
import { linkIdentity, linksNow, unlinkIdentity } from '../../domain/federation/links.ts';
import type { Provider } from '../../domain/federation/provider.ts';
import { type Visit as UpstreamVisit, beginVisit, finishVisit } from '../../domain/federation/visits.ts';
import { identifiedBy } from '../../domain/federation/new-account.ts';
import { epochSeconds } from '../../platform/clock.ts';
import { originOf } from '../../platform/request-info.ts';
import { endOthersOf } from '../account/ways-in/factor-routes.ts';
import { type Visit, withAccount, withAccountForm } from '../account/visit.ts';
import { PageError } from '../page/page-error.ts';
import { type PageEnv, type PageRequest, networkOf } from '../page/page-request.ts';
import { retryLater } from '../page/retry-later.ts';
import { format } from '../texts/format.ts';
import { goingPage } from '../views/federation/federation-pages.ts';
import { type LinkItem, linksPage } from '../views/federation/links-page.ts';
import type { FederationRoutesOptions } from './federation-options.ts';
import { labelOf, logFailure } from './outcomes.ts';

const page = '/account/links';
/** Query after a change: whoever was in before may not be the owner. */
const changed = 'changed';
const fresh = { fresh: true, page };

export function addLinkRoutes(app: Hono<PageEnv>, options: FederationRoutesOptions): void {
  app.get(page, (c) => withAccount(c, options, { fresh: false }, (visit) => show(c, visit, options)));
  app.post(`${page}/begin`, (c) =>
    withAccountForm(c, options, fresh, (visit, fields) =>
      begin(c, visit, fields.get('provider') ?? '', options),
    ),
  );
  app.post(`${page}/remove`, (c) =>
    withAccountForm(c, options, fresh, (visit, fields) => {
      const [provider = '', issuer = '', subject = ''] = ['provider', 'issuer', 'subject'].map((name) =>
        fields.get(name),
      );
      return remove(c, visit, { provider, issuer, subject }, options);
    }),
  );
}

async function begin(
  c: PageRequest,
  visit: Visit,
  id: string,
  options: FederationRoutesOptions,
): Promise<Response> {
  const provider = options.federation.providers.find((each) => each.id === id && each.canLink);
  if (provider === undefined) throw new PageError(404, 'not_found', ({ errors }) => errors.notFound);
  const { federation: words } = visit.look.texts;
  const decision = await options.limits.interactionsPerNetwork.spend(networkOf(c));
  if (!decision.allowed) {
    const text = retryLater(c, visit.look, { seconds: decision.retryAfterSeconds });
    return show(c, visit, options, { text, status: 429 });
  }
  const begun = await beginVisit(options.federation, {
    provider,
    purpose: 'link',
    owner: visit.session.uid,
    accountId: visit.account.id,
    request: '',
    beganAt: epochSeconds(options.clock),
    loginHint: null,
    reauthenticate: false,
  });
  if (begun.outcome === 'unavailable') {
    logFailure(c, provider, begun.reason, options);
    return show(c, visit, options, {
      text: format(words.linkUnavailable, { provider: provider.label }),
      status: 503,
    });
  }
  return c.html(goingPage({ look: visit.look, provider: provider.label, location: begun.location }));
}

interface LinkComeback {
  readonly provider: Provider;
  readonly visit: UpstreamVisit;
  readonly state: string;
  readonly parameters: ReadonlyMap<string, string>;
}

/** The session that began it, with the same person in it: else somebody could have their own account linked by another. */
export async function finishLink(
  c: PageRequest,
  { provider, visit: { owner, accountId }, state, parameters }: LinkComeback,
  options: FederationRoutesOptions,
): Promise<Response> {
  const session = await options.browserSessions.find(c.env.incoming);
  if (accountId === null || session?.uid !== owner || session.accountId !== accountId)
    throw new PageError(403, 'other_session', ({ federation }) => federation.otherSession);
  const then = await linksNow(options.federation.storage, accountId);
  const answer = await finishVisit(options.federation, { provider, state, owner, parameters });
  return withAccount(c, options, { fresh: false }, async (visit) => {
    const words = visit.look.texts.federation;
    const named = { provider: provider.label };
    const failed = (text: string, status: 422 | 503) =>
      show(c, visit, options, { text: format(text, named), status });
    if ('reason' in answer) logFailure(c, provider, answer.reason, options);
    switch (answer.outcome) {
      case 'over':
        return c.redirect(page, 303);
      case 'cancelled':
        return failed(words.linkCancelled, 422);
      case 'refused':
        return failed(words.linkFailed, 422);
      case 'unavailable':
        return failed(words.linkUnavailable, 503);
      case 'identified': {
        const identified = identifiedBy(provider, answer.identity);
        const note = noting(c, visit, { kind: 'identity_linked', detail: provider.label }, options);
        const { outcome } = await linkIdentity(options.federation, { id: accountId, then }, identified, note);
        if (outcome === 'foreign') return failed(words.notOfDomain, 422);
        if (outcome === 'taken') return failed(words.linkTaken, 422);
        return outcome === 'refused' ? failed(words.linkFailed, 422) : c.redirect(`${page}?${changed}`, 303);
      }
    }
  });
}

async function remove(
  c: PageRequest,
  visit: Visit,
  key: IdentityKey,
  options: FederationRoutesOptions,
): Promise<Response> {
  const label = labelOf(options, key.provider);
  const note = noting(c, visit, { kind: 'identity_unlinked', detail: label }, options);
  const { outcome } = await unlinkIdentity(options.federation, visit.account, key, note);
  if (outcome === 'unlinked') return c.redirect(`${page}?${changed}`, 303);
  if (outcome === 'unknown') return c.redirect(page, 303);
  const text = format(visit.look.texts.federation.unlinkLast, { provider: label });
  return show(c, visit, options, { text, status: 422 });
}

function noting(
  c: PageRequest,
  { account, look }: Visit,
  what: { readonly kind: 'identity_linked' | 'identity_unlinked'; readonly detail: string },
  { activity }: FederationRoutesOptions,
): () => Promise<void> {
  return () => activity.note({ accountId: account.id, ...what, ...originOf(c.env.incoming) }, look.language);
}

async function show(
  c: PageRequest,
  visit: Visit,
  options: FederationRoutesOptions,
  failure: { readonly text: string; readonly status: 422 | 429 | 503 } | null = null,
): Promise<Response> {
  const { account, csrfToken, look } = visit;
  const { storage, providers } = options.federation;
  const identities = await storage.identities.list(account.id);
  const html = linksPage({
    look,
    csrfToken,
    links: identities.map((each) => itemOf(each, options)),
    unlinkAction: `${page}/remove`,
    providers: providers.filter(({ canLink }) => canLink),
    linkAction: `${page}/begin`,
    error: failure?.text ?? null,
    endOthers: c.req.query(changed) === undefined ? null : endOthersOf(visit),
  });
  return c.html(html, failure?.status ?? 200);
}

function itemOf(identity: Identity, options: FederationRoutesOptions): LinkItem {
  const { provider, issuer, subject, email, name, linkedAt, lastUsedAt } = identity;
  return {
    provider: labelOf(options, identity.provider),
    name: email ?? name ?? subject,
    linkedAt,
    lastUsedAt,
    canSignIn: options.federation.providers.some(({ id, canSignIn }) => id === provider && canSignIn),
    hidden: { provider, issuer, subject },
  };
}
