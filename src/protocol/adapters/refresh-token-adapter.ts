import { type AdapterPayload, errors } from 'oidc-provider';
import type { RowKey } from '../../domain/tokens/row-key.ts';
import { type AdapterOptions, type ModelAdapter, currentRoute } from './model-adapter.ts';
import { createTurns } from '../../platform/turns.ts';
import { currentEngineRequest, noteGrant, takeTurn } from '../request/engine-request.ts';
import { refreshRequestDigest } from '../request/refresh-retry.ts';
import { fromPayload, required, toPayload } from './payload.ts';
import { endsWithTheGrant, withConsumed } from './token-adapters.ts';

/**
 * Refresh tokens, with the retry window. The engine checks client, scope and grant between `find` and `consume`, so a
 * spent token within its window is shown as unspent and refused at `consume`; `refresh-retry.ts` then answers with the
 * stored response. Outside the window the engine sees it spent and ends the family.
 */
export function createRefreshTokenAdapter(options: AdapterOptions): ModelAdapter {
  const { tokenStrings, storage, refreshRetryWindowSeconds } = options;
  const turns = createTurns();
  const locate = (token: string): RowKey | null => tokenStrings.locate('refresh_token', token);

  return {
    async upsert(token, payload, ttlSeconds) {
      const key = required(locate(token), 'refresh token');
      await storage.refreshTokens.insert({
        key,
        clientId: required(payload.clientId, 'clientId'),
        accountId: required(payload.accountId, 'accountId'),
        grantId: required(payload.grantId, 'grantId'),
        payload: toPayload(payload),
        ttlSeconds,
      });
      noteSuccessor(key);
    },
    async find(token) {
      const key = locate(token);
      if (key !== null && currentRoute() === 'token') await takeTurn(turns, key);
      const found =
        key === null ? null : await storage.refreshTokens.findLive(key, refreshRetryWindowSeconds);
      if (key === null || found === null) return undefined;
      noteGrant(found.grant);
      const payload: AdapterPayload = fromPayload(token, found);
      const request = currentEngineRequest();
      if (found.state !== 'retryable' || request === null || currentRoute() !== 'token') {
        return withConsumed(payload, found, found.state !== 'unspent');
      }
      request.refresh = { step: 'retryable', key, ...found };
      return payload;
    },
    async consume(token) {
      const key = required(locate(token), 'refresh token');
      if (answerAsRetry(token))
        throw new errors.InvalidGrant('refresh token already used, answered as a retry');
      if (!(await storage.refreshTokens.consume(key)))
        throw new errors.InvalidGrant('refresh token already used');
      const request = currentEngineRequest();
      if (request !== null) request.refresh = { step: 'spent', token, key };
    },
    async destroy(token) {
      const key = locate(token);
      if (key !== null) await storage.refreshTokens.revoke(key);
    },
    revokeByGrantId: endsWithTheGrant,
  };
}

function noteSuccessor(successor: RowKey): void {
  const request = currentEngineRequest();
  if (request?.refresh.step === 'spent') request.refresh = { ...request.refresh, step: 'rotated', successor };
}

/** True when the request repeats the one whose response is stored. One that asks for something else is just refused. */
function answerAsRetry(token: string): boolean {
  const request = currentEngineRequest();
  if (request?.refresh.step !== 'retryable') return false;
  const { requestDigest, sealedResponse } = request.refresh;
  if (requestDigest.equals(refreshRequestDigest()))
    request.refresh = { step: 'retried', token, sealedResponse };
  return true;
}
