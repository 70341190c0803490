/** What happened to an account, told to its owner: on the account page, and by mail where it changes who can get in. */
import { type ActivityKind, isNotice } from './activity-kind.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Mail } from '../mail/mail.ts';
import type { Outbox } from '../mail/outbox.ts';
import type { AccountStore } from '../accounts/account-store.ts';

/** Where a request came from, as people know it. */
export interface Origin {
  /** See `networkKey`. */
  readonly network: string;
  /** Such as `Firefox (Linux)`; empty: unknown. */
  readonly browser: string;
}

/** Who changes something about their account, from where. */
export interface AccountChange {
  readonly accountId: string;
  readonly origin: Origin;
  /** Of the mail that tells of it. */
  readonly language: string;
}

/** In the place of a network: those who run the service did it. */
export const operatorNetwork = 'operator';

export interface NewActivity extends Origin {
  readonly accountId: string;
  readonly kind: ActivityKind;
  /** A name the owner knows: of a passkey, a provider, an app. */
  readonly detail: string | null;
}

export interface Activity extends NewActivity {
  readonly at: Date;
}

export interface ActivityStore {
  insert(activity: NewActivity): Promise<void>;
  /** Newest first. */
  list(accountId: string, limit: number): Promise<readonly Activity[]>;
}

export interface ActivityLog {
  /** Inside the unit of work that makes it so. @param language of the mail */
  note(activity: NewActivity, language: string): Promise<void>;
}

export interface ActivityParts {
  readonly activities: ActivityStore;
  readonly accounts: Pick<AccountStore, 'findById'>;
  /** null: the service cannot send mail. */
  readonly outbox: Outbox | null;
  readonly clock: Clock;
}

/** How long it is worth telling somebody. */
const noticeTtlSeconds = 3 * 86_400;

export function createActivityLog({ activities, accounts, outbox, clock }: ActivityParts): ActivityLog {
  return {
    async note(activity, language) {
      await activities.insert(activity);
      const { kind, accountId, detail, browser, network } = activity;
      if (outbox === null || !isNotice(kind)) return;
      const account = await accounts.findById(accountId);
      if (account === null) return;
      const at = clock.now().toISOString();
      const origin = { browser, network, at };
      const notice: Mail = { kind: 'notice', to: account.email, what: kind, detail, ...origin, language };
      await outbox.put(notice, noticeTtlSeconds);
    },
  };
}
