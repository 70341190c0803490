/** What a form of the account leads to says what it did, by a word in the address. */
import type { PageRequest } from '../page/page-request.ts';
import type { Texts } from '../texts/texts.ts';
import type { Look } from '../views/look.ts';

const messages = {
  name: 'profileDone',
  password: 'passwordDone',
  email: 'emailDone',
  verified: 'emailVerifiedDone',
  session: 'sessionEndedDone',
  others: 'endOthersDone',
  app: 'appWithdrawnDone',
} as const satisfies Record<string, keyof Texts['accountPages']>;

export function redirectDone(c: PageRequest, page: string, what: keyof typeof messages): Response {
  return c.redirect(`${page}?done=${what}`, 303);
}

export function doneNotice(c: PageRequest, { texts }: Look): string | null {
  const what = c.req.query('done') ?? '';
  return isDone(what) ? texts.accountPages[messages[what]] : null;
}

function isDone(what: string): what is keyof typeof messages {
  return Object.hasOwn(messages, what);
}
