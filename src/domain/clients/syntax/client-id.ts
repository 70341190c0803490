const form = /^[A-Za-z0-9][A-Za-z0-9._-]{1,99}$/;

/**
 * What is wrong with a client id; null when nothing is. A client acting for itself is the `sub` of its tokens, so that it
 * must never look like a person's `acc_…`.
 */
export function clientIdProblem(clientId: string): string | null {
  if (!form.test(clientId)) {
    return 'expected 2 to 100 letters, digits, dots, hyphens or underscores, beginning with a letter or digit';
  }
  return /^acc_/i.test(clientId) ? 'expected an id that does not begin with acc_, which marks people' : null;
}
