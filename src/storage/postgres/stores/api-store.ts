import { sql } from 'kysely';
import type { Api, ApiStore, ManagedBy } from '../../../domain/clients/client.ts';
import { json, type Sql } from '../sql.ts';

interface ApiRow {
  readonly audience: string;
  readonly client_id: string;
  readonly name: string;
  readonly scopes: Record<string, string>;
  readonly access_token_format: 'opaque' | 'jwt';
  readonly access_token_ttl_seconds: number | null;
  readonly managed_by: ManagedBy;
}

const columns = sql`a.audience, a.client_id, a.name, a.scopes, a.access_token_format, a.access_token_ttl_seconds, a.managed_by`;

export function createApiStore(db: Sql): ApiStore {
  return {
    async findLive(audience) {
      const row = await db.row(sql<ApiRow>`
        SELECT ${columns} FROM apis a JOIN clients c ON c.client_id = a.client_id AND c.removed_at IS NULL
        WHERE a.audience = ${audience}`);
      return row === null ? null : toApi(row);
    },
    list: async () =>
      (await db.rows(sql<ApiRow>`SELECT ${columns} FROM apis a ORDER BY a.audience`)).map(toApi),
    async put(api) {
      await db.end(sql`
        INSERT INTO apis (audience, client_id, name, scopes, access_token_format, access_token_ttl_seconds, managed_by)
        VALUES (${api.audience}, ${api.clientId}, ${api.name}, ${json(api.scopes)}, ${api.accessTokenFormat},
                ${api.accessTokenTtlSeconds}, ${api.managedBy})
        ON CONFLICT (audience) DO UPDATE SET
          client_id = excluded.client_id, name = excluded.name, scopes = excluded.scopes,
          access_token_format = excluded.access_token_format,
          access_token_ttl_seconds = excluded.access_token_ttl_seconds, managed_by = excluded.managed_by`);
    },
    remove: async (audience) => (await db.end(sql`DELETE FROM apis WHERE audience = ${audience}`)) > 0,
  };
}

function toApi(row: ApiRow): Api {
  return {
    audience: row.audience,
    clientId: row.client_id,
    name: row.name,
    scopes: row.scopes,
    accessTokenFormat: row.access_token_format,
    accessTokenTtlSeconds: row.access_token_ttl_seconds,
    managedBy: row.managed_by,
  };
}
