import { type KoaContextWithOIDC, Provider } from 'oidc-provider';
import { openAsHolder, sealForHolder } from '../../domain/keys/keyring.ts';
import type { RefreshTokenStore } from '../../domain/tokens/token-stores.ts';
import { sha256 } from '../../platform/digest.ts';
import type { RandomBytes } from '../../platform/random.ts';
import type { EngineRequest } from './engine-request.ts';

interface RefreshRetryOptions {
  readonly refreshTokens: RefreshTokenStore;
  readonly random: RandomBytes;
}

/**
 * After the engine is done with a token request, inside its transaction: a rotation stores its response, sealed for the
 * holder of the spent token; a retry is answered with the stored response of the first use. A client that raced itself or
 * lost a response so ends up with the same successor.
 */
export async function settleRefresh(
  ctx: KoaContextWithOIDC,
  { refresh }: EngineRequest,
  { refreshTokens, random }: RefreshRetryOptions,
): Promise<void> {
  if (refresh.step === 'rotated' && ctx.status === 200) {
    await refreshTokens.recordSuccessor(refresh.key, {
      key: refresh.successor,
      sealedResponse: sealForHolder(refresh.token, JSON.stringify(ctx.body), random),
      requestDigest: refreshRequestDigest(),
    });
  }
  if (refresh.step === 'retried') {
    ctx.status = 200;
    ctx.body = JSON.parse(openAsHolder(refresh.token, refresh.sealedResponse)) as unknown;
  }
}

/** What a refresh asks for besides the token: a retry must ask for the same. */
export function refreshRequestDigest(): Buffer {
  const parameters = Provider.ctx?.oidc.params;
  return sha256(JSON.stringify([parameters?.['scope'] ?? null, parameters?.['resource'] ?? null]));
}
