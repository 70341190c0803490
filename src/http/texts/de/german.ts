import type { english } from '../en/english.ts';
import type { Catalogue } from '../translated.ts';
import { account } from './account/account.ts';
import { notices } from './account/notices.ts';
import { factors } from './account/factors.ts';
import { passkeys } from './account/passkeys.ts';
import { accountMails } from './account/account-mails.ts';
import { accountPages } from './account/account-pages.ts';
import { activities } from './account/activities.ts';
import { emailCode } from './email-code.ts';
import { aids } from './aids.ts';
import { common } from './common.ts';
import { consent } from './consent.ts';
import { errors } from './errors.ts';
import { federation } from './federation.ts';
import { mails } from './mails.ts';
import { signIn } from './sign-in.ts';
import { signOut } from './sign-out.ts';

export const german: Catalogue<typeof english> = {
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
