export interface Route {
  /** The path with its variable parts named: what metrics and logs show. */
  readonly name: string;
  readonly handler: 'engine' | 'pages';
}

/** Every path of the public port. `openapi.yaml` documents them, and a test compares the two. */
const routes: ReadonlyArray<Route & { readonly pattern: RegExp }> = [
  engine('/authorize'),
  engine('/authorize/{uid}'),
  engine('/par'),
  engine('/token'),
  engine('/introspect'),
  engine('/revoke'),
  engine('/userinfo'),
  engine('/jwks'),
  engine('/logout'),
  engine('/logout/confirm'),
  engine('/logout/success'),
  engine('/.well-known/openid-configuration'),
  engine('/.well-known/oauth-authorization-server'),
  page('/interaction/{uid}'),
  page('/interaction/{uid}/sign-in'),
  page('/interaction/{uid}/sign-up'),
  page('/interaction/{uid}/consent'),
  page('/interaction/{uid}/cancel'),
  page('/assets/{file}'),
  page('/'),
];

const unknownRoute: Route = { name: 'unknown', handler: 'pages' };

/** Exact paths only: the engine would also take other cases and a trailing slash, which then have no page of their own. */
export function routeOf(url: string): Route {
  const path = url.split('?', 1)[0] ?? '/';
  return routes.find(({ pattern }) => pattern.test(path)) ?? unknownRoute;
}

export function publicRoutes(): readonly string[] {
  return routes.map(({ name }) => name);
}

function engine(name: string): Route & { pattern: RegExp } {
  return { name, handler: 'engine', pattern: toPattern(name) };
}

function page(name: string): Route & { pattern: RegExp } {
  return { name, handler: 'pages', pattern: toPattern(name) };
}

function toPattern(name: string): RegExp {
  const source = name.replaceAll(/[.]/g, String.raw`\.`).replaceAll(/\{[a-z]+\}/g, '[^/]+');
  return new RegExp(`^${source}$`);
}
