import { pino, type DestinationStream, type Logger } from 'pino';
import pretty from 'pino-pretty';

export type { Logger };

export interface LoggerOptions {
  readonly level: string;
  /** Lines for people instead of JSON. */
  readonly pretty?: boolean;
  /** Number of the worker that writes, of several that share the output: it is in each line. */
  readonly worker?: number;
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

/** What one write to a pipe may hold without another process's lines getting in between (POSIX: PIPE_BUF). */
const unbrokenBytes = 4096;

export function createLogger(options: LoggerOptions): Logger {
  const { level, pretty: forPeople = false, worker, destination } = options;
  const output = { dest: 1, sync: false, ...(worker === undefined ? {} : { maxWrite: unbrokenBytes }) };
  return pino(
    {
      level,
      base: worker === undefined ? null : { worker },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      redact: { paths: redactedPaths, censor: '[redacted]' },
      serializers: { err: serializeError },
    },
    destination ?? (forPeople ? pretty({ sync: true }) : pino.destination(output)),
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
