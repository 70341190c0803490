import { html, raw } from 'hono/html';
import { renderSVG } from 'uqr';
import type { Html } from './layout.ts';

/** Modules of nothing around the code, as ISO/IEC 18004 asks for. */
const quietZone = 4;

/** Dark on light in dark mode as well: many readers want it so. */
export function qrCode(content: string, label: string): Html {
  // On a screen nothing is damaged: fewer, larger modules are read sooner than redundant ones.
  const svg = renderSVG(content, { ecc: 'L', border: quietZone, pixelSize: 1 });
  return html`<div class="qr-code" role="img" aria-label="${label}">${raw(svg)}</div>`;
}
