import { hash } from 'node:crypto';
import { account, factors, passkeys, secrets } from './account-rules.ts';
import { designTokens } from './design-tokens.ts';

const page = `
*, *::before, *::after { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; background: var(--ground); }
body {
  margin: 0; min-height: 100vh; min-height: 100dvh;
  display: flex; flex-direction: column; align-items: center;
  padding: clamp(1rem, 7vh, 5rem) clamp(0.75rem, 4vw, 2rem) var(--space-5);
  color: var(--ink); background: var(--ground);
  font: 400 var(--text-body)/1.5 var(--font-text);
  overflow-wrap: anywhere;
}
.masthead, main, .colophon { width: 100%; max-width: var(--card-width); }
.masthead {
  display: flex; align-items: center; gap: var(--space-3);
  padding-inline: var(--gutter); margin-bottom: var(--space-5);
  font: 600 var(--text-lead)/1.3 var(--font-display); letter-spacing: 0.01em;
}
.mark { flex: none; width: 2.75rem; height: 2.75rem; margin-inline-start: -0.125rem; }
.logo {
  flex: none; height: 2.75rem; max-width: 8rem; margin-inline-start: auto; padding: var(--space-1);
  /* Most are made for white. */
  background: #fdfefd; border-radius: var(--radius); object-fit: contain;
}
.mark-near { fill: var(--accent); }
.mark-far { fill: var(--bronze); }
.mark-rim { fill: none; stroke-linecap: square; stroke: var(--ground); stroke-width: 1.75; }
.colophon {
  margin-top: auto; padding: var(--space-6) var(--gutter) 0;
  font-size: var(--text-small); color: var(--muted);
}
.colophon p { margin: 0; }
`;

const card = `
.card { border-radius: var(--radius-card); box-shadow: var(--shadow); }
.piece {
  background: var(--surface); border: 1px solid var(--line);
  padding: var(--space-6) var(--gutter);
}
.piece:first-child { border-radius: var(--radius-card) var(--radius-card) 0 0; }
.piece:last-child { border-radius: 0 0 var(--radius-card) var(--radius-card); }
.piece:only-child { border-radius: var(--radius-card); }
.piece:not(:last-child) { border-bottom: 0; padding-bottom: var(--space-5); }
.piece + .break + .piece { border-top: 0; background: var(--sunken); padding-block: var(--space-4) var(--space-5); }
.break {
  display: block; width: 100%; height: 18px; overflow: clip;
  /* As the pieces have it: browsers put borders on whole pixels, and what is drawn between them. */
  border-inline: 1px solid var(--line); background: linear-gradient(var(--surface) 50%, var(--sunken) 50%);
}
.break-gap { fill: none; stroke: var(--ground); stroke-width: 6; }
.break-edge { fill: none; stroke: var(--line); stroke-width: 8; }
h1 {
  margin: 0; font: 600 var(--text-title)/1.22 var(--font-display);
  letter-spacing: -0.012em; text-wrap: balance;
}
h2 { margin: var(--space-5) 0 var(--space-2); font: 600 var(--text-body)/1.4 var(--font-text); }
p { margin: var(--space-3) 0 0; text-wrap: pretty; }
.lead { margin-top: 0.625rem; font-size: var(--text-lead); color: var(--muted); }
.lead a { padding-block: 0.8125rem; }
.lead strong { color: var(--ink); font-weight: 600; }
.quiet { color: var(--muted); font-size: var(--text-small); }
.piece > :is(p, .fields):first-child { margin-top: 0; }
:lang(ar) { letter-spacing: 0 !important; }
:lang(de) :is(h1, h2) { hyphens: auto; hyphenate-limit-chars: 12 5 5; }
:lang(ja) :is(h1, h2, .lead) { word-break: auto-phrase; }
a { color: var(--accent); text-underline-offset: 0.2em; text-decoration-thickness: 1px; }
a:hover { color: var(--accent-strong); text-decoration-thickness: 2px; }
code { font: 0.9375em/1.4 var(--font-code); }
bdi { unicode-bidi: isolate; }
code, .host { direction: ltr; unicode-bidi: isolate; }
`;

