import { recoveryCodesMadePage, recoveryCodesPage } from '../account/factors/recovery-codes-pages.ts';
import { factorChangedPage } from '../account/factors/factor-parts.ts';
import { addTotpPage, totpPage } from '../account/factors/totp-pages.ts';
import { passkeysPage } from '../account/factors/passkeys-page.ts';
import { activityPage } from '../account/activity-page.ts';
import { appsPage } from '../account/apps-page.ts';
import { deletedPage, deletePage } from '../account/delete-page.ts';
import { emailPage, newEmailCodePage } from '../account/email-pages.ts';
import { passwordPage } from '../account/password-page.ts';
import { profilePage } from '../account/profile-page.ts';
import { endOthersPage, sessionsPage } from '../account/sessions-page.ts';
import { accountPage } from '../account/account-page.ts';
import type { Filled, Pages } from './filled.ts';

export function accountPages({ text, look, since, form }: Filled): Pages {
  const scopes = [{ name: text, description: text }];
  return {
    account: accountPage({
      look,
      email: text,
      signOutHref: text,
      notice: text,
      sections: [{ title: text, items: [{ href: text, label: text, value: text, badge: text }] }],
    }),
    profile: profilePage({ ...form, name: text, error: text }),
    changePassword: passwordPage({
      ...form,
      email: text,
      hasPassword: true,
      passwordMinLength: 12,
      errors: { current: text, password: text, form: text },
    }),
    changeEmail: emailPage({
      ...form,
      email: text,
      isVerified: false,
      canSend: true,
      newEmail: text,
      errors: { email: text, form: text },
    }),
    changeEmailCode: newEmailCodePage({ ...form, newEmail: text, error: text, againHref: text }),
    sessions: sessionsPage({
      ...form,
      sessions: [true, false].map((isThis) => ({ uid: text, browser: text, network: text, since, isThis })),
      notice: text,
      endOthersHref: text,
      signOutHref: text,
    }),
    endOthers: endOthersPage(form),
    apps: appsPage({
      ...form,
      apps: [{ clientId: text, name: text, since, hasAccess: false, scopes }],
      notice: text,
    }),
    activity: activityPage({
      look,
      items: [{ text: 'Signed in for {detail}', detail: text, browser: text, network: text, at: since }],
    }),
    deleteAccount: deletePage({ ...form, email: text, error: text }),
    deletedAccount: deletedPage(look),
  };
}

export function factorPages({ text, look, since, form, shared }: Filled): Pages {
  const sheet = { account: text, madeAt: since };
  const step = {
    ...form,
    errors: { code: text, form: text },
    others: [{ href: text, label: text }],
    signInHref: text,
  };
  return {
    passkeys: passkeysPage({
      ...shared,
      passkeys: [
        { id: text, name: text, createdAt: since, lastUsedAt: null },
        { id: `${text}2`, name: text, createdAt: since, lastUsedAt: since },
      ],
      add: { action: text, options: { text }, name: text, nameError: text },
      renameAction: text,
      removeAction: text,
      isLastFactor: true,
      error: text,
    }),
    passkeyAdded: factorChangedPage({
      ...{ look, factor: 'passkey', of: sheet, endOthers: form },
      change: { outcome: 'added', codes: [text] },
    }),
    passkeyRemoved: factorChangedPage({
      ...{ look, factor: 'passkey', of: sheet, endOthers: form },
      change: { outcome: 'removed', codesRemoved: true },
    }),
    addTotp: addTotpPage({ ...step, uri: text, key: text, replaces: true, codesFollow: true }),
    totp: totpPage({
      look,
      addedAt: since,
      lastUsedAt: since,
      replaceHref: text,
      remove: form,
      isLastFactor: true,
    }),
    totpAdded: factorChangedPage({
      ...{ look, factor: 'totp', of: sheet, endOthers: form },
      change: { outcome: 'added', codes: [text, text] },
    }),
    totpRemoved: factorChangedPage({
      ...{ look, factor: 'totp', of: sheet, endOthers: form },
      change: { outcome: 'removed', codesRemoved: true },
    }),
    recoveryCodes: recoveryCodesPage({ look, left: 9, make: form }),
    recoveryCodesMade: recoveryCodesMadePage(look, { ...sheet, codes: [text, text] }),
  };
}
