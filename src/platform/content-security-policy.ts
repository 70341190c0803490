/** What one page has and others have not. */
interface PolicyExtras {
  /** Addresses (https, of a host with a name) of pictures from elsewhere. */
  readonly images?: readonly string[];
  /** Whether our script is on it. */
  readonly hasScript?: boolean;
}

/**
 * The policy of every page: our stylesheet, our script where the page has it, and nothing else. Browsers apply `form-action` to
 * the whole redirect chain that a form starts, so a page that ends at a client names that client's redirect URI in
 * `formTargets`.
 */
export function contentSecurityPolicy(
  formTargets: readonly string[] = [],
  { images = [], hasScript = false }: PolicyExtras = {},
): string {
  const targets = ["'self'", ...formTargets.map(formTargetSource).filter((source) => source !== null)];
  return [
    "default-src 'none'",
    "style-src 'self'",
    ["img-src 'self'", ...images.map(imageSource)].join(' '),
    `script-src ${hasScript ? "'self'" : "'none'"}`,
    "base-uri 'none'",
    "frame-ancestors 'none'",
    `form-action ${[...new Set(targets)].join(' ')}`,
  ].join('; ');
}

function imageSource(uri: string): string {
  const { origin, protocol, hostname } = new URL(uri);
  // Whoever registered it was held to this; a host with `;` in it would end the directive.
  if (protocol !== 'https:' || !/^[a-z0-9.-]+$/.test(hostname)) throw new TypeError('no source of pictures');
  return origin;
}

/** The CSP source that allows a URI: its origin, or its scheme where there is no origin. */
function formTargetSource(uri: string): string | null {
  const url = URL.parse(uri);
  if (url === null) return null;
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return url.protocol;
  // CSP has no source for an IPv6 host, and `;` or `,`, which a host may contain, would end the directive.
  return /^[a-z0-9.-]+$/.test(url.hostname) ? url.origin : url.protocol;
}
