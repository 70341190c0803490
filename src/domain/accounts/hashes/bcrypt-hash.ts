/** A bcrypt hash, in the one text that all implementations write. */
export interface BcryptHash {
  readonly scheme: 'bcrypt';
  /** 2 to the power of this is how many rounds. */
  readonly logRounds: number;
  /** `$2b$12$` and 22 characters. */
  readonly salt: string;
  /** 31 characters of bcrypt's own base64. */
  readonly tag: string;
}

export function formatBcrypt({ salt, tag }: BcryptHash): string {
  return salt + tag;
}

// `$2x$` marks hashes of an implementation that lost bits of passwords beyond ASCII.
const form = /^(\$2[aby]\$(0[4-9]|[12]\d|3[01])\$[./A-Za-z0-9]{22})([./A-Za-z0-9]{31})$/;

export function parseBcrypt(text: string): BcryptHash | null {
  const [, salt, logRounds = '', tag = ''] = form.exec(text) ?? [];
  return salt === undefined ? null : { scheme: 'bcrypt', logRounds: Number(logRounds), salt, tag };
}

const maxLogRounds = 16;

/** Why verifying it would take more time than an import may ask for; null when it does not. */
export function bcryptWorkProblem({ logRounds }: BcryptHash): string | null {
  return logRounds > maxLogRounds ? `has a cost of ${logRounds}, and at most ${maxLogRounds} will do` : null;
}
