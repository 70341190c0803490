import { AlreadyExistsError } from '../../domain/already-exists-error.ts';
import { UnavailableError } from '../../platform/unavailable-error.ts';

/** SQLSTATE classes after which the connection must not be used again (PostgreSQL appendix A). */
const brokenConnection = [
  /^08/, // connection exception
  /^57P0[1-5]$/, // shut down, crashed, starting up, dropped, idle timeout
  /^0A000$/, // a kept plan that a migration made useless
  /^26000$/, // a kept plan that is gone
  /^25006$/, // read only: an old primary that became a standby
];

/** SQLSTATE classes that say "not now" rather than "wrong". */
const temporary = [
  /^53/, // insufficient resources
  /^40001$/, // serialization failure
  /^40P01$/, // deadlock
  /^55P03$/, // lock not available
  /^57014$/, // statement timeout
  /^57P03$/, // cannot connect now
  /^28/, // credentials refused: being rotated
  /^23514$/, // no partition for the row: maintenance is behind
  /^23503$/, // what the row belongs to was removed a moment ago: a second try finds it gone
];

const uniqueViolation = '23505';

const networkCodes = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'ENOENT',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'EHOSTDOWN',
  'ENETUNREACH',
]);

/** What node-postgres throws without any code when a connection ends or none becomes free in time. */
const connectionMessages = [
  /^Connection terminated/,
  /^timeout e(xceeded|xpired)/,
  /^Client has encountered a connection error/,
  /^Client was closed/,
  /^Query read timeout/,
  /^PGlite is clos/,
];

export function breaksConnection(error: unknown): boolean {
  const code = codeOf(error);
  if (brokenConnection.some((pattern) => pattern.test(code)) || networkCodes.has(code)) return true;
  return error instanceof Error && connectionMessages.some((pattern) => pattern.test(error.message));
}

/** The error the ports promise for what the driver threw. */
export function toPortError(error: unknown): unknown {
  if (error instanceof UnavailableError || error instanceof AlreadyExistsError) return error;
  const code = codeOf(error);
  if (code === uniqueViolation) return new AlreadyExistsError('a row with the same identity');
  if (breaksConnection(error) || temporary.some((pattern) => pattern.test(code))) {
    return new UnavailableError('database', { cause: error });
  }
  return error;
}

function codeOf(error: unknown): string {
  if (typeof error !== 'object' || error === null || !('code' in error)) return '';
  return typeof error.code === 'string' ? error.code : '';
}
