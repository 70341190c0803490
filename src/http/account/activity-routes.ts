import type { Hono } from 'hono';
import type { ActivityKind } from '../../domain/activity/activity-kind.ts';
import type { PageEnv } from '../page/page-request.ts';
import { activityPage } from '../views/account/activity-page.ts';
import type { Look } from '../views/look.ts';
import type { AccountRoutesOptions } from './account-options.ts';
import { withAccount } from './visit.ts';

const shown = 50;

export function addActivityRoutes(app: Hono<PageEnv>, options: AccountRoutesOptions): void {
  app.get('/account/activity', (c) =>
    withAccount(c, options, { fresh: false }, async ({ account, look }) => {
      const activities = await options.storage.activities.list(account.id, shown);
      const items = activities.map(({ kind, detail, browser, network, at }) => ({
        text: textOf(kind, detail, look),
        detail: detail ?? '',
        browser,
        network,
        at,
      }));
      return c.html(activityPage({ look, items }));
    }),
  );
}

/** A sign-in that names no app was one to the account itself. */
function textOf(kind: ActivityKind, detail: string | null, { texts: { activities } }: Look): string {
  if (detail !== null) return activities[kind];
  if (kind === 'signed_in') return activities.signed_in_here;
  return kind === 'new_device' ? activities.new_device_here : activities[kind];
}
