import { type AdapterPayload, Provider } from 'oidc-provider';
import type { Origin } from '../../domain/activity/activity.ts';
import { openAsHolder, sealForHolder } from '../../domain/keys/keyring.ts';
import type { StoredSession } from '../../domain/tokens/session-store.ts';
import { sha256 } from '../../platform/digest.ts';
import { originOf } from '../../platform/request-info.ts';
import type { AdapterOptions, ModelAdapter } from './model-adapter.ts';
import { currentEngineRequest } from '../request/engine-request.ts';
import { required, toEpochSeconds } from './payload.ts';

/** Sessions; how the engine's model is bent to ours is in `engine/session-rows.ts`. */
export function createSessionAdapter({ storage, random }: AdapterOptions): ModelAdapter {
  return {
    async upsert(id, payload, idleTtlSeconds) {
      const { uid, accountId, authorizations, state, jti: _id, iat: _iat, exp: _exp, ...rest } = payload;
      await storage.sessions.save({
        uid: required(uid, 'uid'),
        idDigest: sha256(id),
        previousIdDigest: currentEngineRequest()?.replacedSessionDigest ?? null,
        accountId: accountId ?? null,
        payload: rest,
        authorizations: authorizations ?? {},
        sealedState: state === undefined ? null : sealForHolder(id, JSON.stringify(state), random),
        idleTtlSeconds,
        origin: currentOrigin(),
        ...currentLogin(),
      });
    },
    async find(id) {
      const session = await storage.sessions.findLive(sha256(id));
      return session === null ? undefined : toEngineSession(id, session);
    },
    async findByUid(uid) {
      const session = await storage.sessions.findLiveByUid(uid);
      return session === null ? undefined : toEngineSession(null, session);
    },
  };
}

/** Of the sign-in that this request completes. */
function currentLogin(): { validFrom: Date } | undefined {
  const login = Provider.ctx?.oidc.result?.login as { validFrom?: string } | undefined;
  return login?.validFrom === undefined ? undefined : { validFrom: new Date(login.validFrom) };
}

function currentOrigin(): Origin | null {
  const request = Provider.ctx?.req;
  return request === undefined ? null : originOf(request);
}

/** @param id the cookie's secret; null when the session was found by its public name, and its sealed part stays shut */
function toEngineSession(id: string | null, session: StoredSession): AdapterPayload {
  const sealed = id === null ? null : session.sealedState;
  return {
    ...session.payload,
    kind: 'Session',
    // The engine needs some value here; without the cookie's secret it names nothing that could be found or saved.
    jti: id ?? `uid:${session.uid}`,
    iat: toEpochSeconds(session.createdAt),
    exp: toEpochSeconds(session.expiresAt),
    uid: session.uid,
    authorizations: { ...session.authorizations },
    ...(session.accountId === null ? {} : { accountId: session.accountId }),
    ...(id === null || sealed === null
      ? {}
      : { state: JSON.parse(openAsHolder(id, sealed)) as Record<string, unknown> }),
  } as AdapterPayload;
}
