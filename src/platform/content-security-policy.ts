/**
 * The policy of every page: our stylesheet and nothing else. Browsers apply `form-action` to the whole redirect chain that
 * a form starts, so a page that ends at a client names that client's redirect URI in `formTargets`.
 */
export function contentSecurityPolicy(formTargets: readonly string[] = []): string {
  const targets = ["'self'", ...formTargets.map(formTargetSource).filter((source) => source !== null)];
  return [
    "default-src 'none'",
    "style-src 'self'",
    "img-src 'self'",
    "script-src 'none'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    `form-action ${[...new Set(targets)].join(' ')}`,
  ].join('; ');
}

/** The CSP source that allows a URI: its origin, or its scheme where there is no origin. */
function formTargetSource(uri: string): string | null {
  const url = URL.parse(uri);
  if (url === null) return null;
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return url.protocol;
  // CSP has no source for an IPv6 host, and `;` or `,`, which a host may contain, would end the directive.
  return /^[a-z0-9.-]+$/.test(url.hostname) ? url.origin : url.protocol;
}
