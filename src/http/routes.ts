export interface Route {
  /** The path with its variable parts named: what metrics and logs show. */
  readonly name: string;
  readonly handler: 'engine' | 'pages';
  /** Who calls it, and so whether it answers errors as JSON or as a page. */
  readonly caller: 'program' | 'person';
  /** Every other method is refused; null: there is nothing at this address. */
  readonly methods: readonly string[] | null;
  /** Posted to by other sites. */
  readonly takesForeignForms?: true;
}

interface KnownRoute extends Route {
  readonly pattern: RegExp;
}

/** Every path of the public port. `openapi.yaml` documents them, and a test compares the two. */
const routes: readonly KnownRoute[] = [
  enginePage('/authorize', 'GET'),
  enginePage('/authorize/{uid}', 'GET'),
  program('/par', 'POST'),
  program('/token', 'POST'),
  program('/introspect', 'POST'),
  program('/revoke', 'POST'),
  program('/userinfo', 'GET', 'POST'),
  program('/jwks', 'GET'),
  enginePage('/logout', 'GET'),
  enginePage('/logout/confirm', 'POST'),
  enginePage('/logout/success', 'GET'),
  program('/.well-known/openid-configuration', 'GET'),
  program('/.well-known/oauth-authorization-server', 'GET'),
  page('/interaction/{uid}', 'GET'),
  page('/interaction/{uid}/sign-in', 'POST'),
  page('/interaction/{uid}/sign-in/passkey', 'POST'),
  page('/interaction/{uid}/sign-up', 'GET', 'POST'),
  page('/interaction/{uid}/sign-up/code', 'GET', 'POST'),
  page('/interaction/{uid}/sign-up/code/again', 'POST'),
  page('/interaction/{uid}/reset', 'GET', 'POST'),
  page('/interaction/{uid}/reset/code', 'GET', 'POST'),
  page('/interaction/{uid}/reset/code/again', 'POST'),
  page('/interaction/{uid}/totp', 'GET', 'POST'),
  page('/interaction/{uid}/recovery', 'GET', 'POST'),
  page('/interaction/{uid}/passkey', 'GET', 'POST'),
  page('/interaction/{uid}/set-up', 'GET'),
  page('/interaction/{uid}/unmet', 'POST'),
  page('/interaction/{uid}/upstream/{provider}', 'POST'),
  page('/interaction/{uid}/address', 'GET', 'POST'),
  page('/interaction/{uid}/address/code', 'GET', 'POST'),
  page('/interaction/{uid}/email-code', 'GET', 'POST'),
  page('/interaction/{uid}/email-code/code', 'GET', 'POST'),
  page('/interaction/{uid}/email-code/code/again', 'POST'),
  page('/interaction/{uid}/consent', 'POST'),
  page('/interaction/{uid}/cancel', 'POST'),
  page('/account', 'GET'),
  page('/account/return', 'GET'),
  page('/.well-known/change-password', 'GET'),
  page('/account/totp', 'GET'),
  page('/account/totp/add', 'GET', 'POST'),
  page('/account/totp/remove', 'POST'),
  page('/account/recovery-codes', 'GET', 'POST'),
  page('/account/links', 'GET'),
  page('/account/links/begin', 'POST'),
  page('/account/links/remove', 'POST'),
  { ...page('/federation/{provider}/callback', 'GET', 'POST'), takesForeignForms: true },
  page('/account/passkeys', 'GET'),
  page('/account/passkeys/add', 'POST'),
  page('/account/passkeys/rename', 'POST'),
  page('/account/passkeys/remove', 'POST'),
  page('/account/profile', 'GET', 'POST'),
  page('/account/password', 'GET', 'POST'),
  page('/account/email', 'GET', 'POST'),
  page('/account/email/code', 'GET', 'POST'),
  page('/account/sessions', 'GET'),
  page('/account/sessions/end', 'POST'),
  page('/account/sessions/end-others', 'GET', 'POST'),
  page('/account/apps', 'GET'),
  page('/account/apps/withdraw', 'POST'),
  page('/account/activity', 'GET'),
  page('/account/delete', 'GET', 'POST'),
  page('/assets/{file}', 'GET'),
  page('/', 'GET'),
];

const unknownRoute: Route = { name: 'unknown', handler: 'pages', caller: 'person', methods: null };

/** Exact paths only: the engine would also take other cases and a trailing slash, which then have no page of their own. */
export function routeOf(url: string): Route {
  const path = url.split('?', 1)[0] ?? '/';
  return routes.find(({ pattern }) => pattern.test(path)) ?? unknownRoute;
}

export function publicRoutes(): readonly string[] {
  return routes.map(({ name }) => name);
}

/** Programs in browsers also ask beforehand (CORS), which is what OPTIONS is for. */
function program(name: string, ...methods: string[]): KnownRoute {
  return {
    name,
    handler: 'engine',
    caller: 'program',
    methods: [...withHead(methods), 'OPTIONS'],
    pattern: toPattern(name),
  };
}

function enginePage(name: string, ...methods: string[]): KnownRoute {
  return { ...page(name, ...methods), handler: 'engine' };
}

function page(name: string, ...methods: string[]): KnownRoute {
  return { name, handler: 'pages', caller: 'person', methods: withHead(methods), pattern: toPattern(name) };
}

function withHead(methods: readonly string[]): string[] {
  return methods.flatMap((method) => (method === 'GET' ? ['GET', 'HEAD'] : [method]));
}

/** A variable part is one plain segment: nothing that a URL parser would decode, or take for the way up. */
function toPattern(name: string): RegExp {
  const source = name
    .replaceAll(/[.]/g, String.raw`\.`)
    .replaceAll(/\{[a-z]+\}/g, String.raw`(?!\.)[^/\\%]+`);
  return new RegExp(`^${source}$`);
}
