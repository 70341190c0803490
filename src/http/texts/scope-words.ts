import { isOpenIdScope, type OpenIdScope } from '../../protocol/policies/scopes.ts';
import type { Texts } from './texts.ts';

const messages = {
  openid: 'scopeOpenid',
  profile: 'scopeProfile',
  email: 'scopeEmail',
  offline_access: 'scopeOfflineAccess',
} as const satisfies Record<OpenIdScope, keyof Texts['consent']>;

/** Empty for a scope of an API, which has words of its own. */
export function scopeWords(scope: string, { consent }: Texts): string {
  return isOpenIdScope(scope) ? consent[messages[scope]] : '';
}
