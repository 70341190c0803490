/** Scopes of OpenID Connect that we serve, the claims each brings, and the words a consent page shows. */
export const openIdScopes = {
  openid: { claims: ['sub'], description: 'Know who you are here' },
  profile: { claims: ['name'], description: 'See your name' },
  email: { claims: ['email', 'email_verified'], description: 'See your email address' },
  offline_access: { claims: [], description: 'Keep access while you are signed out' },
} as const satisfies Record<string, { claims: readonly string[]; description: string }>;

export type OpenIdScope = keyof typeof openIdScopes;

export function isOpenIdScope(scope: string): scope is OpenIdScope {
  return Object.hasOwn(openIdScopes, scope);
}