const forms = `
form { margin: 0; }
.fields { margin-top: var(--space-5); }
.field + .field { margin-top: 1.25rem; }
label { display: block; margin-bottom: 0.375rem; font-weight: 600; font-size: 0.9375rem; }
.optional { font-weight: 400; color: var(--muted); }
input:not([type='hidden']) {
  display: block; width: 100%; min-height: 3rem; padding: 0.625rem 0.875rem;
  color: var(--ink); background: var(--surface);
  border: 1px solid var(--edge); border-radius: var(--radius);
  font: inherit; accent-color: var(--accent);
}
[dir='rtl'] input[dir='ltr'] { text-align: end; }
input[readonly] { color: var(--muted); background: var(--sunken); border-color: var(--line); }
input:hover { border-color: var(--ink); }
input[aria-invalid='true'] { border-color: var(--danger); box-shadow: inset 0 0 0 1px var(--danger); }
input:-webkit-autofill {
  -webkit-text-fill-color: var(--ink);
  box-shadow: inset 0 0 0 4rem var(--accent-wash);
}
.hint, .field-error { margin: 0.375rem 0 0; font-size: var(--text-small); line-height: 1.45; }
.hint { color: var(--muted); }
.beside-field { margin: 0; font-size: var(--text-small); }
.notice { margin: var(--space-4) 0; padding: var(--space-3); border-inline-start: 3px solid var(--accent); background: var(--sunken); }
.notice p { margin: 0; }
.mail { margin: var(--space-4) 0 0; padding: var(--space-4) 0 0; border-top: 1px solid var(--line); }
.mail h2 { margin: 0; font-size: 1rem; }
.mail pre { margin: var(--space-3) 0 0; white-space: pre-wrap; overflow-wrap: anywhere; font-size: var(--text-small); }
.field-error { color: var(--danger); font-weight: 600; }
.alert {
  margin: var(--space-5) 0 0; padding: var(--space-3) var(--space-4);
  color: var(--danger); background: var(--danger-ground);
  border: 1px solid currentColor; border-inline-start-width: 4px; border-radius: var(--radius);
}
.alert p { margin: 0; }
:where(a, button, input, summary):focus-visible { outline: var(--focus-ring); outline-offset: 2px; }
`;

const actions = `
.actions { display: flex; flex-wrap: wrap; gap: var(--space-3); margin-top: var(--space-5); }
.actions > * { flex: 1 1 9rem; }
.button {
  display: inline-flex; align-items: center; justify-content: center;
  min-height: 3rem; padding: 0.625rem 1.25rem;
  border: 1px solid var(--edge); border-radius: var(--radius);
  color: var(--ink); background: var(--surface);
  font: 600 var(--text-body)/1.3 var(--font-text); text-align: center; text-decoration: none;
  cursor: pointer; transition: background-color 120ms ease, border-color 120ms ease;
}
.button:hover { color: var(--ink); border-color: var(--ink); background: var(--accent-wash); }
.button-primary { color: var(--on-accent); background: var(--accent); border-color: var(--accent); }
.button-primary:hover { color: var(--on-accent); background: var(--accent-strong); border-color: var(--accent-strong); }
.button-danger { color: var(--on-danger); background: var(--danger); border-color: var(--danger); }
.button-danger:hover { color: var(--on-danger); background: var(--danger-strong); border-color: var(--danger-strong); }
.ask > summary { cursor: pointer; }
.ask > summary.button { display: flex; list-style: none; }
.ask > summary.link-target { list-style: none; }
.ask > summary::-webkit-details-marker { display: none; }
.ask[open] > summary { margin-bottom: var(--space-3); }
.ask-question {
  padding: var(--space-4); border: 1px solid var(--line); border-inline-start: 3px solid var(--danger);
  border-radius: var(--radius); background: var(--sunken);
}
.ask-question .actions { margin-top: var(--space-4); }
.ask-question > p:first-of-type { margin-top: 0; }
:is(.actions, form, p) + .ask { margin-top: var(--space-3); }
.providers { display: grid; gap: var(--space-3); margin-top: var(--space-4); }
.providers > p { margin: 0; text-align: center; }
.providers .button, .actions form .button { width: 100%; }
.links { list-style: none; margin: var(--space-4) 0 0; padding: 0; }
.links > li { padding: var(--space-4) 0; border-top: 1px solid var(--line); overflow-wrap: anywhere; }
.links p { margin: 0 0 var(--space-3); }
.button-link, .link-target {
  display: inline-flex; align-items: center; min-height: var(--target); padding: 0;
  color: var(--accent); background: none; border: 0; cursor: pointer;
  font: inherit; font-weight: 600; line-height: 1.35; text-align: start;
  text-decoration: underline; text-decoration-thickness: 1px; text-underline-offset: 0.2em;
}
.button-link:hover { color: var(--accent-strong); text-decoration-thickness: 2px; }
.row { display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; column-gap: var(--space-5); }
.row > p { margin: 0; display: flex; flex-wrap: wrap; align-items: center; column-gap: 0.375em; }
`;

