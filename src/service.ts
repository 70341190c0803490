/** Composition root: the only file that picks concrete parts and hands them to each other. */
import type { Server } from 'node:http';
import type { Config } from './config/config.ts';
import type { ApiStore } from './domain/clients/client.ts';
import type { PasswordHasher } from './domain/accounts/passwords/password-hasher.ts';
import { createPasswordHasher } from './domain/accounts/passwords/password-hasher.ts';
import { type Keyring, createKeyring } from './domain/keys/keyring.ts';
import { loadSigningKeys } from './domain/keys/signing-key.ts';
import type { RateLimiters } from './domain/limits/rate-limiter.ts';
import { type Coherence, createCoherence } from './domain/coherence/coherence.ts';
import { type ClientMemory, rememberApis, rememberClients } from './domain/clients/client-memory.ts';
import type { Provider } from './domain/federation/provider.ts';
import { createIntrospection } from './domain/introspection/introspection.ts';
import { type TokenStrings, createTokenStrings } from './domain/tokens/token-string.ts';
import { type DemoCredentials, prepareEmbeddedDefault } from './embedded-default.ts';
import { type Outside, openProviders, realOutside } from './federation-service.ts';
import { createEnginePages } from './http/engine-pages.ts';
import { createOperatorServer } from './http/ops/operator-server.ts';
import { type Readiness, checkReadiness } from './http/ops/readiness.ts';
import { createLane } from './http/introspection/lane.ts';
import { createPacing, type Pacing } from './http/pacing.ts';
import { createPublicServer, securityHeaders } from './http/server.ts';
import { drain, listen, seconds } from './listening.ts';
import { type MailService, openMail } from './mail-service.ts';
import { isEmbedded, loadMasterSecrets } from './master-secret.ts';
import { systemClock, systemMonotonicMs } from './platform/clock.ts';
import { createIdentifier } from './platform/identifiers.ts';
import type { Logger } from './platform/logger.ts';
import { type Metrics, createMetrics } from './platform/metrics.ts';
import { systemRandom } from './platform/random.ts';
import { createRequestIds } from './platform/request-ids.ts';
import { type Protocol, createProtocol } from './protocol/protocol.ts';
import { startMaintenance } from './maintenance.ts';
import { createPagesOf, groupRequirementsOf } from './pages-service.ts';
import { prepareDatabase } from './prepare-database.ts';
import { storageOptions } from './storage-options.ts';
import { createMemoryRateLimiters } from './storage/memory/rate-limiters.ts';
import { type OpenStorage, openStorage } from './storage/open-storage.ts';
import { connectRedis } from './storage/redis/connection.ts';
import { createRedisRateLimiters } from './storage/redis/rate-limiters.ts';
import { shareOfPasswords, shareOfRateLimits } from './workers/share.ts';

/** A worker serves the public port alone: its primary prepared the database, maintains it, and has the operator port. */
export type Role = 'alone' | 'worker';

export interface Service {
  readonly port: number;
  /** Null in a worker. */
  readonly operatorPort: number | null;
  /** Only of the embedded default. */
  readonly demo: DemoCredentials | null;
  readonly metrics: Metrics['registry'];
  checkReadiness(): Promise<Readiness>;
  /**
   * Lets running requests finish: readiness goes off at once, so that balancers stop sending; the port stays open for the
   * drain delay; then connections close as their requests end, and at the latest after the grace.
   */
  close(): Promise<void>;
}

/** @throws UnavailableError when the database does not answer; the process manager tries again */
export async function startService(
  config: Config,
  logger: Logger,
  role: Role,
  outside: Outside = realOutside,
): Promise<Service> {
  const stack = new AsyncDisposableStack();
  try {
    return await assemble({ config, logger, role, outside }, stack);
  } catch (error) {
    await stack.disposeAsync();
    throw error;
  }
}

interface Given extends Pick<Parts, 'config' | 'logger' | 'outside'> {
  readonly role: Role;
}

async function assemble(given: Given, stack: AsyncDisposableStack): Promise<Service> {
  const { config, logger, role, outside } = given;
  const keyring = createKeyring(loadMasterSecrets(config, systemRandom), systemRandom);
  const storage = stack.use(await openStorage(storageOptions(config, systemClock, logger)));
  if (role === 'alone') {
    await prepareDatabase(config, storage, logger);
    stack.use(startMaintenance(storage, logger));
  }

  const hasher = stack.use(createPasswordHasher({ ...shareOfPasswords(config), random: systemRandom }));
  const demo = isEmbedded(config)
    ? await prepareEmbeddedDefault({ config, storage, hasher, random: systemRandom })
    : null;
  const parts = await openParts({ config, logger, outside, keyring, storage, hasher }, stack);
  const protocol = await openProtocol(parts);

  let accepting = true;
  const isAccepting = (): boolean => accepting;
  const health = {
    metrics: parts.metrics.registry,
    checkReadiness: () => checkReadiness({ storage, isAccepting, logger }),
  };
  const open = createPublic(parts, protocol, isAccepting);
  const { server } = config;
  const operator = createOperatorServer({
    ...health,
    mailbox: parts.mail?.mailbox ?? null,
    issuer: config.issuer,
  });
  const operatorPort =
    role === 'alone' ? await listen(operator, server.operatorPort, server.operatorHost, stack) : null;
  const port = await listen(open, server.port, server.host, stack);

  return {
    port,
    operatorPort,
    demo,
    ...health,
    async close() {
      accepting = false;
      await seconds(server.drainDelaySeconds);
      await drain(open, server.shutdownGraceSeconds);
      await stack.disposeAsync();
    },
  };
}

