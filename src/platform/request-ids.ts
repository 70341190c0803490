import { createIdentifier } from './identifiers.ts';
import type { RandomBytes } from './random.ts';

const prefixLength = 18;
const counterLength = 8;

/** Names for requests, `req_…`: random for each process, then counted, since a name a request is all they need. */
export function createRequestIds(random: RandomBytes): () => string {
  const prefix = createIdentifier('req', random).slice(0, prefixLength);
  let count = 0;
  return () => {
    count += 1;
    return prefix + count.toString(36).padStart(counterLength, '0');
  };
}
