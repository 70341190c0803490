import { html } from 'hono/html';
import { card, layout, type Html } from './layout.ts';
import type { Look } from './look.ts';

export interface ErrorModel {
  look: Look;
  status: number;
  title: string;
  message: string;
  detailCode: string | null;
  requestId: string;
}

export function errorPage(model: ErrorModel): string {
  const upper = html`<h1>${model.title}</h1>
<p class="lead">${model.message}</p>`;
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
