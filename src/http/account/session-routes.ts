import type { Hono } from 'hono';
import type { ActivityKind } from '../../domain/activity/activity-kind.ts';
import type { StoredSession } from '../../domain/tokens/session-store.ts';
import { originOf } from '../../platform/request-info.ts';
import { deviceOf } from '../page/devices.ts';
import type { PageEnv, PageRequest } from '../page/page-request.ts';
import { endOthersPage, sessionsPage } from '../views/account/sessions-page.ts';
import type { AccountRoutesOptions } from './account-options.ts';
import { doneNotice, redirectDone } from './done.ts';
import { type Visit, withAccount, withAccountForm } from './visit.ts';

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
    withAccountForm(c, options, { fresh: false, page: path }, (visit, fields) =>
      postEnd(c, visit, { uid: fields.get('session') ?? '', options }),
    ),
  );
  app.get(endOthersPath, (c) =>
    withAccount(c, options, { fresh: true }, async ({ look, csrfToken }) =>
      c.html(endOthersPage({ look, csrfToken, action: endOthersPath })),
    ),
  );
  app.post(endOthersPath, (c) =>
    withAccountForm(c, options, { fresh: true, page: endOthersPath }, (visit) =>
      postEndOthers(c, visit, options),
    ),
  );
}

/** One that has ended already, or is not of this account, is answered alike. */
async function postEnd(
  c: PageRequest,
  visit: Visit,
  { uid, options }: { readonly uid: string; readonly options: AccountRoutesOptions },
): Promise<Response> {
  const { sessions, unitOfWork } = options.storage;
  const { id } = visit.account;
  const named = (await sessions.listLive(id)).find((session) => session.uid === uid);
  await unitOfWork(async () => {
    const isEnded = await sessions.endOf(id, uid);
    if (isEnded)
      await note(c, visit, { kind: 'session_ended', detail: named?.origin?.browser ?? '', options });
    return 'commit';
  });
  return redirectDone(c, path, 'session');
}

async function postEndOthers(c: PageRequest, visit: Visit, options: AccountRoutesOptions): Promise<Response> {
  const { sessions, knownDevices, unitOfWork } = options.storage;
  await unitOfWork(async () => {
    // Where this one has ended meanwhile, there is nobody here to end the others.
    if (!(await sessions.endOthers(visit.account.id, visit.session.uid))) return 'rollback';
    await knownDevices.forgetOthers(visit.account.id, deviceOf(c, options.issuer));
    await note(c, visit, { kind: 'other_sessions_ended', detail: null, options });
    return 'commit';
  });
  return redirectDone(c, path, 'others');
}

interface Noted {
  readonly kind: ActivityKind;
  readonly detail: string | null;
  readonly options: AccountRoutesOptions;
}

function note(c: PageRequest, { account, look }: Visit, { kind, detail, options }: Noted): Promise<void> {
  const activity = { accountId: account.id, kind, detail, ...originOf(c.env.incoming) };
  return options.activity.note(activity, look.language);
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
