/** The address of somebody whose provider gives none, or one that has to be proven. */
import type { Hono } from 'hono';
import type { Provider } from '../../domain/federation/provider.ts';
import { confirmAddress, findClaim, giveAddress } from '../../domain/federation/upstream-sign-in.ts';
import { interactionPath } from '../../protocol/interactions/original-request.ts';
import { type PageContext, sendPage } from '../interaction/interaction-pages.ts';
import { type Step, refuseWhenSignedIn, withForm, withInteraction } from '../interaction/steps.ts';
import type { PageEnv, PageRequest } from '../page/page-request.ts';
import { retryLater } from '../page/retry-later.ts';
import { addressCodePage } from '../views/sign-in/code-pages.ts';
import { type AddressModel, addressPage } from '../views/federation/federation-pages.ts';
import type { FederationRoutesOptions } from './federation-options.ts';
import { entered, providerOf, signInProvider, surroundings } from './outcomes.ts';

export function addAddressRoutes(app: Hono<PageEnv>, options: FederationRoutesOptions): void {
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
      return again({ form: retryLater(c, page.look, { seconds: outcome.retryAfterSeconds }) }, 429);
    case 'signed_up':
    case 'asked':
    case 'enforced':
    case 'foreign':
      return entered(c, page, { provider, outcome, isMultiFactor: false, authenticatedAt: null }, options);
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
  const code = fields.get('code') ?? '';
  const outcome = await confirmAddress(options.federation, code, surroundings(c, page));
  switch (outcome.outcome) {
    case 'signed_in':
    case 'signed_up': {
      const provider = providerOf(options, outcome.provider);
      // By the code from their mailbox, just now.
      const authenticatedAt = options.clock.now();
      return entered(c, page, { provider, outcome, isMultiFactor: false, authenticatedAt }, options);
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
    email: null,
    again: null,
    signInHref: interactionPath(uid, request),
    notice: null,
    csrfToken,
    code: '',
    errors: error === undefined ? {} : { code: error },
  });
}
