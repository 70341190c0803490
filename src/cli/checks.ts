/** What `symbolon doctor` looks at. Every check answers; none throws. */
import { statSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import type { Config } from '../config/config.ts';
import { findMasterSecrets, isEmbedded, secretFile } from '../master-secret.ts';
import { openSmtp } from '../mail/smtp.ts';
import { createLogger } from '../platform/logger.ts';
import type { OpenStorage } from '../storage/open-storage.ts';
import { connectRedis } from '../storage/redis/connection.ts';
import { count } from './answer.ts';
import { describeFailure } from './failure.ts';
import type { World } from './world.ts';

export interface Check {
  readonly name: string;
  readonly state: 'ok' | 'warn' | 'fail';
  readonly detail: string;
  /** What to do; null when all is well. */
  readonly remedy: string | null;
}

const timeoutMs = 5000;
/** The connection is made in the background, and may need a few tries. */
const redisAttempts = 20;
const changesTimeoutMs = 4000;
const redisPauseMs = 100;
/** Concurrent detaching of partitions came with this one. */
const oldestPostgres = 14;

export function checkMasterSecret(config: Config): Check {
  const name = 'master secret';
  try {
    const secrets = findMasterSecrets(config);
    if (secrets === null) return ok(name, `none yet; the first start makes ${secretFile(config)}`);
    if (config.secrets.master.length > 0)
      return ok(name, `${count(secrets.length, 'secret')} configured, strong enough`);
    const mode = statSync(secretFile(config)).mode & 0o777;
    if ((mode & 0o077) === 0) return ok(name, `${secretFile(config)}, readable by its owner only`);
    const detail = `others can read ${secretFile(config)} (mode ${mode.toString(8)})`;
    return warn(name, detail, `chmod 600 ${secretFile(config)}`);
  } catch (error) {
    return failed(
      name,
      error,
      'Set SYMBOLON_SECRET or SYMBOLON_SECRET_FILE; make one with: openssl rand -base64 48',
    );
  }
}

export async function checkDatabase(storage: OpenStorage, world: World): Promise<Check[]> {
  const name = 'database';
  try {
    await storage.ping();
    const askedAt = world.clock.now().getTime();
    const { version, now } = await storage.describeDatabase();
    const answeredAt = world.clock.now().getTime();
    const [product = '', number = ''] = version.split(' ');
    const reached = `${product} ${number} takes writes`;
    const isOld = Number.parseInt(number, 10) < oldestPostgres;
    return [
      isOld ? fail(name, reached, `Use PostgreSQL ${oldestPostgres} or newer.`) : ok(name, reached),
      checkSkew(now.getTime() - (askedAt + answeredAt) / 2),
    ];
  } catch (error) {
    return [failed(name, error, 'Check DATABASE_URL, the network, and that it names the primary.')];
  }
}

/** The database's clock decides what has expired; ours only says in which partition a new row belongs. */
function checkSkew(skewMs: number): Check {
  const name = 'clocks';
  const seconds = Math.round(Math.abs(skewMs) / 100) / 10;
  const detail = `this machine and the database differ by ${seconds} s`;
  const remedy = 'Synchronise both clocks (NTP).';
  if (seconds > 60) return fail(name, detail, remedy);
  return seconds > 2 ? warn(name, detail, remedy) : ok(name, detail);
}

export async function checkSchema(storage: OpenStorage, config: Config): Promise<Check[]> {
  const name = 'migrations';
  try {
    const pending = await storage.pendingMigrations();
    if (pending.length === 0) return [ok(name, 'all applied'), await checkPartitions(storage)];
    const detail = `${count(pending.length, 'migration')} pending: ${pending.join(', ')}`;
    if (isEmbedded(config)) return [ok(name, `${detail}; the next start applies them`)];
    return [fail(name, detail, 'Run: symbolon migrate')];
  } catch (error) {
    return [failed(name, error, 'Look at the message; then: symbolon migrate --status')];
  }
}

/** By the routine that makes them, so that what is missing is also repaired. */
async function checkPartitions(storage: OpenStorage): Promise<Check> {
  const name = 'partitions';
  try {
    await storage.maintainPartitions();
    return ok(name, 'present as far ahead as tokens live');
  } catch (error) {
    return failed(
      name,
      error,
      'The database role must own the tables: it creates and drops their partitions.',
    );
  }
}

/** Without them revocations still count at once, since then every token is looked up. */
export async function checkChanges(storage: OpenStorage): Promise<Check> {
  const name = 'changes';
  const { promise: heard, resolve } = Promise.withResolvers<boolean>();
  // What has been heard of is not waited for: the process may end.
  const late = setTimeout(changesTimeoutMs, false, { ref: false });
  const ignore = (): void => undefined;
  await using _feed = storage.followChanges({
    receive: ignore,
    renew: ignore,
    lapse: ignore,
    restart: () => resolve(true),
  });
  if (await Promise.race([heard, late])) return ok(name, 'announced by the database, and heard of');
  return fail(
    name,
    'the database does not deliver notifications',
    'Let DATABASE_URL lead to PostgreSQL itself, not to a pooler that shares connections between transactions.',
  );
}

export async function checkRedis(redisUrl: string): Promise<Check> {
  const name = 'redis';
  const { host } = new URL(redisUrl);
  await using redis = connectRedis(redisUrl, createLogger({ level: 'silent' }));
  let failure: unknown;
  for (let attempt = 0; attempt < redisAttempts; attempt += 1) {
    try {
      await redis.ping();
      return ok(name, `answers at ${host}`);
    } catch (error) {
      failure = error;
      await setTimeout(redisPauseMs);
    }
  }
  // Without Redis only rate limits lose precision.
  const remedy = 'Check REDIS_URL and the network; until then each process counts for itself.';
  return warn(name, `${host} does not answer: ${messageOf(failure)}`, remedy);
}

export async function checkMail(config: Config): Promise<Check> {
  const name = 'mail';
  const { smtpUrl, from } = config.mail;
  if (smtpUrl === null) {
    return ok(
      name,
      isEmbedded(config)
        ? 'kept at /mailbox on the operator port'
        : 'not configured; addresses are not verified and passwords cannot be reset',
    );
  }
  const { host } = new URL(smtpUrl);
  try {
    const transport = await openSmtp(smtpUrl, from);
    await transport.verify().finally(() => transport.close());
    return ok(name, `${host} takes mail from us`);
  } catch (error) {
    const remedy = 'Check mail.smtpUrl and the network; until then mails wait, and are tried again.';
    return warn(name, `${host} does not take mail: ${messageOf(error)}`, remedy);
  }
}

export async function checkIssuer(issuer: string, world: World): Promise<Check> {
  const name = 'issuer';
  const url = `${issuer}/.well-known/openid-configuration`;
  let announced: unknown;
  try {
    const response = await world.fetch(url, { redirect: 'error', signal: AbortSignal.timeout(timeoutMs) });
    if (!response.ok)
      return warn(name, `${url} answers ${response.status}`, 'Check proxy and route to the service.');
    announced = ((await response.json()) as { issuer?: unknown } | null)?.issuer;
  } catch (error) {
    const remedy =
      'Start the service, or check DNS, certificate and proxy; from here people reach it the same way.';
    return warn(name, `${url} cannot be read: ${messageOf(error)}`, remedy);
  }
  if (announced === issuer) return ok(name, `${issuer} answers as itself`);
  const detail = `${issuer} announces the issuer ${JSON.stringify(announced)}`;
  return fail(name, detail, 'Set `issuer` to the public URL of this service, the same for every replica.');
}

export function ok(name: string, detail: string): Check {
  return { name, state: 'ok', detail, remedy: null };
}

export function warn(name: string, detail: string, remedy: string): Check {
  return { name, state: 'warn', detail, remedy };
}

export function fail(name: string, detail: string, remedy: string): Check {
  return { name, state: 'fail', detail, remedy };
}

export function failed(name: string, error: unknown, remedy: string): Check {
  return fail(name, describeFailure(error).message, remedy);
}

/** `fetch` hides the reason in the cause. */
function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown reason';
  if (error.cause instanceof Error) return messageOf(error.cause);
  const code = 'code' in error && typeof error.code === 'string' ? error.code : error.name;
  return error.message === '' ? code : error.message;
}
