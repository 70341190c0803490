/** Scopes of OpenID Connect that we serve, and the claims each brings. */
export const openIdScopes = {
  openid: { claims: ['sub'] },
  profile: { claims: ['name'] },
  email: { claims: ['email', 'email_verified'] },
  offline_access: { claims: [] },
} as const satisfies Record<string, { claims: readonly string[] }>;

export type OpenIdScope = keyof typeof openIdScopes;

export function isOpenIdScope(scope: string): scope is OpenIdScope {
  return Object.hasOwn(openIdScopes, scope);
}
