import { hash } from 'node:crypto';
import { html } from 'hono/html';

type Svg = ReturnType<typeof html>;

const fracture = 'L25.4 35.2 21.2 30.4 27.8 24.6 20.8 18.2 26.2 13Z';

/**
 * A symbolon: one coin broken in two, each half kept by one party, proof when the edges meet.
 * `apart` before and after a meeting of the two, `joined` where they are about to deal with each other.
 */
export function mark(halves: 'apart' | 'joined'): Svg {
  const [near, far] =
    halves === 'apart'
      ? ['translate(-2.2 1.2)', 'translate(2.2 -1.2)']
      : ['translate(-.7 0)', 'translate(.7 0)'];
  return html`<svg class="mark" viewBox="0 0 48 48" aria-hidden="true" focusable="false">
<g transform="${near}"><path class="mark-near" d="M28.62 4.54A20 20 0 1 0 22.38 43.93${fracture}"/>
<path class="mark-rim" d="M26.83 10.80A13.5 13.5 0 1 0 24.61 37.49"/></g>
<g transform="${far}"><path class="mark-far" d="M28.62 4.54A20 20 0 0 1 22.38 43.93${fracture}"/>
<path class="mark-rim" d="M26.83 10.80A13.5 13.5 0 0 1 24.61 37.49"/></g>
</svg>`;
}

/** The same for a tab of the browser, whose ground may be light or dark, and where a rim would be a blur. */
export const icon = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 48 48">
<path fill="#1a8676" transform="translate(-2.2 1.2)" d="M28.62 4.54A20 20 0 1 0 22.38 43.93${fracture}"/>
<path fill="#b97a35" transform="translate(2.2 -1.2)" d="M28.62 4.54A20 20 0 0 1 22.38 43.93${fracture}"/>
</svg>
`;

/** Named by its content, so it may be served as immutable for ever. */
export const iconPath: string = `/assets/symbolon.${hash('sha256', icon, 'hex').slice(0, 10)}.svg`;

const brokenEdge = 'M-4 10 38 6.5 71 12 126 7.5 150 9.5 203 5 241 12.5 268 8.5 327 11 352 6 404 10.5 444 8';

/** The line along which a card is broken: above it what you do here, below it the other party's half. */
export function cardBreak(): Svg {
  return html`<svg class="break" viewBox="0 0 440 18" preserveAspectRatio="none" aria-hidden="true" focusable="false">
<path class="break-edge" vector-effect="non-scaling-stroke" d="${brokenEdge}"/>
<path class="break-gap" vector-effect="non-scaling-stroke" d="${brokenEdge}"/>
</svg>`;
}
