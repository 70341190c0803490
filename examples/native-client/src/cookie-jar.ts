interface Cookie {
  name: string;
  value: string;
  path: string;
}

/** The cookies of one origin: as much of RFC 6265 as a sign-in on one server needs. */
export class CookieJar {
  readonly #cookies = new Map<string, Cookie>();

  store(response: Response, url: URL): void {
    for (const header of response.headers.getSetCookie()) this.#set(header, url);
  }

  /** The value of the `Cookie` header for a request to `url`. */
  headerFor(url: URL): string {
    return [...this.#cookies.values()]
      .filter((cookie) => pathMatches(url.pathname, cookie.path))
      .sort((a, b) => b.path.length - a.path.length)
      .map((cookie) => `${cookie.name}=${cookie.value}`)
      .join('; ');
  }

  #set(header: string, url: URL): void {
    const [pair = '', ...rest] = header.split(';');
    const equals = pair.indexOf('=');
    if (equals < 1) return;
    const attributes = new Map(
      rest.map((attribute) => {
        const [name = '', ...value] = attribute.split('=');
        return [name.trim().toLowerCase(), value.join('=').trim()] as const;
      }),
    );
    const givenPath = attributes.get('path');
    const cookie = {
      name: pair.slice(0, equals).trim(),
      value: pair.slice(equals + 1).trim(),
      path: givenPath?.startsWith('/') ? givenPath : defaultPath(url),
    };
    const key = `${cookie.name};${cookie.path}`;
    if (isExpired(attributes)) this.#cookies.delete(key);
    else this.#cookies.set(key, cookie);
  }
}

function isExpired(attributes: ReadonlyMap<string, string>): boolean {
  const maxAge = attributes.get('max-age');
  if (maxAge !== undefined) return Number(maxAge) <= 0;
  const expires = attributes.get('expires');
  return expires !== undefined && Date.parse(expires) <= Date.now();
}

/** RFC 6265 §5.1.4 */
function defaultPath(url: URL): string {
  return url.pathname.slice(0, url.pathname.lastIndexOf('/')) || '/';
}

function pathMatches(path: string, cookiePath: string): boolean {
  if (path === cookiePath) return true;
  return path.startsWith(cookiePath.endsWith('/') ? cookiePath : `${cookiePath}/`);
}
