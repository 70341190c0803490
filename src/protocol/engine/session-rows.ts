import { Provider } from 'oidc-provider';
import type { SessionStore } from '../../domain/tokens/session-store.ts';
import { sha256 } from '../../platform/digest.ts';
import { currentEngineRequest, guarded } from '../request/engine-request.ts';

interface SessionInstance {
  uid: string;
  jti: string;
  oldId?: string;
  destroyed?: boolean;
  accountId?: string;
  /** Nobody says when the person authenticated: `loginTs` is only when we let them in. */
  isUndated?: boolean;
  state?: unknown;
  save: (this: SessionInstance, ttl: number) => Promise<unknown>;
  destroy: (this: SessionInstance) => Promise<void>;
  resetIdentifier: (this: SessionInstance) => void;
  loginAccount: (this: SessionInstance, details: unknown) => void;
}

/** Mints the public names of sessions; the name says when the row may be dropped. */
export type SessionUids = (kind: 'anonymous' | 'signed_in') => string;

interface SessionModel {
  instantiate(payload?: Record<string, unknown>): SessionInstance;
  readonly IN_PAYLOAD: readonly string[];
  prototype: SessionInstance;
}

/**
 * Bends the engine's session to ours, where one row for each `uid` holds the digest of the current cookie:
 * - a new cookie replaces the old one in the row, instead of one row being destroyed and another made;
 * - signing out ends the row by its `uid`, whatever cookie it has by then;
 * - only a sign-in or sign-out changes the cookie; the engine would at every step, and parallel tabs would lose it;
 * - it remembers whether anybody says when the person authenticated, which the engine has no word for;
 * - a session nobody has signed in to is stored only while a form needs it, and gets a lasting row at the sign-in.
 */
export function useSessionRows(provider: Provider, sessions: SessionStore, createUid: SessionUids): void {
  const Session = provider.Session as unknown as SessionModel;
  const instantiate = Session.instantiate.bind(Session);
  const { save, resetIdentifier, loginAccount } = Session.prototype;

  Session.instantiate = (payload) => {
    const session = instantiate(payload);
    if (payload?.['uid'] === undefined) session.uid = createUid('anonymous');
    return session;
  };

  Object.defineProperty(Session, 'IN_PAYLOAD', { value: [...Session.IN_PAYLOAD, 'isUndated'] });

  Session.prototype.loginAccount = function loginToLastingRow(details) {
    if (this.accountId === undefined) {
      this.uid = createUid('signed_in');
      // The secret of a form that was shown before is not one of the person who signs in now.
      this.state = undefined;
    }
    loginAccount.call(this, details);
    const login = Provider.ctx?.oidc.entities.Interaction?.result?.login as
      { isUndated?: boolean } | undefined;
    this.isUndated = login?.isUndated === true;
  };

  Session.prototype.save = async function saveInPlace(ttl) {
    if (this.accountId === undefined && this.state === undefined) return undefined;
    const request = currentEngineRequest();
    if (this.oldId !== undefined) {
      if (request !== null) request.replacedSessionDigest = sha256(this.oldId);
      delete this.oldId;
    }
    return save.call(this, ttl);
  };

  Session.prototype.destroy = async function end() {
    await guarded(() => sessions.end(this.uid));
    this.destroyed = true;
  };

  Session.prototype.resetIdentifier = function resetAtSignIn() {
    const oidc = Provider.ctx?.oidc;
    const signedIn = oidc?.entities.Interaction?.result?.login !== undefined;
    if (signedIn || oidc?.route === 'end_session_confirm') resetIdentifier.call(this);
  };
}
