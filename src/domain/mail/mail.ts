import type { NoticeKind } from '../activity/activity-kind.ts';

/** What the service writes to people. Addresses and codes: never logged, and sealed where they are stored. */
export type Mail = {
  /** Of the page on which it was asked for (BCP 47). */
  readonly language: string;
} & (
  | { readonly kind: 'sign_up_code'; readonly to: string; readonly code: string; readonly app: string }
  /** Somebody wanted to create an account where there is one. */
  | { readonly kind: 'sign_up_known'; readonly to: string; readonly app: string }
  /** Links an account elsewhere with the one that has this address. */
  | { readonly kind: 'link_code'; readonly to: string; readonly code: string; readonly provider: string }
  | { readonly kind: 'reset_code'; readonly to: string; readonly code: string; readonly app: string }
  | { readonly kind: 'sign_in_code'; readonly to: string; readonly code: string; readonly app: string }
  | { readonly kind: 'password_changed'; readonly to: string }
  /** To an address that is to become an account's. */
  | { readonly kind: 'email_code'; readonly to: string; readonly code: string }
  /** Somebody wanted to give their account an address that another one has. */
  | { readonly kind: 'email_known'; readonly to: string }
  /** To the address that was the account's until now. */
  | { readonly kind: 'email_changed'; readonly to: string; readonly browser: string }
  | { readonly kind: 'account_deleted'; readonly to: string }
  /** Something happened to the account that its owner should know of. */
  | {
      readonly kind: 'notice';
      readonly to: string;
      readonly what: NoticeKind;
      readonly detail: string | null;
      readonly browser: string;
      /** Absent from what an earlier version wrote. */
      readonly network?: string;
      readonly at?: string;
    }
  /** Takes as long to write as any other, and is never sent. */
  | { readonly kind: 'decoy' }
);

/** A mail that is due, taken by this process for a while. */
export interface TakenMail {
  readonly id: string;
  readonly sealed: Buffer;
  /** This one included. */
  readonly attempts: number;
  readonly expired: boolean;
}

export interface OutgoingMailStore {
  insert(mail: { readonly sealed: Buffer; readonly ttlSeconds: number }): Promise<void>;
  /** Takes what is due; nobody else gets it before handing it over must have ended. */
  takeDue(limit: number): Promise<readonly TakenMail[]>;
  /** Gives it back, to be tried again further apart at each attempt. */
  postpone(id: string): Promise<void>;
  remove(id: string): Promise<void>;
}
