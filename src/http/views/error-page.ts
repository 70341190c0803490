import { html } from 'hono/html';
import { card, isWebAddress, layout, type Html } from './layout.ts';

export interface ErrorModel {
  status: number;
  title: string;
  message: string;
  detailCode: string | null;
  requestId: string;
  actionHref?: string;
  actionLabel?: string;
  issuerName?: string;
}

export function errorPage(model: ErrorModel): string {
  const upper = html`<h1>${model.title}</h1>
<p class="lead">${model.message}</p>
${action(model)}`;
  return layout({
    title: model.title,
    body: card(upper, reference(model)),
    ...(model.issuerName === undefined ? {} : { issuerName: model.issuerName }),
  });
}

function action(model: ErrorModel): Html | '' {
  if (model.actionHref === undefined || !isWebAddress(model.actionHref)) return '';
  return html`<div class="actions"><a class="button button-primary" href="${model.actionHref}">${model.actionLabel ?? 'Continue'}</a></div>`;
}

function reference(model: ErrorModel): Html {
  return html`<p class="quiet">If you ask for help, pass this on:</p>
<dl class="facts facts-reference">
<div><dt>Error</dt><dd><code>${model.status}${model.detailCode === null ? '' : ` ${model.detailCode}`}</code></dd></div>
<div><dt>Request</dt><dd><code>${model.requestId}</code></dd></div>
</dl>`;
}
