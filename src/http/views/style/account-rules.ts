/** What only the account pages, and pages with a secret on them, are made of. */
export const factors = `
.qr-code { width: 15rem; max-width: 100%; margin-top: var(--space-3); }
.qr-code svg { display: block; width: 100%; height: auto; border-radius: var(--radius); shape-rendering: crispEdges; }
.key { display: inline-block; user-select: all; }
.steps { margin: var(--space-5) 0 0; padding: 0; list-style: none; counter-reset: step; }
.steps > li { position: relative; padding-inline-start: 2.25rem; counter-increment: step; }
.steps > li + li { margin-top: var(--space-5); }
.steps > li::before {
  content: counter(step); position: absolute; inset-inline-start: 0; top: 0;
  width: 1.5rem; height: 1.5rem; border: 2px solid var(--accent); border-radius: 50%;
  color: var(--accent); font: 600 0.8125rem/1.25rem var(--font-text); text-align: center;
}
.steps > li > p, .enrol p { margin: 0; }
.steps .fields { margin: 0; }
.steps > li > .quiet { margin-top: var(--space-3); }
.enrol { display: flex; flex-direction: column; gap: var(--space-2); }
.copy { display: flex; align-items: center; gap: var(--space-3); }
.copy .button { min-height: var(--target); padding-block: 0.375rem; margin-top: var(--space-2); }
.copy .said { flex: 0 1 auto; min-height: 0; }
/* Where the page is on the phone that has the app, there is nothing to scan it with. */
@media (pointer: coarse) {
  .enrol-scan { order: 1; margin-top: var(--space-3); }
  .enrol > p { margin-top: -0.625rem; }
}
.codes {
  margin: var(--space-4) 0 0; padding: var(--space-4);
  background: var(--sunken); border: 1px solid var(--line); border-radius: var(--radius);
  font: 1rem/1.75 var(--font-code); user-select: all;
}
.sheet-actions > .button { flex: 1 0 auto; padding-inline: var(--space-2); }
.sheet-actions + .actions { margin-top: var(--space-2); }
.ways { margin: 0; padding: 0; list-style: none; }
.said { flex: 1 1 100%; margin: 0; min-height: 1.5em; color: var(--muted); font-size: var(--text-small); text-align: center; }
`;

export const account = `
.index, .entries { margin: 0; padding: 0; list-style: none; }
.index li { border-top: 1px solid var(--line); }
.index a {
  display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; gap: 0 var(--space-4);
  min-height: var(--target); padding-block: var(--space-2); text-decoration: none;
}
.index-label { font-weight: 600; text-decoration: underline; text-decoration-thickness: 1px; }
.index a:hover .index-label { text-decoration-thickness: 2px; }
.entries { margin-top: var(--space-5); }
.entries > li {
  display: flex; flex-wrap: wrap; align-items: flex-start; justify-content: space-between; gap: 0 var(--space-4);
  padding-block: var(--space-3); border-top: 1px solid var(--line);
}
.entries > li:last-child { border-bottom: 1px solid var(--line); }
.entries > li > div { flex: 1 1 12rem; }
.entries > li > :is(.grants, details) { flex: 1 1 100%; }
.entries > li > .ask:not([open]) { flex: none; }
.entries > li > .grants { margin-top: var(--space-2); }
.entries p { margin: 0; }
.entries code { font-size: 0.9375em; }
.badge {
  display: inline-block; padding: 0 var(--space-2); border: 1px solid var(--accent); border-radius: var(--radius);
  color: var(--accent); font-size: var(--text-small); font-weight: 600;
}
`;

export const passkeys = `
[hidden] { display: none !important; }
.or { display: flex; align-items: center; gap: var(--space-3); margin-top: var(--space-5); color: var(--muted); font-size: var(--text-small); }
.or::before, .or::after { content: ''; flex: 1; border-top: 1px solid var(--line); }
.or + form .actions { margin-top: var(--space-3); }
[aria-busy='true'] .button { cursor: progress; opacity: 0.7; }
.entries summary { font-weight: 600; cursor: pointer; }
.entries summary .quiet { display: block; margin-top: 0.125rem; font-weight: 400; }
.entries details[open] { padding-bottom: var(--space-2); }
.entries form.fields { margin-top: var(--space-3); }
.entries .actions { margin-top: var(--space-3); }
`;

/** The button that shows a password, which its script puts there. */
export const secrets = `
.unseen {
  position: absolute; width: 1px; height: 1px; margin: -1px; padding: 0; border: 0;
  overflow: hidden; clip-path: inset(50%); white-space: nowrap;
}
.field-secret { display: grid; grid-template-columns: 1fr auto; }
.field-secret > * { grid-column: 1 / -1; }
.field-secret > :is(input, .reveal) { grid-row: 2; }
.field-secret > input { padding-right: 3.5rem; }
[dir='rtl'] .field-secret > input { padding-right: 0.875rem; padding-left: 3.5rem; }
.field-secret > input::-ms-reveal { display: none; }
.reveal {
  grid-column: 2 !important; position: relative; width: 3rem; min-height: var(--target); padding: 0;
  color: var(--muted); background: none; border: 0; border-radius: var(--radius); cursor: pointer;
}
.reveal:hover, .reveal[aria-pressed='true'] { color: var(--accent); }
.reveal svg { display: block; width: 1.5rem; height: 1.5rem; margin: auto; fill: none; stroke: currentColor; stroke-width: 1.75; stroke-linecap: round; }
.reveal[aria-pressed='true'] .reveal-off { display: none; }
`;
