/**
 * Which redirect URIs may be registered: https; http on this machine only; for native clients a scheme of their own
 * (RFC 8252 §7). Requests are compared with the registered text character by character, so that whatever two parsers
 * could read in two ways is refused here.
 */

export type ApplicationType = 'web' | 'native';

/** A warning leaves the URI usable. */
export interface UriFinding {
  readonly severity: 'problem' | 'warning';
  readonly message: string;
}

const maxLength = 2048;

/** Schemes that run code, read files, or belong to somebody else; never an app's own. */
const foreignSchemes = new Set([
  ...[
    'javascript',
    'vbscript',
    'livescript',
    'mocha',
    'data',
    'blob',
    'about',
    'file',
    'filesystem',
    'view-source',
  ],
  ...[
    'jar',
    'resource',
    'content',
    'intent',
    'android-app',
    'shell',
    'search',
    'search-ms',
    'wyciwyg',
    'res',
    'chrome',
  ],
  ...[
    'ws',
    'wss',
    'ftp',
    'ftps',
    'sftp',
    'gopher',
    'ldap',
    'ldaps',
    'telnet',
    'ssh',
    'smb',
    'nfs',
    'dav',
    'dns',
  ],
  ...[
    'mailto',
    'tel',
    'sms',
    'mms',
    'sip',
    'sips',
    'xmpp',
    'irc',
    'news',
    'nntp',
    'mid',
    'cid',
    'urn',
    'tag',
    'ni',
  ],
]);

/** Parameters of the authorization response (RFC 6749 §4.1.2, RFC 9207): the answer brings its own. */
const responseParameters = ['code', 'state', 'iss', 'error', 'error_description', 'error_uri'];

/** Null when `uri` may be registered without remark. */
export function judgeRedirectUri(uri: string, applicationType: ApplicationType): UriFinding | null {
  const malformed = malformation(uri);
  if (malformed !== null) return problem(malformed);

  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(uri)?.[1];
  if (scheme === undefined)
    return problem('expected an absolute URI such as https://app.example.com/callback');
  if (isForeignScheme(scheme))
    return problem(`the scheme ${scheme.toLowerCase()}: is never a redirect target`);
  if (scheme !== scheme.toLowerCase()) return problem('expected the scheme in lower case');
  if (scheme === 'https' || scheme === 'http') return judgeWebUri(uri, applicationType);
  return judgePrivateUseUri(uri, scheme, applicationType);
}

export function isForeignScheme(scheme: string): boolean {
  const name = scheme.toLowerCase();
  return foreignSchemes.has(name) || name.startsWith('ms-');
}

/** What is wrong with the text of any URI, whatever its scheme. */
function malformation(uri: string): string | null {
  if (uri.length === 0) return 'expected a URI, this is empty';
  if (uri.length > maxLength) return `expected at most ${maxLength} characters`;
  if (/[\s\p{Cc}]/u.test(uri)) return 'expected no spaces, line breaks or control characters';
  if (uri.includes('\\') || /%5c/i.test(uri)) return 'expected no backslash';
  if (uri.includes('*')) return 'expected no wildcard: list every redirect URI';
  if (uri.includes('#')) return 'expected no fragment (#)';
  if (!/^[A-Za-z0-9\-._~:/?[\]@!$&'()+,;=%]*$/.test(uri)) {
    return 'expected only URI characters: percent-encode others, and write host names in punycode';
  }
  if (/%(?![0-9a-f]{2})/i.test(uri)) return 'expected two hexadecimal digits after %';
  if (/%(?:[01][0-9a-f]|7f)/i.test(uri)) return 'expected no control characters, encoded ones included';
  if (hasDotSegment(uri)) return 'expected a path without . and .. segments, encoded ones included';
  return null;
}

/** Decodes until nothing changes, since some server on the way may decode once more than we do. */
function hasDotSegment(uri: string): boolean {
  const path = /^[^?]*/.exec(uri)?.[0] ?? '';
  let decoded = path;
  for (let previous = ''; previous !== decoded;) {
    previous = decoded;
    decoded = decoded.replaceAll(/%(25|2e|2f|5c|3b)/gi, (escape) => decodeURIComponent(escape));
  }
  return decoded.split(/[/\\:]/).some((segment) => /^\.{1,2}(?:;|$)/.test(segment));
}

function judgeWebUri(uri: string, applicationType: ApplicationType): UriFinding | null {
  const [, authority, query] = /^https?:\/\/([^/?]+)(?:\/[^?]*)?(?:\?(.*))?$/.exec(uri) ?? [];
  if (authority === undefined || !URL.canParse(uri)) {
    return problem('expected a URL such as https://app.example.com/callback');
  }
  if (uri.includes('@')) return problem('expected no user name or password, and no @');
  const { protocol, host, hostname, port } = new URL(uri);
  if (host !== authority || hostname.endsWith('.') || port === '0') {
    return problem('expected the host in its normal form: lower case, plain numbers, no default port');
  }
  const clash = responseParameters.find((name) => new URLSearchParams(query).has(name));
  if (clash !== undefined) return problem(`expected a query without ${clash}, which the answer adds`);
  return protocol === 'http:' ? judgePlainHttp(hostname, applicationType) : null;
}

function judgePlainHttp(hostname: string, applicationType: ApplicationType): UriFinding | null {
  const isLoopbackAddress = hostname === '127.0.0.1' || hostname === '[::1]';
  if (applicationType === 'web') {
    if (isLoopbackAddress)
      return warning('plain http is for development on this machine; use https elsewhere');
    const hint = hostname === 'localhost' ? '; for development write 127.0.0.1' : '';
    return problem(`expected https${hint}`);
  }
  if (isLoopbackAddress) return null;
  if (hostname === 'localhost') {
    // RFC 8252 §8.3: the name may resolve elsewhere, and the listener may end up on other interfaces.
    return warning('localhost is less safe than 127.0.0.1 or [::1]; register those');
  }
  return problem('expected https: plain http is for 127.0.0.1 and [::1] only');
}

function judgePrivateUseUri(
  uri: string,
  scheme: string,
  applicationType: ApplicationType,
): UriFinding | null {
  if (applicationType === 'web') {
    return problem(`expected https: only native clients may use a scheme of their own (${scheme}:)`);
  }
  const [, authority] = /^[^:]+:(?:\/\/([^/?]*))?(?=\/|\?|$)/.exec(uri) ?? [];
  const rest = uri.slice(scheme.length + 1);
  if (!rest.startsWith('/') || /^\/+$/.test(rest) || !URL.canParse(uri)) {
    return problem(`expected ${scheme}:/path or ${scheme}://name`);
  }
  if (uri.includes('@')) return problem('expected no user name or password, and no @');
  if (authority !== undefined && !/^[a-z0-9._-]*$/.test(authority)) {
    return problem('expected only lower-case letters, digits, dots and hyphens after //');
  }
  if (scheme.length < 3) return problem('expected a scheme of at least three characters');
  if (scheme.includes('.')) return null;
  return warning(
    `any app can claim ${scheme}:; a scheme made of a domain you own, such as com.example.app:/callback, collides with none`,
  );
}

function problem(message: string): UriFinding {
  return { severity: 'problem', message };
}

function warning(message: string): UriFinding {
  return { severity: 'warning', message };
}
