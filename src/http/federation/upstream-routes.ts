/** Steps of a sign-in that go through a provider: there and back. */
import type { Hono } from 'hono';
import { parseEmail } from '../../domain/accounts/email/email.ts';
import type { Provider } from '../../domain/federation/provider.ts';
import { identifiedBy } from '../../domain/federation/new-account.ts';
import { signInUpstream } from '../../domain/federation/upstream-sign-in.ts';
import { type Visit, beginVisit, findVisit, finishVisit } from '../../domain/federation/visits.ts';
import { epochSeconds } from '../../platform/clock.ts';
import { interactionPath } from '../../protocol/interactions/original-request.ts';
import { type PageContext, sendPage } from '../interaction/interaction-pages.ts';
import { type Step, refuseWhenSignedIn, withForm, withInteractionOf } from '../interaction/steps.ts';
import { PageError } from '../page/page-error.ts';
import { type PageEnv, type PageRequest, networkOf } from '../page/page-request.ts';
import { goingPage } from '../views/federation/federation-pages.ts';
import { addAddressRoutes } from './address-routes.ts';
import { parametersOf, reopened } from './callback.ts';
import type { FederationRoutesOptions } from './federation-options.ts';
import { finishLink } from './link-routes.ts';
import { entered, limited, notIdentified, providerOf, signInProvider, surroundings } from './outcomes.ts';

export function addUpstreamRoutes(app: Hono<PageEnv>, options: FederationRoutesOptions): void {
  app.post('/interaction/:uid/upstream/:provider', (c) =>
    withForm(c, options, (step) => begin(c, step, options)),
  );
  app.get('/federation/:provider/callback', (c) => comeBack(c, options));
  app.post('/federation/:provider/callback', (c) =>
    reopened(c, providerOf(options, c.req.param('provider'))),
  );
  addAddressRoutes(app, options);
}

async function begin(
  c: PageRequest,
  { page, fields }: Step,
  options: FederationRoutesOptions,
): Promise<Response> {
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
    loginHint: parseEmail(fields.get('email') ?? '') ?? interaction.loginHint,
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

interface Comeback {
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
  const identified = identifiedBy(provider, identity);
  const outcome = await signInUpstream(options.federation, provider, identified, surroundings(c, page));
  options.metrics.signIns.inc({ outcome: outcome.outcome });
  const { isMultiFactor, authenticatedAt } = identity;
  return entered(c, page, { provider, outcome, isMultiFactor, authenticatedAt }, options);
}
