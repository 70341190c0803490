/** A request that a page cannot serve: becomes the error page with this status, code and text. */
export class PageError extends Error {
  readonly status: 400 | 403 | 404 | 413 | 415;
  readonly code: string;

  constructor(status: PageError['status'], code: string, message: string) {
    super(message);
    this.name = 'PageError';
    this.status = status;
    this.code = code;
  }
}
