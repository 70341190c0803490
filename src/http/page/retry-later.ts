import { PasswordLaneFullError } from '../../domain/accounts/passwords/password-hasher.ts';
import { format, formatWait } from '../texts/format.ts';
import type { Look } from '../views/look.ts';
import type { PageRequest } from './page-request.ts';

/** Says to programs when it is worth another try (RFC 9110 §10.2.3). */
export function retryAfter(c: PageRequest, seconds: number): void {
  c.header('retry-after', String(seconds));
}

/** The same, and in words. @param text with a place for `{when}` */
export function retryLater(
  c: PageRequest,
  { texts: { common }, language }: Look,
  { text = common.tooManyAttempts, seconds }: { readonly text?: string; readonly seconds: number },
): string {
  retryAfter(c, seconds);
  return format(text, { when: formatWait(language, common, seconds) });
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
