/**
 * The pages people see. This folder owns their HTML and stylesheet, `texts/` their words.
 * It never reads a request, decides anything or writes a header: a view model goes in, a finished document comes out.
 * Every value is escaped by `html`; attributes are always quoted; there is no inline script or style, so that a
 * policy of `default-src 'none'; style-src 'self'` holds for all of them, with `script-src 'self'` for those that have a script of ours.
 */
import { html } from 'hono/html';
import { format, formatHtml } from '../texts/format.ts';
import { directionOf } from '../texts/texts.ts';
import { accentPath } from './style/accent-stylesheet.ts';
import type { Look, Theme } from './look.ts';
import { cardBreak, iconPath, mark } from './mark.ts';
import { copyScript, passkeyScript, passwordScript } from './script.ts';
import { stylesheetPath } from './style/stylesheet.ts';

export type Html = ReturnType<typeof html>;

export interface LayoutModel {
  look: Look;
  title: string;
  /** The main landmark's content, usually one `card`. */
  body: Html;
  /** Where the browser goes by itself, at once. Anything but http(s) or a path is left out; show a link as well. */
  refreshTo?: string;
  halves?: 'apart' | 'joined';
  /** Whether there is something on it for the script of passkeys to do; others come with what they work on. */
  hasScript?: boolean;
}

const productName = 'Symbolon';

export function layout(model: LayoutModel): string {
  const { language, issuerName, theme } = model.look;
  const refreshTo = model.refreshTo !== undefined && isWebAddress(model.refreshTo) ? model.refreshTo : null;
  // Values are escaped, quotes too: only our own markup has these.
  const body = model.body.toString();
  const hasPassword = body.includes(' type="password"');
  const page = html`<!doctype html>
<html lang="${language}" dir="${directionOf(language)}">
<head>
<meta charset="utf-8">
<title>${model.title} – ${issuerName}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<meta name="referrer" content="no-referrer">
${refreshTo === null ? '' : html`<meta http-equiv="refresh" content="0; url=${refreshTo}">`}
<link rel="icon" type="image/svg+xml" href="${iconPath}">
<link rel="stylesheet" href="${stylesheetPath}">
${theme.accentColor === null ? '' : html`<link rel="stylesheet" href="${accentPath(theme.accentColor)}">`}
${model.hasScript === true ? passkeyScript.element : ''}
${hasPassword ? passwordScript.element : ''}
${body.includes(' data-copy="') ? copyScript.element : ''}
</head>
<body>
<header class="masthead">${mark(model.halves ?? 'apart')}<span><bdi>${issuerName}</bdi></span>${logo(theme)}</header>
<main>${model.body}</main>
${hasPassword ? showPassword(model.look) : ''}
<footer class="colophon"><p>${colophon(model.look)}</p></footer>
</body>
</html>`;
  if (page instanceof Promise)
    throw new TypeError('a page is built from values at hand, never from promises');
  return page.toString();
}

/** A sheet in one piece, or broken in two where there is another party or another way to go. */
export function card(upper: Html, lower: Html | null = null): Html {
  const rest = lower === null ? '' : html`${cardBreak()}<div class="piece">${lower}</div>`;
  return html`<div class="card"><div class="piece">${upper}</div>${rest}</div>`;
}

/** A name chosen by someone else: isolated, so that right-to-left text in it cannot reorder our sentence. */
export function foreignName(name: string): Html {
  return html`<strong><bdi>${name}</bdi></strong>`;
}

/** The way to another page, on a line of its own. */
export function linkLine(href: string, label: string): Html {
  return html`<p><a class="link-target" href="${href}">${label}</a></p>`;
}

/** Said first in the title after a failed attempt, so that it is the first thing a screen reader speaks. */
export function titleAfter(failed: boolean, title: string, { texts: { common } }: Look): string {
  return failed ? format(common.errorTitle, { title }) : title;
}

/** Escaping does not disarm `javascript:`, and browsers drop tabs and line breaks inside an address (`/<tab>/host`). */
export function isWebAddress(address: string): boolean {
  return /^(\/(?![/\\])|https?:\/\/)[^\p{Cc}]*$/iu.test(address);
}

/** Of the app; its name is said in the page. The host that has it learns no address of ours. */
function logo({ logoUri }: Theme): Html | '' {
  if (logoUri === null) return '';
  return html`<img class="logo" src="${logoUri}" alt="" referrerpolicy="no-referrer" decoding="async">`;
}

/** For the script, which puts one beside each field. */
function showPassword({ texts: { aids } }: Look): Html {
  return html`<template id="show-password"><button class="reveal" type="button" aria-pressed="false"><span class="unseen">${aids.showPassword}</span>
<svg viewBox="0 0 24 24" aria-hidden="true" focusable="false"><path d="M2 12s3.6-6.5 10-6.5S22 12 22 12s-3.6 6.5-10 6.5S2 12 2 12Z"/><circle cx="12" cy="12" r="2.9"/><path class="reveal-off" d="M4 20 20 4"/></svg></button></template>`;
}

function colophon({ texts: { common }, issuerName }: Look): Html {
  return formatHtml(common.signsYouInWith, { issuer: html`<bdi>${issuerName}</bdi>`, product: productName });
}
