import type { AdapterPayload } from 'oidc-provider';
import type { Payload, StoredToken } from '../../domain/tokens/token-stores.ts';

/** What may be stored of an engine payload: everything but the secret itself, which is its `jti`. */
export function toPayload({ jti: _secret, ...payload }: AdapterPayload): Payload {
  return payload;
}

/** A stored payload as the engine expects it, with the secret it was found by and the database's word on time. */
export function fromPayload(secret: string, { payload, issuedAt, expiresAt }: StoredToken): AdapterPayload {
  return { ...payload, jti: secret, iat: toEpochSeconds(issuedAt), exp: toEpochSeconds(expiresAt) };
}

export function toEpochSeconds(instant: Date): number {
  return Math.floor(instant.getTime() / 1000);
}

export function required<Value>(value: Value | null | undefined, name: string): Value {
  if (value === null || value === undefined) throw new Error(`the engine stored something without ${name}`);
  return value;
}
