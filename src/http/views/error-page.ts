import { html } from 'hono/html';
import { card, isWebAddress, layout, type Html } from './layout.ts';
import type { Look } from './look.ts';

export interface ErrorModel {
  look: Look;
  status: number;
  title: string;
  message: string;
  detailCode: string | null;
  requestId: string;
  /** The way on; null: only the app knows it. */
  action: { href: string; label: string } | null;
}

export function errorPage(model: ErrorModel): string {
  const { action } = model;
  const upper = html`<h1>${model.title}</h1>
<p class="lead">${model.message}</p>
${
  action !== null && isWebAddress(action.href)
    ? html`<div class="actions"><a class="button button-primary" href="${action.href}">${action.label}</a></div>`
    : ''
}`;
  return layout({
    look: model.look,
    title: model.title,
    body: card(upper, reference(model)),
  });
}

function reference(model: ErrorModel): Html {
  const { errors } = model.look.texts;
  return html`<p class="quiet">${errors.reference}</p>
<dl class="facts facts-reference">
<div><dt>${errors.referenceError}</dt><dd><code>${model.status}${model.detailCode === null ? '' : ` ${model.detailCode}`}</code></dd></div>
<div><dt>${errors.referenceRequest}</dt><dd><code>${model.requestId}</code></dd></div>
</dl>`;
}
