import type { Texts } from '../texts/texts.ts';

/** A request that a page cannot serve: becomes the error page with this status, code and words. */
export class PageError extends Error {
  readonly status: 400 | 403 | 404 | 413 | 415 | 429;
  readonly code: string;
  readonly wordsIn: (texts: Texts) => string;

  constructor(status: PageError['status'], code: string, wordsIn: PageError['wordsIn']) {
    super(code);
    this.name = 'PageError';
    this.status = status;
    this.code = code;
    this.wordsIn = wordsIn;
  }
}
