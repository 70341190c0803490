import { html } from 'hono/html';
import { format, formatHtml } from '../../texts/format.ts';
import { field, fieldsForm, formError, type FormTarget, hiddenField } from '../form-parts.ts';
import { card, foreignName, layout, linkLine, titleAfter } from '../layout.ts';
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
  signInHref: string;
}

/** For somebody whose domain has one provider. */
export function enforcedPage(model: EnforcedModel): string {
  const { look, provider, domain, signInHref } = model;
  const { federation, signIn } = look.texts;
  const named = { provider: foreignName(provider), domain: foreignName(domain) };
  const upper = html`<h1>${formatHtml(federation.enforcedTitle, named)}</h1>
<p class="lead">${formatHtml(federation.enforcedLead, named)}</p>
<div class="actions">${providerForm({ action: model.action, label: provider }, model.csrfToken, formatHtml(federation.continueWith, named), { look: 'button button-primary', more: hiddenField('email', model.email) })}</div>`;
  const lower = linkLine(signInHref, signIn.backToSignIn);
  return layout({ look, title: format(federation.enforcedTitle, { provider }), body: card(upper, lower) });
}

export interface AddressModel extends FormTarget {
  look: Look;
  provider: string;
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
  const input = field({
    name: 'email',
    label: common.email,
    type: 'email',
    autocomplete: 'email',
    value: model.email,
    autofocus: true,
    error: errors.email,
  });
  const hidden = Object.entries(model.hidden).map(([name, value]) => hiddenField(name, value));
  const upper = html`<h1>${federation.addressTitle}</h1>
<p class="lead">${formatHtml(federation.addressLead, { provider: foreignName(model.provider) })}</p>
${formError(errors.form)}
${fieldsForm(model, html`${hidden}${input}`, common.continue)}`;
  const lower = linkLine(model.signInHref, signIn.backToSignIn);
  return layout({ look, title: titleAfter(failed, federation.addressTitle, look), body: card(upper, lower) });
}
