import type { RateLimiters } from '../limits/rate-limiter.ts';
import type { ActivityLog, ActivityStore, Origin } from './activity.ts';
import type { KnownDeviceStore } from './known-devices.ts';

export interface NotedSignIn extends Origin {
  readonly accountId: string;
  /** SHA-256 of the browser's secret. */
  readonly device: Buffer;
  /** The app that it was for; null: the account itself. */
  readonly app: string | null;
}

export interface SignInNotes {
  /** The owner is told of a browser that is new. Only so many in an hour, so that nobody can fill mailboxes or tables. */
  note(signIn: NotedSignIn, language: string): Promise<void>;
}

export interface SignInNotesParts {
  readonly activity: ActivityLog;
  readonly activities: Pick<ActivityStore, 'list'>;
  readonly knownDevices: Pick<KnownDeviceStore, 'remember'>;
  readonly limits: Pick<RateLimiters, 'signInNotesPerAccount'>;
}

export function createSignInNotes(parts: SignInNotesParts): SignInNotes {
  const { activity, activities, knownDevices, limits } = parts;

  async function isNew({ accountId, device }: NotedSignIn): Promise<boolean> {
    const seen = await knownDevices.remember(accountId, device);
    if (seen !== 'first') return seen === 'new';
    // The first of a new account is its owner; where others were forgotten, nobody knows.
    const latest = await activities.list(accountId, 1);
    return latest.some(({ kind }) => kind !== 'account_created');
  }

  return {
    async note(signIn, language) {
      const { accountId, app: detail, browser, network } = signIn;
      if (!(await limits.signInNotesPerAccount.spend(accountId)).allowed) return;
      const kind = (await isNew(signIn)) ? 'new_device' : 'signed_in';
      await activity.note({ accountId, kind, detail, browser, network }, language);
    },
  };
}
