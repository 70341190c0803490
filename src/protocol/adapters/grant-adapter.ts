import type { AdapterPayload } from 'oidc-provider';
import { Provider } from 'oidc-provider';
import type { GrantEnd, StoredGrant } from '../../domain/tokens/grant-store.ts';
import { currentEngineRequest } from '../request/engine-request.ts';
import type { AdapterOptions, ModelAdapter } from './model-adapter.ts';
import { toEpochSeconds } from './payload.ts';

/** Grants are created by `grants.ts`, never by the engine; it finds them, and ends them when something was replayed. */
export function createGrantAdapter({ storage }: AdapterOptions): ModelAdapter {
  return {
    async find(id) {
      const known = currentEngineRequest()?.grant;
      const grant = known?.id === id ? known : await storage.grants.findLive(id);
      return grant === null ? undefined : toEngineGrant(grant);
    },
    async destroy(id) {
      await storage.grants.end(id, reasonToEnd());
    },
  };
}

function toEngineGrant(grant: StoredGrant): AdapterPayload {
  return {
    jti: grant.id,
    kind: 'Grant',
    iat: toEpochSeconds(grant.createdAt),
    exp: toEpochSeconds(grant.expiresAt),
    accountId: grant.accountId,
    clientId: grant.clientId,
    openid: {
      ...(grant.scope === '' ? {} : { scope: grant.scope }),
      ...(grant.claims.length === 0 ? {} : { claims: [...grant.claims] }),
    },
    resources: { ...grant.resources },
  };
}

function reasonToEnd(): GrantEnd {
  const oidc = Provider.ctx?.oidc;
  if (oidc?.route !== 'token') return 'revoked';
  return oidc.params?.['grant_type'] === 'refresh_token' ? 'refresh_token_replayed' : 'code_replayed';
}
