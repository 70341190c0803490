import type { Hono } from 'hono';
import { endOtherSessions, endSession } from '../../domain/accounts/access-endings.ts';
import type { StoredSession } from '../../domain/tokens/session-store.ts';
import { deviceOf } from '../page/devices.ts';
import type { PageEnv, PageRequest } from '../page/page-request.ts';
import { endOthersPage, sessionsPage } from '../views/account/sessions-page.ts';
import type { AccountRoutesOptions } from './account-options.ts';
import { doneNotice, redirectDone } from './done.ts';
import { type Visit, withAccount, withAccountForm, changeOf } from './visit.ts';

const path = '/account/sessions';
const endPath = '/account/sessions/end';
const endOthersPath = '/account/sessions/end-others';

export function addSessionRoutes(app: Hono<PageEnv>, options: AccountRoutesOptions): void {
  app.get(path, (c) =>
    withAccount(c, options, { fresh: false }, async (visit) => {
      const sessions = await options.storage.sessions.listLive(visit.account.id);
      return c.html(render(c, visit, sessions));
    }),
  );
  app.post(endPath, (c) =>
    withAccountForm(c, options, { fresh: false, page: path }, async (visit, fields) => {
      await endSession(options, changeOf(c, visit), fields.get('session') ?? '');
      return redirectDone(c, path, 'session');
    }),
  );
  app.get(endOthersPath, (c) =>
    withAccount(c, options, { fresh: true }, async ({ look, csrfToken }) =>
      c.html(endOthersPage({ look, csrfToken, action: endOthersPath })),
    ),
  );
  app.post(endOthersPath, (c) =>
    withAccountForm(c, options, { fresh: true, page: endOthersPath }, async (visit) => {
      const staying = { sessionUid: visit.session.uid, device: deviceOf(c, options.issuer) };
      await endOtherSessions(options, changeOf(c, visit), staying);
      return redirectDone(c, path, 'others');
    }),
  );
}

function render(c: PageRequest, visit: Visit, sessions: readonly StoredSession[]): string {
  const { look, csrfToken } = visit;
  const items = sessions.map(({ uid, origin, createdAt }) => ({
    uid,
    browser: origin?.browser ?? '',
    network: origin?.network ?? '',
    since: createdAt,
    isThis: uid === visit.session.uid,
  }));
  return sessionsPage({
    look,
    csrfToken,
    action: endPath,
    sessions: items.sort((one, other) => Number(other.isThis) - Number(one.isThis)),
    notice: doneNotice(c, look),
    endOthersHref: endOthersPath,
    signOutHref: '/logout',
  });
}