type FirstParts = Pick<Parts, 'config' | 'logger' | 'outside' | 'keyring' | 'storage' | 'hasher'>;

async function openParts(first: FirstParts, stack: AsyncDisposableStack): Promise<Parts> {
  const { config, logger, keyring, storage, hasher } = first;
  const memory = openMemory(storage, stack);
  const pacing = createPacing(systemMonotonicMs);
  const metrics = openMetrics(pacing, hasher, memory);
  return {
    ...first,
    tokenStrings: createTokenStrings({ keyring, random: systemRandom, clock: systemClock }),
    memory,
    limits: openLimits(config, logger, stack),
    pacing,
    metrics,
    mail: await openMail({ config, storage, keyring, metrics, logger }, stack),
    providers: openProviders(first, stack),
  };
}

function openMetrics(pacing: Pacing, hasher: PasswordHasher, { coherence }: Memory): Metrics {
  return createMetrics({
    requestsWaiting: () => pacing.waiting(),
    passwordQueueLength: () => hasher.queueLength(),
    hearsOfChanges: () => coherence.now() !== null,
  });
}

/** What this process may remember of the database. */
interface Memory {
  readonly coherence: Coherence;
  readonly clients: ClientMemory;
  readonly apis: Pick<ApiStore, 'findLive'>;
}

const rememberedClients = 20_000;
const rememberedApis = 1000;

function openMemory(storage: OpenStorage, stack: AsyncDisposableStack): Memory {
  const coherence = createCoherence(systemMonotonicMs);
  stack.use(storage.followChanges(coherence));
  return {
    coherence,
    clients: rememberClients(storage.clients, coherence, rememberedClients),
    apis: rememberApis(storage.apis, coherence, rememberedApis),
  };
}

interface Parts {
  readonly config: Config;
  readonly storage: OpenStorage;
  readonly keyring: Keyring;
  readonly tokenStrings: TokenStrings;
  readonly memory: Memory;
  readonly hasher: PasswordHasher;
  readonly limits: RateLimiters;
  readonly pacing: Pacing;
  readonly metrics: Metrics;
  readonly logger: Logger;
  readonly mail: MailService | null;
  readonly outside: Outside;
  readonly providers: readonly Provider[];
}

function openLimits(config: Config, logger: Logger, stack: AsyncDisposableStack): RateLimiters {
  const { storage, rateLimits } = config;
  const share = shareOfRateLimits(config);
  if (storage.redisUrl === null) return createMemoryRateLimiters(share);
  return createRedisRateLimiters(rateLimits, share, stack.use(connectRedis(storage.redisUrl, logger)));
}

async function openProtocol(parts: Parts): Promise<Protocol> {
  const { config, storage, keyring, tokenStrings, memory, limits, metrics, logger } = parts;
  const { tokens, sessions, issuer } = config;
  return createProtocol({
    issuer,
    storage: {
      ...storage,
      clients: { ...storage.clients, findLive: (id) => memory.clients.findLive(id) },
      apis: { ...storage.apis, findLive: (audience) => memory.apis.findLive(audience) },
    },
    keyring,
    limits,
    metrics,
    logger,
    clock: systemClock,
    random: systemRandom,
    tokenStrings,
    signingKeys: await loadSigningKeys(storage.signingKeys, keyring, () =>
      createIdentifier('key', systemRandom),
    ),
    refreshRetryWindowSeconds: tokens.refreshRetryWindowSeconds,
    grantTtlSeconds: tokens.grantTtlSeconds,
    pages: createEnginePages(issuer),
    groupRequirements: groupRequirementsOf(config),
    lifetimes: {
      authorizationCodeSeconds: tokens.authorizationCodeTtlSeconds,
      accessTokenSeconds: tokens.accessTokenTtlSeconds,
      persistentTokenSeconds: tokens.persistentTokenTtlSeconds,
      refreshTokenIdleSeconds: tokens.refreshTokenIdleTtlSeconds,
      idTokenSeconds: tokens.idTokenTtlSeconds,
      interactionSeconds: sessions.interactionTtlSeconds,
      grantSeconds: tokens.grantTtlSeconds,
      sessionIdleSeconds: sessions.idleTtlSeconds,
      sessionAbsoluteSeconds: sessions.absoluteTtlSeconds,
    },
  });
}

function createPublic(parts: Parts, protocol: Protocol, isAccepting: () => boolean): Server {
  const { config, storage, hasher, metrics, logger } = parts;
  const { issuer, server } = config;
  const createRequestId = createRequestIds(systemRandom);
  return createPublicServer({
    issuer,
    trustedProxyHops: server.trustedProxyHops,
    requestTimeoutMs: server.requestTimeoutSeconds * 1000,
    engine: protocol.handle,
    pacing: parts.pacing,
    isSignInFull: () => hasher.isFilling(),
    hasSessionCookie: protocol.hasSessionCookie,
    pages: createPagesOf(parts, protocol),
    lane: createLane({
      introspection: createIntrospection({
        issuer,
        tokenStrings: parts.tokenStrings,
        liveTokens: storage.liveTokens,
        coherence: parts.memory.coherence,
        capacity: config.introspection.rememberedTokens,
      }),
      clients: parts.memory.clients,
      standingHeaders: securityHeaders(issuer),
      createRequestId,
      isAccepting,
      monotonicMs: systemMonotonicMs,
      logger,
      metrics,
    }),
    createRequestId,
    isAccepting,
    logger,
    metrics,
  });
}
