import { type AdapterPayload, errors } from 'oidc-provider';
import { openAsHolder, sealForHolder } from '../../domain/keys/keyring.ts';
import { sha256 } from '../../platform/digest.ts';
import type { RandomBytes } from '../../platform/random.ts';
import { type AdapterOptions, type ModelAdapter, currentRoute } from './model-adapter.ts';
import { toPayload } from './payload.ts';

/** Interactions and pushed requests are only ever found by their secret, so their content is sealed for its holder. */
export function createInteractionAdapter({ storage, random }: AdapterOptions): ModelAdapter {
  return {
    async upsert(uid, payload, ttlSeconds) {
      const sealed = seal(uid, withoutSessionCookie(payload), random);
      await storage.interactions.put({ digest: sha256(uid), sealed, ttlSeconds });
    },
    async find(uid) {
      const sealed = await storage.interactions.findLive(sha256(uid));
      return sealed === null ? undefined : open(uid, sealed);
    },
    async destroy(uid) {
      await storage.interactions.end(sha256(uid));
    },
  };
}

export function createPushedRequestAdapter({ storage, random }: AdapterOptions): ModelAdapter {
  return {
    async upsert(id, payload, ttlSeconds) {
      await storage.pushedRequests.insert({
        digest: sha256(id),
        sealed: seal(id, payload, random),
        ttlSeconds,
      });
    },
    async find(id) {
      const found = await storage.pushedRequests.find(sha256(id));
      // The engine would go on without it, and two tabs could both finish one pushed request.
      if (found === null && currentRoute() === 'resume') throw invalidRequestUri();
      if (found === null) return undefined;
      const payload = open(id, found.sealed);
      return found.consumed ? { ...payload, consumed: payload.iat ?? 1 } : payload;
    },
    async consume(id) {
      const won = await storage.pushedRequests.consume(sha256(id));
      if (!won) throw invalidRequestUri();
    },
  };
}

function invalidRequestUri(): Error {
  return new errors.InvalidRequestUri('request_uri is invalid, expired, or was already used');
}

function seal(id: string, payload: AdapterPayload, random: RandomBytes): Buffer {
  return sealForHolder(id, JSON.stringify(toPayload(payload)), random);
}

function open(id: string, sealed: Buffer): AdapterPayload {
  return { ...(JSON.parse(openAsHolder(id, sealed)) as AdapterPayload), jti: id };
}

/** The engine copies the session's cookie into the interaction and never reads it. */
function withoutSessionCookie(payload: AdapterPayload): AdapterPayload {
  if (payload.session === undefined) return payload;
  const { cookie: _cookie, ...session } = payload.session as Record<string, unknown>;
  return { ...payload, session };
}
