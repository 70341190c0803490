import { PasswordLaneFullError } from '../../domain/accounts/passwords/password-hasher.ts';
import type { PageRequest } from './page-request.ts';

/** Says when it is worth another try (RFC 9110 §10.2.3). */
export function retryLater(c: PageRequest, seconds: number): void {
  c.header('retry-after', String(seconds));
}

export interface Busy {
  readonly outcome: 'busy';
  readonly retryAfterSeconds: number;
}

/** A full password lane is answered on the page; any other part that fails is a fault. */
export async function orBusy<Outcome>(work: () => Promise<Outcome>): Promise<Outcome | Busy> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof PasswordLaneFullError) {
      return { outcome: 'busy', retryAfterSeconds: error.retryAfterSeconds };
    }
    throw error;
  }
}
