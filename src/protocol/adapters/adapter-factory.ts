import { type Adapter, type AdapterPayload, errors } from 'oidc-provider';
import { createGrantAdapter } from './grant-adapter.ts';
import type { AdapterOptions, ModelAdapter } from './model-adapter.ts';
import { required } from './payload.ts';
import { createRefreshTokenAdapter } from './refresh-token-adapter.ts';
import { createInteractionAdapter, createPushedRequestAdapter } from './sealed-adapters.ts';
import { createSessionAdapter } from './session-adapter.ts';
import { createAccessTokenAdapter, createAuthorizationCodeAdapter } from './token-adapters.ts';
import { currentEngineRequest, guarded } from '../request/engine-request.ts';

/**
 * The engine's storage, one adapter for each model. The engine promises neither single use nor atomicity nor digests; the
 * stores underneath do, and each request runs in one transaction (`engine-middleware.ts`).
 */
export function createAdapterFactory(options: AdapterOptions): (model: string) => Adapter {
  const adapters: Record<string, ModelAdapter> = {
    AccessToken: createAccessTokenAdapter(options, 'access_token'),
    ClientCredentials: createAccessTokenAdapter(options, 'client_credentials'),
    AuthorizationCode: createAuthorizationCodeAdapter(options),
    RefreshToken: createRefreshTokenAdapter(options),
    Grant: createGrantAdapter(options),
    Session: createSessionAdapter(options),
    Interaction: createInteractionAdapter(options),
    PushedAuthorizationRequest: createPushedRequestAdapter(options),
  };
  return (model) => toEngineAdapter(model, adapters[model] ?? {});
}

/** All seven methods: ours guarded against faults, the rest refusing, since nothing we enabled should need them. */
function toEngineAdapter(model: string, adapter: ModelAdapter): Adapter {
  const refuse = (): never => {
    throw new Error(`the engine asked ${model} for an operation that is not provided`);
  };
  return {
    upsert: (id, payload, expiresIn) =>
      guarded(async () => {
        refuseNul(payload);
        await (adapter.upsert ?? refuse)(id, payload, required(expiresIn, 'expiry'));
      }),
    find: (id) => guarded(async () => (adapter.find ?? refuse)(id)),
    findByUid: (uid) => guarded(async () => (adapter.findByUid ?? refuse)(uid)),
    findByUserCode: () => guarded(async () => Promise.resolve(refuse())),
    consume: (id) =>
      guarded(async () => {
        await (adapter.consume ?? refuse)(id);
        noteConsumption();
      }),
    destroy: (id) => guarded(async () => (adapter.destroy ?? refuse)(id)),
    revokeByGrantId: (grantId) => guarded(async () => (adapter.revokeByGrantId ?? refuse)(grantId)),
  };
}

function noteConsumption(): void {
  const request = currentEngineRequest();
  if (request !== null) request.consumed = true;
}

/** PostgreSQL keeps no NUL, neither in text nor in JSON; only a caller's parameter can have brought one. */
function refuseNul(payload: AdapterPayload): void {
  if (JSON.stringify(payload).includes(String.raw`\u0000`))
    throw new errors.InvalidRequest('parameters must not contain NUL');
}
