import { Kysely, PostgresDialect, sql } from 'kysely';
import type { Storage } from '../domain/storage.ts';
import type { ExpiringTable } from '../domain/tokens/expiry-bucket.ts';
import type { ChangeSink } from '../domain/coherence/coherence.ts';
import type { Clock, MonotonicMs } from '../platform/clock.ts';
import type { Logger } from '../platform/logger.ts';
import type { RandomBytes } from '../platform/random.ts';
import { UnavailableError } from '../platform/unavailable-error.ts';
import { createAccountStore } from './postgres/stores/accounts/account-store.ts';
import {
  activityTtlSeconds,
  createActivityStore,
  createKnownDeviceStore,
} from './postgres/stores/accounts/activity-stores.ts';
import { createApiStore } from './postgres/stores/api-store.ts';
import { createClientStore } from './postgres/stores/client-store.ts';
import { createRecoveryCodeStore, createTotpStore } from './postgres/stores/accounts/factor-stores.ts';
import { createConsentStore } from './postgres/stores/tokens/consent-store.ts';
import { createGrantStore } from './postgres/stores/tokens/grant-store.ts';
import { createEnrolledFactors } from './postgres/stores/accounts/enrolled-factors.ts';
import { applyMigrations, pendingMigrations } from './postgres/migrations.ts';
import { createLiveTokenReader } from './postgres/stores/tokens/live-token-reader.ts';
import { type DatabaseConnections, openDatabase } from './postgres/open-database.ts';
import { createPostgresPool } from './postgres/pool.ts';
import { createPartitionsAhead, maintainPartitions } from './postgres/partitions.ts';
import { createEmailProofStore, createOutgoingMailStore } from './postgres/stores/mail-stores.ts';
import { createPasskeyStore } from './postgres/stores/accounts/passkey-store.ts';
import {
  createIdentityStore,
  createUpstreamTransactionStore,
} from './postgres/stores/accounts/federation-stores.ts';
import {
  createInteractionStore,
  createPushedRequestStore,
} from './postgres/stores/tokens/sealed-record-stores.ts';
import { createSessionStore } from './postgres/stores/tokens/session-store.ts';
import { createSigningKeyStore } from './postgres/stores/signing-key-store.ts';
import { createSql, type Sql } from './postgres/sql.ts';
import {
  createAccessTokenStore,
  createAuthorizationCodeStore,
  createRefreshTokenStore,
} from './postgres/stores/tokens/token-stores.ts';

export interface StorageOptions {
  /** null: PGlite in `dataDir`. */
  readonly databaseUrl: string | null;
  readonly dataDir: string;
  readonly poolSize: number;
  readonly connectTimeoutMs: number;
  readonly statementTimeoutMs: number;
  /** Longest lifetimes in use, by which partitions are created ahead. */
  readonly lifetimes: LongestLifetimes;
  /** Absent: the ones of this release. */
  readonly migrationsFolder?: string;
  /** How long after its commit an ending is known to every process (`domain/coherence`), and so how long it takes. */
  readonly settleMs: number;
  readonly clock: Clock;
  readonly monotonicMs: MonotonicMs;
  readonly random: RandomBytes;
  readonly logger: Logger;
}

export interface LongestLifetimes {
  readonly accessTokenSeconds: number;
  readonly grantSeconds: number;
  readonly sessionSeconds: number;
}

export interface OpenStorage extends Storage, AsyncDisposable {
  /** Applies pending migrations (one replica does, the others wait) and prepares partitions. Returns the applied names. */
  migrate(): Promise<readonly string[]>;
  pendingMigrations(): Promise<readonly string[]>;
  /** Creates partitions ahead and drops expired ones; safe to run anywhere at any time. */
  maintainPartitions(): Promise<void>;
  /** Tells `sink` of every announced change, until disposed of. */
  followChanges(sink: ChangeSink): AsyncDisposable;
  /** What the server says it is, and its clock. */
  describeDatabase(): Promise<{ readonly version: string; readonly now: Date }>;
}

const shortLivedSeconds = 3600;

