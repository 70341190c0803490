/** What the account pages have in common: who is here, how lately they have shown it, and where they go to show it again. */
import type { Account, AccountStore } from '../../domain/accounts/account-store.ts';
import type { EnrolledFactors, SecondFactor } from '../../domain/authentication/next-step.ts';
import {
  attainableAcr,
  type GroupRequirements,
  requiredByGroups,
} from '../../domain/authentication/requirements.ts';
import type { FactorChange } from '../../domain/factors/second-factors.ts';
import type { RateLimiters } from '../../domain/limits/rate-limiter.ts';
import { type Acr, isAtLeast } from '../../domain/authentication/strength.ts';
import type { Clock } from '../../platform/clock.ts';
import { originOf } from '../../platform/request-info.ts';
import type { BrowserSession, BrowserSessions } from '../../protocol/interactions/browser-session.ts';
import { accountSignInPath } from '../../protocol/policies/account-client.ts';
import { PageError } from '../page/page-error.ts';
import type { PageRequest } from '../page/page-request.ts';
import { type Fields, readForm, requireCsrfToken } from '../page/read-form.ts';
import { retryLater } from '../page/retry-later.ts';
import type { Look } from '../views/look.ts';

export interface VisitOptions {
  readonly browserSessions: BrowserSessions;
  readonly storage: { readonly accounts: Pick<AccountStore, 'findById'> };
  readonly enrolled: EnrolledFactors;
  readonly groupRequirements: GroupRequirements;
  readonly limits: RateLimiters;
  readonly issuer: string;
  readonly clock: Clock;
}

export interface Visit {
  readonly account: Account;
  readonly session: BrowserSession;
  /** What the account can be asked for beside its first method. */
  readonly factors: ReadonlySet<SecondFactor>;
  readonly csrfToken: string;
  readonly look: Look;
  readonly at: Date;
}

export interface Terms {
  /** Only shortly after a full sign-in: whoever finds an open browser must not be able to keep the account. */
  readonly fresh: boolean;
}

/** How long a sign-in counts as fresh. */
const freshSeconds = 300;

/** A page of the account. Whoever is not signed in, or not freshly enough, signs in and comes back to it. */
export async function withAccount(
  c: PageRequest,
  options: VisitOptions,
  { fresh }: Terms,
  handle: (visit: Visit) => Promise<Response>,
): Promise<Response> {
  return visitOr(c, options, { fresh, page: c.req.path }, handle);
}

/** @param page the account page on which the form is, to come back to where it must be sent again */
export async function withAccountForm(
  c: PageRequest,
  options: VisitOptions,
  terms: Terms & { readonly page: string },
  handle: (visit: Visit, fields: Fields) => Promise<Response>,
): Promise<Response> {
  const fields = await readForm(c);
  return visitOr(c, options, terms, async (visit) => {
    requireCsrfToken(fields, (token) => options.browserSessions.isCsrfToken(visit.session, token));
    // Each leaves a trace, and some a mail.
    const decision = await options.limits.accountFormsPerAccount.spend(visit.account.id);
    if (!decision.allowed) {
      const words = retryLater(c, visit.look, { seconds: decision.retryAfterSeconds });
      throw new PageError(429, 'too_many_requests', () => words);
    }
    return handle(visit, fields);
  });
}

async function visitOr(
  c: PageRequest,
  options: VisitOptions,
  { fresh, page }: Terms & { readonly page: string },
  handle: (visit: Visit) => Promise<Response>,
): Promise<Response> {
  c.header('cache-control', 'no-store');
  const { browserSessions, storage, issuer } = options;
  const found = await browserSessions.find(c.env.incoming);
  const account = found === null ? null : await storage.accounts.findById(found.accountId);
  // Once more: what ended the session before the account was read must not count as what the account was when it was let in.
  const session = account === null ? null : await browserSessions.find(c.env.incoming);
  if (session === null || account?.id !== session.accountId) {
    return c.redirect(accountSignInPath(issuer, { page, again: false }), 303);
  }
  const factors = await options.enrolled.find(account.id);
  const wanted = requiredByGroups(account.groups, options.groupRequirements);
  if (fresh && !isFresh(session, attainableAcr(wanted, factors), options.clock)) {
    return c.redirect(accountSignInPath(issuer, { page, again: true }), 303);
  }
  const csrfToken = browserSessions.csrfToken(session);
  return handle({ account, session, factors, csrfToken, look: c.get('look'), at: options.clock.now() });
}

/** By now, and with everything that the account can be asked for: a session from before a factor was added is not. */
function isFresh({ signedInAt, isUndated, acr }: BrowserSession, wanted: Acr, clock: Clock): boolean {
  const ageMs = clock.now().getTime() - signedInAt.getTime();
  return !isUndated && ageMs < freshSeconds * 1000 && isAtLeast(acr, wanted);
}

/** Who changes something, for the domain. */
export function changeOf(c: PageRequest, { account, look }: Visit): FactorChange {
  return {
    accountId: account.id,
    validFrom: account.validFrom,
    origin: originOf(c.env.incoming),
    language: look.language,
  };
}
