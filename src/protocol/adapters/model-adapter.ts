import { type AdapterPayload, Provider } from 'oidc-provider';
import type { Storage } from '../../domain/storage.ts';
import type { TokenStrings } from '../../domain/tokens/token-string.ts';
import type { RandomBytes } from '../../platform/random.ts';

export interface AdapterOptions {
  readonly storage: Storage;
  readonly tokenStrings: TokenStrings;
  readonly random: RandomBytes;
  readonly refreshRetryWindowSeconds: number;
}

/** The part of the engine's adapter contract that one model of ours needs. */
export interface ModelAdapter {
  upsert?(id: string, payload: AdapterPayload, ttlSeconds: number): Promise<void>;
  find?(id: string): Promise<AdapterPayload | undefined>;
  findByUid?(uid: string): Promise<AdapterPayload | undefined>;
  consume?(id: string): Promise<void>;
  destroy?(id: string): Promise<void>;
  revokeByGrantId?(grantId: string): Promise<void>;
}

/** Name of the engine route being served, or null outside of one. */
export function currentRoute(): string | null {
  return Provider.ctx?.oidc.route ?? null;
}
