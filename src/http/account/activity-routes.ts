import type { Hono } from 'hono';
import type { PageEnv } from '../page/page-request.ts';
import { activityPage } from '../views/account/activity-page.ts';
import type { AccountRoutesOptions } from './account-options.ts';
import { withAccount } from './visit.ts';

const shown = 50;

export function addActivityRoutes(app: Hono<PageEnv>, options: AccountRoutesOptions): void {
  app.get('/account/activity', (c) =>
    withAccount(c, options, { fresh: false }, async ({ account, look }) => {
      const activities = await options.storage.activities.list(account.id, shown);
      const items = activities.map(({ kind, detail, browser, network, at }) => ({
        text: look.texts.activities[kind],
        detail: detail ?? '',
        browser,
        network,
        at,
      }));
      return c.html(activityPage({ look, items }));
    }),
  );
}
