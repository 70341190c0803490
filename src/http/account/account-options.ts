import type { AccountRemovalParts } from '../../domain/accounts/account-removal.ts';
import type { EmailChangeParts } from '../../domain/accounts/email/email-change.ts';
import type { PasswordChangeParts } from '../../domain/accounts/password-change.ts';
import type { ActivityLog } from '../../domain/activity/activity.ts';
import type { Federation } from '../../domain/federation/federation.ts';
import type { Storage } from '../../domain/storage.ts';
import type { FactorRoutesOptions } from './ways-in/factor-routes.ts';
import type { PasskeyRoutesOptions } from './ways-in/passkey-routes.ts';

/** What the account pages are given of the service. */
export interface AccountRoutesOptions extends FactorRoutesOptions, PasskeyRoutesOptions {
  readonly storage: Pick<
    Storage,
    | 'accounts'
    | 'sessions'
    | 'consents'
    | 'apis'
    | 'activities'
    | 'knownDevices'
    | 'unitOfWork'
    | 'untilEndsAreKnown'
  >;
  readonly passwordChange: PasswordChangeParts;
  /** null: the service cannot send mail, so no address can be proven. */
  readonly emailChange: EmailChangeParts | null;
  readonly removal: AccountRemovalParts;
  readonly activity: ActivityLog;
  readonly federation: Federation;
}
