import type { Context } from 'hono';

/**
 * Whether a form post came from our own page, as far as the browser says. Pages are sent with `no-referrer`, for which
 * browsers send `Origin: null`, so null proves nothing either way; the CSRF token is what every post must bring.
 */
export function isForeignPost(c: Context, issuer: string): boolean {
  const origin = c.req.header('origin');
  const site = c.req.header('sec-fetch-site');
  const foreignOrigin = origin !== undefined && origin !== 'null' && origin !== issuer;
  const foreignSite = site !== undefined && site !== 'same-origin' && site !== 'none';
  return foreignOrigin || foreignSite;
}
