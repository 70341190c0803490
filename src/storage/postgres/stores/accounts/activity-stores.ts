import { sql } from 'kysely';
import type { Activity, ActivityStore } from '../../../../domain/activity/activity.ts';
import type { ActivityKind } from '../../../../domain/activity/activity-kind.ts';
import type { KnownDeviceStore } from '../../../../domain/activity/known-devices.ts';
import { emailKey } from '../../../../domain/accounts/email/email.ts';
import { bucketOf } from '../../../../domain/tokens/expiry-bucket.ts';
import { type Clock, epochSeconds } from '../../../../platform/clock.ts';
import type { Sql } from '../../sql.ts';

interface ActivityRow {
  readonly account_id: string;
  readonly kind: ActivityKind;
  readonly detail: string | null;
  readonly browser: string;
  readonly network: string;
  readonly at: Date;
}

const table = 'account_activities';
/** How long it is kept. */
export const activityTtlSeconds = 180 * 86_400;

export function createActivityStore(db: Sql, clock: Clock): ActivityStore {
  return {
    async insert({ accountId, kind, detail, browser, network }) {
      await db.insert(sql`
        INSERT INTO account_activities (account_id, expiry_bucket, kind, detail, browser, network)
        VALUES (${accountId}, ${bucketOf(table, epochSeconds(clock) + activityTtlSeconds)}, ${kind}, ${detail},
          ${browser}, ${network})`);
    },
    async list(accountId, limit) {
      const rows = await db.rows(sql<ActivityRow>`
        SELECT account_id, kind, detail, browser, network, at FROM account_activities
        WHERE account_id = ${accountId} ORDER BY activity_id DESC LIMIT ${limit}`);
      return rows.map(toActivity);
    },
  };
}

function toActivity({ account_id: accountId, ...rest }: ActivityRow): Activity {
  return { accountId, ...rest };
}

/** Of one account; the one not seen for longest goes first. */
const maxKnownDevices = 20;

export function createKnownDeviceStore(db: Sql): KnownDeviceStore {
  return {
    async isKnown(email, digest) {
      const row = await db.row(sql`
        SELECT 1 FROM known_devices d JOIN accounts a USING (account_id)
        WHERE a.email_key = ${emailKey(email)} AND d.device_digest = ${digest}`);
      return row !== null;
    },
    async remember(accountId, digest) {
      const before = await db.row(sql<{ others: boolean; known: boolean }>`
        SELECT count(*) > 0 AS others, coalesce(bool_or(device_digest = ${digest}), false) AS known
        FROM known_devices WHERE account_id = ${accountId}`);
      await db.execute(sql`
        INSERT INTO known_devices (account_id, device_digest) VALUES (${accountId}, ${digest})
        ON CONFLICT (account_id, device_digest) DO UPDATE SET last_seen_at = clock_timestamp()`);
      if (before?.known === true) return 'known';
      await db.execute(sql`
        DELETE FROM known_devices WHERE account_id = ${accountId} AND device_digest NOT IN (
          SELECT device_digest FROM known_devices WHERE account_id = ${accountId}
          ORDER BY last_seen_at DESC LIMIT ${maxKnownDevices})`);
      return before?.others === true ? 'new' : 'first';
    },
    async forgetOthers(accountId, kept) {
      await db.execute(sql`
        DELETE FROM known_devices
        WHERE account_id = ${accountId} AND device_digest IS DISTINCT FROM ${kept}::bytea`);
    },
  };
}
