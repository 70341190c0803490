import { pino, type DestinationStream, type Logger } from 'pino';
import pretty from 'pino-pretty';

export type { Logger };

export interface LoggerOptions {
  readonly level: string;
  /** Lines for people instead of JSON. */
  readonly pretty?: boolean;
  readonly destination?: DestinationStream;
}

/**
 * Names under which a secret could reach the log by accident. Code logs no bodies, headers or queries; this is the
 * second line of defence.
 */
const redactedNames = [
  'authorization',
  'cookie',
  'password',
  'secret',
  'token',
  'access_token',
  'refresh_token',
  'id_token',
  'id_token_hint',
  'code',
  'code_verifier',
  'client_secret',
  'client_assertion',
  'request_uri',
];
const redactedPaths = redactedNames.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]);

export function createLogger({ level, pretty: forPeople = false, destination }: LoggerOptions): Logger {
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      redact: { paths: redactedPaths, censor: '[redacted]' },
      serializers: { err: serializeError },
    },
    destination ?? (forPeople ? pretty({ sync: true }) : pino.destination({ dest: 1, sync: false })),
  );
}

/**
 * An error as the log keeps it. Own properties are left out on purpose: database drivers hang the failing row
 * (`detail`, `parameters`) on their errors.
 */
function serializeError(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { type: typeof error };
  const code: unknown = 'code' in error ? error.code : undefined;
  return {
    type: error.name,
    message: error.message,
    // Not called `code`: authorization codes go by that name, and are redacted.
    ...(typeof code === 'string' ? { errorCode: code } : {}),
    stack: error.stack,
    ...(error.cause === undefined ? {} : { cause: serializeError(error.cause) }),
  };
}
