/**
 * A part the service needs cannot answer now (the database, the password lane). Always becomes 503 with
 * `Retry-After`: never a verdict about a token, a client or a person.
 */
export class UnavailableError extends Error {
  readonly component: string;
  readonly retryAfterSeconds: number;

  constructor(component: string, options: { cause?: unknown; retryAfterSeconds?: number } = {}) {
    super(`${component} is unavailable`, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'UnavailableError';
    this.component = component;
    this.retryAfterSeconds = options.retryAfterSeconds ?? 1;
  }
}

/** What a caller is told of a fault: 503 when a part is unavailable, 500 for a mistake of ours. */
export interface FaultAnswer {
  readonly status: 500 | 503;
  readonly code: 'temporarily_unavailable' | 'server_error';
  readonly description: string;
  readonly retryAfterSeconds: number | null;
}

export function describeFault(fault: unknown): FaultAnswer {
  if (fault instanceof UnavailableError) {
    return {
      status: 503,
      code: 'temporarily_unavailable',
      description: 'the service cannot answer right now; try again shortly',
      retryAfterSeconds: fault.retryAfterSeconds,
    };
  }
  return {
    status: 500,
    code: 'server_error',
    description: 'the request could not be completed',
    retryAfterSeconds: null,
  };
}
