import type { Provider } from 'oidc-provider';
import type { TokenKind, TokenStrings } from '../../domain/tokens/token-string.ts';

interface MintedToken {
  readonly format?: string;
  readonly remainingTTL: number;
  generateTokenId: (this: MintedToken) => string;
}

/** Makes the engine issue our token strings. JWT access tokens keep the engine's identifier, their `jti`. */
export function useTokenStrings(provider: Provider, tokenStrings: TokenStrings): void {
  mintOn(provider.AccessToken.prototype, 'access_token', tokenStrings);
  mintOn(provider.ClientCredentials.prototype, 'access_token', tokenStrings);
  mintOn(provider.RefreshToken.prototype, 'refresh_token', tokenStrings);
  mintOn(provider.AuthorizationCode.prototype, 'authorization_code', tokenStrings);
}

function mintOn(prototype: unknown, kind: TokenKind, tokenStrings: TokenStrings): void {
  const model = prototype as MintedToken;
  const generate = model.generateTokenId;
  model.generateTokenId = function generateTokenId(this: MintedToken): string {
    // The original also decides and notes the format.
    const id = generate.call(this);
    return this.format === 'jwt' ? id : tokenStrings.mint(kind, this.remainingTTL);
  };
}