const consent = `
.grants { margin: 0; padding: 0; list-style: none; }
.grants li {
  position: relative; padding-block: 0.4375rem; padding-inline-start: 1.5rem;
  display: flex; flex-wrap: wrap; align-items: baseline; justify-content: space-between; column-gap: var(--space-4);
}
.grants li + li { border-top: 1px solid var(--line); }
.grants li::before {
  content: ''; position: absolute; inset-inline-start: 0.125rem; top: 0.875rem;
  width: 0.625rem; height: 0.625rem; border: 2px solid var(--accent); border-radius: 50%;
}
.grants bdi + code { color: var(--muted); font-size: 0.8125rem; }
.audience { display: block; margin-top: 0.125rem; font-weight: 400; color: var(--muted); font-size: 0.8125rem; }
.account {
  display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; gap: var(--space-1) var(--space-4);
  margin-top: var(--space-5); padding: var(--space-2) var(--space-4);
  background: var(--sunken); border: 1px solid var(--line); border-radius: var(--radius);
}
.account p { margin: var(--space-2) 0 0; line-height: 1.35; }
.account .quiet { display: block; }
.facts { margin: 0; }
.facts > div + div { margin-top: var(--space-3); }
.facts dt { color: var(--muted); font-size: var(--text-small); }
.facts dd { margin: 0; font-weight: 600; }
.quiet + .facts, .lead + .facts { margin-top: var(--space-3); }
.facts + .quiet { margin-top: var(--space-4); }
.facts code { font-size: 0.9375rem; }
`;

const preferences = `
@media (min-width: 30em) {
  .facts > div { display: grid; grid-template-columns: 9rem 1fr; gap: var(--space-3); align-items: baseline; }
  .facts-reference > div { grid-template-columns: 4.5rem 1fr; }
}
@media (prefers-reduced-motion: reduce) {
  *, *::before, *::after { transition: none !important; animation: none !important; }
}
@media (prefers-contrast: more) {
  :root { --line: var(--edge); --muted: var(--ink); }
}
@media (forced-colors: active) {
  :root { --focus-ring: 3px solid Highlight; }
  .mark-near, .mark-far { fill: CanvasText; }
  .mark-rim { stroke: Canvas; }
  .break { background: none; }
  .break-edge { stroke: CanvasText; }
  .break-gap { stroke: Canvas; }
  .button-primary, .button-danger { border-width: 3px; }
  input[aria-invalid='true'] { border-width: 3px; }
}
@media print {
  :root { --ground: #ffffff; --surface: #ffffff; --sunken: #ffffff; --ink: #000000; --muted: #333333; --line: #999999; }
  body { display: block; min-height: 0; padding: 0; }
  .masthead { padding: 0; }
  .card { box-shadow: none; }
  .piece { padding: 0; border: 0; }
  .colophon, .break, .piece ~ .piece, .actions, .link-target, .on-screen, .notice, form { display: none; }
}
`;

export const stylesheet: string = [
  designTokens,
  page,
  card,
  forms,
  actions,
  consent,
  factors,
  account,
  passkeys,
  secrets,
  preferences,
].join('');

/** Named by its content, so it may be served as immutable for ever. */
export const stylesheetPath: string = `/assets/symbolon.${hash('sha256', stylesheet, 'hex').slice(0, 10)}.css`;
