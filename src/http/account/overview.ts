/** The overview of the account: every page of it, with what is so now. */
import type { PageRequest } from '../page/page-request.ts';
import { formatCount } from '../texts/format.ts';
import { type AccountItem, accountPage } from '../views/account/account-page.ts';
import type { AccountRoutesOptions } from './account-options.ts';
import { doneNotice } from './done.ts';
import { factorItems } from './ways-in/factor-routes.ts';
import { passkeyItems } from './ways-in/passkey-routes.ts';
import type { Visit } from './visit.ts';

interface State {
  readonly hasPassword: boolean;
  readonly sessionCount: number;
  readonly appCount: number;
}

export async function showOverview(
  c: PageRequest,
  visit: Visit,
  options: AccountRoutesOptions,
): Promise<Response> {
  const { account, look } = visit;
  const words = look.texts.account;
  const state = await stateOf(account.id, options);
  return c.html(
    accountPage({
      look,
      email: account.email,
      signOutHref: '/logout',
      notice: doneNotice(c, look),
      sections: [
        {
          title: words.waysIn,
          items: await waysIn(visit, state, options),
        },
        { title: words.devicesAndApps, items: whereSignedIn(visit, state) },
        { title: words.you, items: aboutYou(visit) },
      ],
    }),
  );
}

async function stateOf(accountId: string, { storage }: AccountRoutesOptions): Promise<State> {
  const { accounts, sessions, consents } = storage;
  const [passwordHash, live, apps] = await Promise.all([
    accounts.findPasswordHash(accountId),
    sessions.listLive(accountId),
    consents.listApps(accountId),
  ]);
  return { hasPassword: passwordHash !== null, sessionCount: live.length, appCount: apps.length };
}

async function waysIn(
  visit: Visit,
  { hasPassword }: State,
  { factors, passkeys, federation }: AccountRoutesOptions,
): Promise<AccountItem[]> {
  const { account, look } = visit;
  const { account: words, accountPages } = look.texts;
  const unconfirmed = account.emailVerified ? {} : { badge: accountPages.emailUnverified };
  const links = { href: '/account/links', label: words.links, value: null };
  return [
    { href: '/account/email', label: words.email, value: account.email, ...unconfirmed },
    { href: '/account/password', label: words.password, value: hasPassword ? words.isSet : words.isNotSet },
    ...(await passkeyItems(visit, passkeys)),
    ...(await factorItems(visit, factors)),
    ...(federation.providers.length > 0 ? [links] : []),
  ];
}

function whereSignedIn(
  { look: { texts, language } }: Visit,
  { sessionCount, appCount }: State,
): AccountItem[] {
  const { account: words, accountPages } = texts;
  const apps = appCount === 0 ? accountPages.none : formatCount(language, accountPages.appCount, appCount);
  const browsers = formatCount(language, accountPages.sessionCount, sessionCount);
  return [
    { href: '/account/sessions', label: words.sessions, value: browsers },
    { href: '/account/apps', label: words.apps, value: apps },
    { href: '/account/activity', label: words.activity, value: null },
  ];
}

function aboutYou({ account, look: { texts } }: Visit): AccountItem[] {
  const { account: words } = texts;
  return [
    { href: '/account/profile', label: words.profile, value: account.name ?? words.isNotSet },
    { href: '/account/delete', label: words.delete, value: null },
  ];
}
