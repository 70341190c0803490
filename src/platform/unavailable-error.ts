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
