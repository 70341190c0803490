import type { AdapterPayload } from 'oidc-provider';
import { errors } from 'oidc-provider';
import type { AccessTokenKind, StoredToken } from '../../domain/tokens/token-stores.ts';
import type { AdapterOptions, ModelAdapter } from './model-adapter.ts';
import { createTurns } from '../../platform/turns.ts';
import { noteGrant, takeTurn } from '../request/engine-request.ts';
import { fromPayload, required, toPayload } from './payload.ts';

export function createAccessTokenAdapter(options: AdapterOptions, kind: AccessTokenKind): ModelAdapter {
  const { tokenStrings, storage } = options;
  return {
    async upsert(token, payload, ttlSeconds) {
      await storage.accessTokens.insert({
        key: required(tokenStrings.locate('access_token', token), 'access token'),
        kind,
        clientId: required(payload.clientId, 'clientId'),
        accountId: payload.accountId ?? null,
        grantId: payload.grantId ?? null,
        payload: toPayload(payload),
        ttlSeconds,
      });
    },
    async find(token) {
      const key = tokenStrings.locate('access_token', token);
      const found = key === null ? null : await storage.accessTokens.findLive(key, kind);
      return found === null ? undefined : fromPayload(token, found);
    },
    async destroy(token) {
      const key = tokenStrings.locate('access_token', token);
      if (key !== null) await storage.accessTokens.revoke(key);
    },
    revokeByGrantId: endsWithTheGrant,
  };
}

export function createAuthorizationCodeAdapter({ tokenStrings, storage }: AdapterOptions): ModelAdapter {
  const turns = createTurns();
  return {
    async upsert(code, payload, ttlSeconds) {
      await storage.authorizationCodes.insert({
        key: required(tokenStrings.locate('authorization_code', code), 'authorization code'),
        clientId: required(payload.clientId, 'clientId'),
        accountId: required(payload.accountId, 'accountId'),
        grantId: required(payload.grantId, 'grantId'),
        payload: toPayload(payload),
        ttlSeconds,
      });
    },
    async find(code) {
      const key = tokenStrings.locate('authorization_code', code);
      if (key !== null) await takeTurn(turns, key);
      const found = key === null ? null : await storage.authorizationCodes.findLive(key);
      if (found !== null) noteGrant(found.grant);
      return found === null ? undefined : withConsumed(fromPayload(code, found), found, found.consumed);
    },
    async consume(code) {
      const key = tokenStrings.locate('authorization_code', code);
      const won = key !== null && (await storage.authorizationCodes.consume(key));
      if (!won) throw new errors.InvalidGrant('authorization code already used');
    },
    revokeByGrantId: endsWithTheGrant,
  };
}

/** Tokens are good only while their grant is; ending that one row ends them, so there is nothing left to do here. */
export const endsWithTheGrant = (): Promise<void> => Promise.resolve();

export function withConsumed(
  payload: AdapterPayload,
  stored: StoredToken,
  consumed: boolean,
): AdapterPayload {
  return consumed ? { ...payload, consumed: Math.floor(stored.issuedAt.getTime() / 1000) } : payload;
}
