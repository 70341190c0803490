import { UnavailableError } from '../platform/unavailable-error.ts';

export const exitCodes = { ok: 0, failure: 1, usage: 2, notFound: 3 } as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** Ends the command; the message says what was wrong, where, and what to do. */
export class CliFailure extends Error {
  readonly exitCode: ExitCode;

  constructor(message: string, exitCode: ExitCode = exitCodes.failure) {
    super(message);
    this.name = 'CliFailure';
    this.exitCode = exitCode;
  }
}

export function usageError(message: string): CliFailure {
  return new CliFailure(message, exitCodes.usage);
}

export function notFound(message: string): CliFailure {
  return new CliFailure(message, exitCodes.notFound);
}

/** Errors whose message is written for the operator. */
const speakingErrors = new Set([
  'AlreadyExistsError',
  'DataDirectoryInUseError',
  'ImportFileChangedError',
  'MasterSecretError',
  'MigrationChangedError',
]);

/** What to print for any error, and the exit code. */
export function describeFailure(error: unknown): { message: string; exitCode: ExitCode } {
  if (error instanceof CliFailure) return { message: error.message, exitCode: error.exitCode };
  if (error instanceof UnavailableError) {
    const cause = error.cause instanceof Error ? `: ${causeText(error.cause)}` : '';
    return { message: `The ${error.component} is unavailable${cause}.`, exitCode: exitCodes.failure };
  }
  if (!(error instanceof Error)) return { message: 'An unexpected error.', exitCode: exitCodes.failure };
  if (speakingErrors.has(error.name)) return { message: error.message, exitCode: exitCodes.failure };
  return { message: `Unexpected error: ${error.stack ?? error.message}`, exitCode: exitCodes.failure };
}

/** Errors of a connection attempt to several addresses have no message of their own. */
function causeText(cause: Error): string {
  if (cause.message !== '') return cause.message;
  return 'code' in cause && typeof cause.code === 'string' ? cause.code : cause.name;
}
