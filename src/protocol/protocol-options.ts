import type { IncomingMessage } from 'node:http';
import type { GroupRequirements } from '../domain/authentication/requirements.ts';
import type { SigningKey } from '../domain/keys/signing-key.ts';
import type { Keyring } from '../domain/keys/keyring.ts';
import type { RateLimiters } from '../domain/limits/rate-limiter.ts';
import type { Logger } from '../platform/logger.ts';
import type { Metrics } from '../platform/metrics.ts';
import type { Clock } from '../platform/clock.ts';
import type { AdapterOptions } from './adapters/model-adapter.ts';
import type { GrantOptions } from './policies/grants.ts';

export interface ProtocolOptions extends AdapterOptions, GrantOptions {
  /** The issuer identifier: an origin, compared byte for byte. */
  readonly issuer: string;
  readonly keyring: Keyring;
  /** The engine signs with the first that fits. */
  readonly signingKeys: readonly SigningKey[];
  readonly lifetimes: Lifetimes;
  readonly limits: RateLimiters;
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly clock: Clock;
  readonly groupRequirements: GroupRequirements;
  readonly pages: EnginePages;
}

export interface Lifetimes {
  readonly authorizationCodeSeconds: number;
  readonly accessTokenSeconds: number;
  readonly persistentTokenSeconds: number;
  readonly refreshTokenIdleSeconds: number;
  readonly idTokenSeconds: number;
  readonly interactionSeconds: number;
  readonly grantSeconds: number;
  readonly sessionIdleSeconds: number;
  readonly sessionAbsoluteSeconds: number;
}

/** Pages that the engine's own endpoints show; `http/` draws them, in the language that the request asks for. */
export interface EnginePages {
  readonly languages: readonly string[];
  error(
    page: { status: number; code: string; description: string | null; requestId: string },
    request: IncomingMessage,
  ): string;
  signOut(
    page: { action: string; xsrf: string; clientName: string | null; accountEmail: string | null },
    request: IncomingMessage,
  ): string;
  /** `isSignedIn`: the person chose to stay signed in, or somebody only came by. */
  signedOut(page: { clientName: string | null; isSignedIn: boolean }, request: IncomingMessage): string;
}
