/** What the pages are given of the service. */
import type { Config } from './config/config.ts';
import type { PasswordHasher } from './domain/accounts/passwords/password-hasher.ts';
import { wordsOf } from './domain/accounts/passwords/password-policy.ts';
import type { WaysInParts } from './domain/accounts/ways-in.ts';
import { type ActivityLog, createActivityLog } from './domain/activity/activity.ts';
import { createSignInNotes } from './domain/activity/sign-in-notes.ts';
import type { GroupRequirements } from './domain/authentication/requirements.ts';
import { type Federation, createFederation } from './domain/federation/federation.ts';
import type { Provider } from './domain/federation/provider.ts';
import type { Keyring } from './domain/keys/keyring.ts';
import type { RateLimiters } from './domain/limits/rate-limiter.ts';
import type { PasskeyParts } from './domain/factors/passkeys/passkey-parts.ts';
import { relyingPartyOf } from './domain/factors/passkeys/relying-party.ts';
import { createPages } from './http/app.ts';
import type { NodeHandler } from './http/server.ts';
import { systemClock } from './platform/clock.ts';
import type { Logger } from './platform/logger.ts';
import type { Metrics } from './platform/metrics.ts';
import { systemRandom } from './platform/random.ts';
import type { Protocol } from './protocol/protocol.ts';
import type { MailService } from './mail-service.ts';
import type { OpenStorage } from './storage/open-storage.ts';

export interface PagesParts {
  readonly config: Config;
  readonly storage: OpenStorage;
  readonly keyring: Keyring;
  readonly hasher: PasswordHasher;
  readonly limits: RateLimiters;
  readonly metrics: Metrics;
  readonly logger: Logger;
  readonly mail: MailService | null;
  readonly providers: readonly Provider[];
}

export function createPagesOf(parts: PagesParts, protocol: Protocol): NodeHandler {
  const { config, storage, keyring, hasher, limits, metrics, logger, mail } = parts;
  const { issuer } = config;
  const passwords = { ...config.passwords, contextWords: wordsOf(new URL(issuer).host) };
  const { accounts, knownDevices } = storage;
  const activity = createActivityLog({ ...storage, outbox: mail?.outbox ?? null, clock: systemClock });
  const federation = federationOf(parts, activity);
  return createPages({
    interactions: protocol.interactions,
    browserSessions: protocol.browserSessions,
    signIn: { accounts, knownDevices, hasher, limits },
    signUp: {
      storage,
      hasher,
      limits,
      policy: passwords,
      random: systemRandom,
      proofs: mail?.proofs ?? null,
      activity,
    },
    canMail: mail !== null,
    reset: mail === null ? null : { storage, hasher, limits, activity, policy: passwords, ...mail },
    enrolled: storage.enrolledFactors,
    factors: {
      storage,
      enrolled: storage.enrolledFactors,
      activity,
      keyring,
      limits,
      random: systemRandom,
      issuerName: new URL(issuer).host,
    },
    passkeys: passkeysOf(parts, activity, federation),
    groupRequirements: groupRequirementsOf(config),
    activity,
    federation,
    limits,
    signInNotes: createSignInNotes({ ...storage, activity, limits }),
    emailSignIn: mail === null ? null : { storage, limits, activity, proofs: mail.proofs },
    passwordChange: { storage, hasher, limits, policy: passwords, activity },
    emailChange: mail === null ? null : { storage, limits, activity, ...mail },
    removal: { storage, outbox: mail?.outbox ?? null },
    random: systemRandom,
    clock: systemClock,
    storage,
    issuer,
    metrics,
    logger,
  });
}

/** null: at the address of this service there are none. */
function passkeysOf(
  { config, storage, limits }: PagesParts,
  activity: ActivityLog,
  waysIn: WaysInParts,
): PasskeyParts | null {
  const party = relyingPartyOf(config.issuer);
  if (party === null) return null;
  const enrolled = storage.enrolledFactors;
  return { storage, enrolled, activity, limits, random: systemRandom, party, waysIn };
}

export function groupRequirementsOf({ signIn }: Pick<Config, 'signIn'>): GroupRequirements {
  return Object.fromEntries(signIn.groups.map(({ group, acr }) => [group, acr]));
}

function federationOf(
  { config, providers, storage, limits, mail }: PagesParts,
  activity: ActivityLog,
): Federation {
  const proofs = mail?.proofs ?? null;
  return createFederation({
    issuer: config.issuer,
    providers,
    storage,
    limits,
    proofs,
    random: systemRandom,
    activity,
  });
}
