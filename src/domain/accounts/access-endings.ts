/** What the owner of an account ends of it: a browser that is signed in, all others, an app. */
import type { AccountChange, ActivityLog } from '../activity/activity.ts';
import type { Storage } from '../storage.ts';
import { inUnitOfWork } from '../unit-of-work.ts';

export interface AccessEndingParts {
  readonly storage: Pick<
    Storage,
    'accounts' | 'sessions' | 'consents' | 'knownDevices' | 'unitOfWork' | 'untilEndsAreKnown'
  >;
  readonly activity: ActivityLog;
}

/** One that has ended already, or is not of this account, is answered alike. */
export async function endSession(
  { storage, activity }: AccessEndingParts,
  { accountId, origin, language }: AccountChange,
  uid: string,
): Promise<void> {
  const { accounts, sessions } = storage;
  const named = (await sessions.listLive(accountId)).find((session) => session.uid === uid);
  await inUnitOfWork(storage, async () => {
    // Of an account that is gone, nothing is noted any more.
    if (!(await accounts.lock(accountId))) return;
    if (!(await sessions.endOf(accountId, uid))) return;
    const detail = named?.origin?.browser ?? '';
    await activity.note({ accountId, kind: 'session_ended', detail, ...origin }, language);
  });
}

export interface StayingSession {
  readonly sessionUid: string;
  /** SHA-256 of its browser's secret, which goes on being known; null: it has none. */
  readonly device: Buffer | null;
}

/** Everything of the account but this session. Where that has ended meanwhile, there is nobody here to end the others. */
export async function endOtherSessions(
  { storage, activity }: AccessEndingParts,
  { accountId, origin, language }: AccountChange,
  { sessionUid, device }: StayingSession,
): Promise<void> {
  const work = async (): Promise<boolean> => {
    if (!(await storage.sessions.endOthers(accountId, sessionUid))) return false;
    await storage.knownDevices.forgetOthers(accountId, device);
    await activity.note({ accountId, kind: 'other_sessions_ended', detail: null, ...origin }, language);
    return true;
  };
  await inUnitOfWork(storage, work, (isHere) => isHere);
}

/** An app that has no access any more, or never had, is answered alike. */
export async function withdrawApp(
  { storage, activity }: AccessEndingParts,
  { accountId, origin, language }: AccountChange,
  clientId: string,
): Promise<void> {
  const { accounts, consents, untilEndsAreKnown } = storage;
  const app = (await consents.listApps(accountId)).find((each) => each.clientId === clientId);
  // Perhaps withdrawn a moment ago, in another tab: this answer says so too.
  if (app === undefined) return untilEndsAreKnown();
  await inUnitOfWork(storage, async () => {
    if (!(await accounts.lock(accountId))) return;
    await consents.withdraw(accountId, clientId);
    await activity.note({ accountId, kind: 'app_withdrawn', detail: app.name, ...origin }, language);
  });
}
