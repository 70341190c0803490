import type { UpstreamAnswer } from '../domain/federation/provider.ts';
import { UnreachableError } from './fetch/guarded-fetch.ts';

/** What went wrong in talking to a provider: it is not there, or what it says does not hold. */
export function answerOfFailure(
  error: unknown,
): UpstreamAnswer & { readonly outcome: 'unavailable' | 'refused' } {
  const causes = [...causesOf(error)];
  const unreachable = causes.find((cause) => cause instanceof UnreachableError);
  if (unreachable !== undefined) return { outcome: 'unavailable', reason: reasonOf(causesOf(unreachable)) };
  return { outcome: 'refused', reason: reasonOf(causes) };
}

function* causesOf(error: unknown): Generator<Error> {
  let cause = error;
  for (let depth = 0; depth < 5 && cause instanceof Error; depth += 1) {
    yield cause;
    cause = cause.cause;
  }
}

/** For the log. Messages of libraries name claims and status codes, never tokens. */
function reasonOf(causes: Iterable<Error>): string {
  const messages = [...causes].map(({ message }) => message).filter((message) => message !== '');
  return [...new Set(messages)].join(': ').slice(0, 300);
}