export async function openStorage(options: StorageOptions): Promise<OpenStorage> {
  const { clock, logger } = options;
  const connections = await openDatabase(options);
  const database = new Kysely<unknown>({ dialect: new PostgresDialect({ pool: connections.pool }) });
  const db = createSql({ pool: connections.pool, dialect: database, settleMs: options.settleMs });
  const partitions = { database, lifetimes: lifetimesByTable(options.lifetimes), logger };

  return {
    ...createStores(db, connections, clock),
    unitOfWork: (work) => db.unitOfWork(work),
    untilEndsAreKnown: () => db.untilKnown(),
    ping: () => ping(db),
    async migrate() {
      const applied = await unhurried(options, database, (schema) =>
        applyMigrations(schema, options.migrationsFolder),
      );
      await createPartitionsAhead(partitions);
      return applied;
    },
    pendingMigrations: () => pendingMigrations(database, options.migrationsFolder),
    maintainPartitions: () => maintainPartitions(partitions),
    followChanges: (sink) => connections.followChanges(sink),
    describeDatabase: () => describeDatabase(db),
    [Symbol.asyncDispose]: () => database.destroy(),
  };
}

/** Migrations take as long as they take, and so does waiting for the replica that applies them. */
async function unhurried<Result>(
  options: StorageOptions,
  database: Kysely<unknown>,
  work: (database: Kysely<unknown>) => Promise<Result>,
): Promise<Result> {
  const { databaseUrl } = options;
  if (databaseUrl === null) return work(database);
  const pool = createPostgresPool({ ...options, databaseUrl, poolSize: 1, statementTimeoutMs: null });
  const patient = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) });
  try {
    return await work(patient);
  } finally {
    await patient.destroy();
  }
}

function createStores(
  db: Sql,
  { reads }: DatabaseConnections,
  clock: Clock,
): Omit<Storage, 'unitOfWork' | 'untilEndsAreKnown' | 'ping'> {
  const accounts = createAccountStore(db);
  return {
    accounts,
    clients: createClientStore(db),
    apis: createApiStore(db),
    signingKeys: createSigningKeyStore(db),
    grants: createGrantStore(db),
    consents: createConsentStore(db),
    sessions: createSessionStore(db),
    liveTokens: createLiveTokenReader(reads),
    accessTokens: createAccessTokenStore(db),
    refreshTokens: createRefreshTokenStore(db),
    authorizationCodes: createAuthorizationCodeStore(db),
    pushedRequests: createPushedRequestStore(db, clock),
    interactions: createInteractionStore(db, clock),
    outgoingMails: createOutgoingMailStore(db),
    emailProofs: createEmailProofStore(db, clock),
    totps: createTotpStore(db),
    recoveryCodes: createRecoveryCodeStore(db),
    passkeys: createPasskeyStore(db, clock),
    enrolledFactors: createEnrolledFactors(db),
    activities: createActivityStore(db, clock),
    knownDevices: createKnownDeviceStore(db),
    identities: createIdentityStore(db, (id) => accounts.findById(id)),
    upstreamTransactions: createUpstreamTransactionStore(db, clock),
  };
}

function lifetimesByTable(longest: LongestLifetimes): Record<ExpiringTable, number> {
  return {
    authorization_codes: shortLivedSeconds,
    pushed_authorization_requests: shortLivedSeconds,
    interactions: shortLivedSeconds,
    email_proofs: shortLivedSeconds,
    passkey_challenges: shortLivedSeconds,
    account_activities: activityTtlSeconds,
    upstream_transactions: shortLivedSeconds,
    upstream_nonces: shortLivedSeconds,
    access_tokens: longest.accessTokenSeconds,
    refresh_tokens: longest.grantSeconds,
    sessions: longest.sessionSeconds,
    grants: longest.grantSeconds,
  };
}

/** Reading alone proves little: an old primary demoted to standby still reads. */
async function ping(db: Sql): Promise<void> {
  const row = await db.row(sql<{ standby: boolean }>`
    SELECT pg_is_in_recovery() OR current_setting('transaction_read_only')::boolean AS standby`);
  if (row?.standby !== false)
    throw new UnavailableError('database', { cause: new Error('the database is read-only') });
}

async function describeDatabase(db: Sql): Promise<{ version: string; now: Date }> {
  const row = await db.row(
    sql<{ version: string; now: Date }>`SELECT version() AS version, clock_timestamp() AS now`,
  );
  if (row === null) throw new UnavailableError('database');
  return row;
}
