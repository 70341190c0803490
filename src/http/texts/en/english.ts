import { account } from './account/account.ts';
import { accountMails } from './account/account-mails.ts';
import { accountPages } from './account/account-pages.ts';
import { activities } from './account/activities.ts';
import { aids } from './aids.ts';
import { common } from './common.ts';
import { consent } from './consent.ts';
import { emailCode } from './email-code.ts';
import { errors } from './errors.ts';
import { factors } from './account/factors.ts';
import { federation } from './federation.ts';
import { mails } from './mails.ts';
import { notices } from './account/notices.ts';
import { passkeys } from './account/passkeys.ts';
import { signIn } from './sign-in.ts';
import { signOut } from './sign-out.ts';

/** English has the say which messages there are: what another language lacks, or has too many, does not compile. */
export const english = {
  common,
  signIn,
  consent,
  signOut,
  errors,
  federation,
  mails,
  account,
  notices,
  factors,
  passkeys,
  accountMails,
  accountPages,
  activities,
  emailCode,
  aids,
};
