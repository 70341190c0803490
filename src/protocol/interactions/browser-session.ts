import type { IncomingMessage } from 'node:http';
import { type Acr, parseAcr } from '../../domain/authentication/strength.ts';
import type { Keyring } from '../../domain/keys/keyring.ts';
import type { SessionStore } from '../../domain/tokens/session-store.ts';
import { sha256 } from '../../platform/digest.ts';
import type { CookieNames } from './interaction-cookies.ts';
import { cookieOf } from './interactions.ts';

/** Somebody signed in to this browser, as the account pages see it. */
export interface BrowserSession {
  readonly uid: string;
  readonly accountId: string;
  readonly acr: Acr;
  readonly signedInAt: Date;
  /** Signed in with an account elsewhere, where nobody says when the person last showed who they are. */
  readonly isUndated: boolean;
}

export interface BrowserSessions {
  /** Null: nobody is signed in, or what they were signed in with has ended. */
  find(request: IncomingMessage): Promise<BrowserSession | null>;
  /** Value that a form of this session must send back. */
  csrfToken(session: BrowserSession): string;
  isCsrfToken(session: BrowserSession, token: string): boolean;
  /** A secret of the session that outlives its cookie, which changes at each sign-in. */
  transactionOf(session: BrowserSession): string;
  /** Of the cookie that holds it. */
  readonly cookieName: string;
}

export function createBrowserSessions(
  sessions: Pick<SessionStore, 'findLive'>,
  keyring: Keyring,
  names: CookieNames,
): BrowserSessions {
  return {
    async find(request) {
      const cookie = cookieOf(request, names.session);
      const session = cookie === null ? null : await sessions.findLive(sha256(cookie));
      if (session === null || session.accountId === null) return null;
      const { uid, accountId, payload } = session;
      const loginTs = typeof payload['loginTs'] === 'number' ? payload['loginTs'] : 0;
      return {
        uid,
        accountId,
        acr: parseAcr(payload['acr']) ?? 'pwd',
        signedInAt: new Date(loginTs * 1000),
        isUndated: payload['isUndated'] === true,
      };
    },
    csrfToken: ({ uid }) => keyring.sign('csrf', `account ${uid}`),
    transactionOf: ({ uid }) => keyring.sign('account-transaction', uid),
    cookieName: names.session,
    isCsrfToken: ({ uid }, token) => keyring.verify('csrf', `account ${uid}`, token),
  };
}
