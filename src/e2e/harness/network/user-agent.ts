/** A browser without scripts: keeps cookies, follows redirects within the issuer, fills forms. */
export interface Page {
  readonly url: string;
  readonly status: number;
  readonly headers: Headers;
  readonly html: string;
}

export interface UserAgent {
  /** Cookies by name; tests may look and tamper. */
  readonly cookies: Map<string, string>;
  /** Every Set-Cookie line received. */
  readonly setCookies: string[];
  /** Every address visited, in order. */
  readonly visited: string[];
  /** Follows redirects until a page, or an address outside of the issuer, which is not fetched (status 0). */
  open(url: string): Promise<Page>;
  /** One request; redirects are not followed. */
  request(url: string, init?: RequestInit): Promise<Response>;
  /** Submits the form whose action contains `action` (or the first) with `values` over its hidden fields. */
  submit(page: Page, values: Readonly<Record<string, string>>, action?: string): Promise<Page>;
}

const maxRedirects = 20;

/**
 * @param base sends requests to this origin instead of the issuer's: a particular replica
 * @param always headers of every request, such as what a proxy in front would add
 */
export function createUserAgent(
  issuer: string,
  base: string = issuer,
  always: Readonly<Record<string, string>> = {},
): UserAgent {
  const cookies = new Map<string, string>();
  const setCookies: string[] = [];
  const visited: string[] = [];

  async function request(url: string, init: RequestInit = {}): Promise<Response> {
    const headers = new Headers({ ...always, ...Object.fromEntries(new Headers(init.headers)) });
    if (cookies.size > 0)
      headers.set('cookie', [...cookies].map(([name, value]) => `${name}=${value}`).join('; '));
    headers.set('accept', 'text/html');
    const response = await fetch(url.replace(issuer, base), { ...init, headers, redirect: 'manual' });
    for (const line of response.headers.getSetCookie()) keep(line);
    return response;
  }

  function keep(line: string): void {
    setCookies.push(line);
    const [pair = '', ...attributes] = line.split(';');
    const [name = '', ...value] = pair.split('=');
    const expired = attributes.some((attribute) => /^\s*expires=Thu, 01 Jan 1970/i.test(attribute));
    if (expired) cookies.delete(name);
    else cookies.set(name, value.join('='));
  }

  async function follow(url: string, init: RequestInit): Promise<Page> {
    let target = new URL(url, issuer).href;
    let next = init;
    for (let step = 0; step < maxRedirects; step += 1) {
      visited.push(target);
      if (!target.startsWith(`${issuer}/`))
        return { url: target, status: 0, headers: new Headers(), html: '' };
      const response = await request(target, next);
      const location = response.headers.get('location');
      if (location === null) {
        return {
          url: target,
          status: response.status,
          headers: response.headers,
          html: await response.text(),
        };
      }
      await response.body?.cancel();
      target = new URL(location, target).href;
      next = {};
    }
    throw new Error(`more than ${maxRedirects} redirects: ${visited.slice(-4).join(' -> ')}`);
  }

  return {
    cookies,
    setCookies,
    visited,
    request,
    open: (url) => follow(url, {}),
    submit(page, values, action) {
      const form = findForm(page.html, action);
      const body = new URLSearchParams({ ...form.hidden, ...values });
      return follow(new URL(form.action, page.url).href, { method: 'POST', body });
    },
  };
}

/** The same browser, as whoever has copied its cookies has it: what becomes of one tells nothing of the other. */
export function copyOf({ cookies }: UserAgent, issuer: string, base: string = issuer): UserAgent {
  const copy = createUserAgent(issuer, base);
  for (const [name, value] of cookies) copy.cookies.set(name, value);
  return copy;
}

export interface Form {
  readonly action: string;
  readonly hidden: Readonly<Record<string, string>>;
}

export function findForm(html: string, action = ''): Form {
  for (const [, tag = '', content = ''] of html.matchAll(/<form([^>]*)>([\s\S]*?)<\/form>/g)) {
    const target = attribute(tag, 'action');
    if (!target.includes(action)) continue;
    const inputs = [...content.matchAll(/<input([^>]*)>/g)].map(([, input = '']) => input);
    const hidden = inputs.filter((input) => attribute(input, 'type') === 'hidden');
    return {
      action: target,
      hidden: Object.fromEntries(
        hidden.map((input) => [attribute(input, 'name'), attribute(input, 'value')]),
      ),
    };
  }
  throw new Error(`no form with action ${action} on this page:\n${html.slice(0, 2000)}`);
}

function attribute(tag: string, name: string): string {
  const value = new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1] ?? '';
  return value
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}
