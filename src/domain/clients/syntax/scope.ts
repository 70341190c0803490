/** Scopes about the person and the sign-in (OpenID Connect Core §5.4, §11): they belong to no API. */
const openIdScopes = new Set(['openid', 'profile', 'email', 'address', 'phone', 'offline_access']);

/** What is wrong with a client's `scope`, names separated by single spaces (RFC 6749 §3.3); null when nothing is. */
export function scopeProblem(scope: string): string | null {
  if (scope === '') return null;
  const names = scope.split(' ');
  if (names.includes('')) return 'expected scope names with one space between them';
  if (!names.every(isScopeName)) return 'expected scope names of visible ASCII characters without " and \\';
  const repeated = names.find((name, index) => names.indexOf(name) !== index);
  return repeated === undefined ? null : `expected every scope once; ${repeated} is repeated`;
}

/** What is wrong with the name of a scope that an API defines. */
export function apiScopeProblem(name: string): string | null {
  if (!isScopeName(name)) return 'expected a scope name of visible ASCII characters without spaces, " and \\';
  if (openIdScopes.has(name))
    return `${name} is a scope of OpenID Connect; name the API's own, such as notes:read`;
  return null;
}

function isScopeName(name: string): boolean {
  return /^[\x21\x23-\x5b\x5d-\x7e]{1,100}$/.test(name);
}
