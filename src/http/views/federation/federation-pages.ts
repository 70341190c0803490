import { html } from 'hono/html';
import { format, formatHtml } from '../../texts/format.ts';
import { field, formError, hiddenField } from '../form-parts.ts';
import { card, foreignName, layout, titleAfter } from '../layout.ts';
import type { Look } from '../look.ts';
import { providerForm } from './provider-buttons.ts';

export interface GoingModel {
  look: Look;
  provider: string;
  location: string;
}

/**
 * On the way to a provider. Browsers apply `form-action` to every redirect that follows a form, and nobody knows where a
 * provider sends people within itself; a page that goes on by itself ends what the form began.
 */
export function goingPage({ look, provider, location }: GoingModel): string {
  const { federation, common } = look.texts;
  const body = html`<h1>${formatHtml(federation.goingTo, { provider: foreignName(provider) })}</h1>
<p class="lead">${formatHtml(federation.goingToLead, { provider: foreignName(provider) })}</p>
<div class="actions"><a class="button button-primary" href="${location}" rel="noreferrer">${common.continue}</a></div>`;
  return layout({
    look,
    title: format(federation.goingTo, { provider }),
    body: card(body),
    refreshTo: location,
  });
}

export interface EnforcedModel {
  look: Look;
  provider: string;
  domain: string;
  /** Whose it is, so that it need not be typed again there. */
  email: string;
  action: string;
  csrfToken: string;
  /** null: nowhere. */
  signInHref: string | null;
}

/** For somebody whose domain has one provider. */
export function enforcedPage(model: EnforcedModel): string {
  const { look, provider, domain, signInHref } = model;
  const { federation, signIn } = look.texts;
  const named = { provider: foreignName(provider), domain: foreignName(domain) };
  const upper = html`<h1>${formatHtml(federation.enforcedTitle, named)}</h1>
<p class="lead">${formatHtml(federation.enforcedLead, named)}</p>
<div class="actions">${providerForm({ action: model.action, label: provider }, model.csrfToken, formatHtml(federation.continueWith, named), { look: 'button button-primary', more: hiddenField('email', model.email) })}</div>`;
  const lower =
    signInHref === null
      ? null
      : html`<p><a class="link-target" href="${signInHref}">${signIn.backToSignIn}</a></p>`;
  return layout({ look, title: format(federation.enforcedTitle, { provider }), body: card(upper, lower) });
}

export interface AddressModel {
  look: Look;
  provider: string;
  action: string;
  csrfToken: string;
  /** What the form brings back beside the address. */
  hidden: Readonly<Record<string, string>>;
  email: string;
  errors: { email?: string; form?: string };
  signInHref: string;
}

/** Asks for the address of somebody whose provider gives none. */
export function addressPage(model: AddressModel): string {
  const { look, errors } = model;
  const { federation, common, signIn } = look.texts;
  const failed = errors.email !== undefined || errors.form !== undefined;
  const upper = html`<h1>${federation.addressTitle}</h1>
<p class="lead">${formatHtml(federation.addressLead, { provider: foreignName(model.provider) })}</p>
${errors.form === undefined ? '' : formError(errors.form)}
<form class="fields" method="post" action="${model.action}">
${hiddenField('csrf', model.csrfToken)}
${Object.entries(model.hidden).map(([name, value]) => hiddenField(name, value))}
${field({ name: 'email', label: common.email, type: 'email', autocomplete: 'email', value: model.email, autofocus: true, error: errors.email })}
<div class="actions"><button class="button button-primary" type="submit">${common.continue}</button></div>
</form>`;
  const lower = html`<p><a class="link-target" href="${model.signInHref}">${signIn.backToSignIn}</a></p>`;
  return layout({ look, title: titleAfter(failed, federation.addressTitle, look), body: card(upper, lower) });
}
