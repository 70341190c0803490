import { sql } from 'kysely';
import type { Client, ClientRecord, ClientStore, ManagedBy } from '../../../domain/clients/client.ts';
import type { ClientMetadata } from '../../../domain/clients/client-metadata.ts';
import { json, justAfterNow, type Sql } from '../sql.ts';

interface ClientRow {
  readonly client_id: string;
  readonly metadata: ClientMetadata;
  readonly secret_digests: readonly string[];
  readonly secrets_end_at: Date | null;
  readonly audiences: readonly string[];
}

interface RecordRow {
  readonly client_id: string;
  readonly metadata: ClientMetadata;
  readonly managed_by: ManagedBy;
  readonly created_at: Date;
  readonly updated_at: Date;
  readonly secrets: ReadonlyArray<{ id: string; created_at: string; expires_at: string | null }>;
}

const secretIsLive = sql`(s.expires_at IS NULL OR s.expires_at > clock_timestamp())`;

export function createClientStore(db: Sql): ClientStore {
  const records = (condition: ReturnType<typeof sql>) =>
    db.rows(sql<RecordRow>`
      SELECT c.client_id, c.metadata, c.managed_by, c.created_at, c.updated_at,
        coalesce((SELECT json_agg(json_build_object('id', s.secret_id, 'created_at', s.created_at, 'expires_at', s.expires_at)
                           ORDER BY s.created_at)
                  FROM client_secrets s WHERE s.client_id = c.client_id), '[]') AS secrets
      FROM clients c WHERE c.removed_at IS NULL AND ${condition} ORDER BY c.client_id`);

  return {
    async findLive(clientId) {
      const row = await db.row(sql<ClientRow>`
        SELECT c.client_id, c.metadata,
          ARRAY(SELECT encode(s.digest, 'hex') FROM client_secrets s
                WHERE s.client_id = c.client_id AND ${secretIsLive} ORDER BY s.secret_id) AS secret_digests,
          (SELECT min(s.expires_at) FROM client_secrets s
           WHERE s.client_id = c.client_id AND ${secretIsLive}) AS secrets_end_at,
          ARRAY(SELECT a.audience FROM apis a WHERE a.client_id = c.client_id ORDER BY a.audience) AS audiences
        FROM clients c WHERE c.client_id = ${clientId} AND c.removed_at IS NULL`);
      return row === null ? null : toClient(row);
    },
    async isAllowedOrigin(origin) {
      const row = await db.row(sql<{ found: boolean }>`
        SELECT EXISTS (SELECT 1 FROM clients
          WHERE removed_at IS NULL AND metadata->'allowed_origins' ? ${origin}::text) AS found`);
      return row?.found === true;
    },
    async findRecord(clientId) {
      const [row] = await records(sql`c.client_id = ${clientId}`);
      return row === undefined ? null : toRecord(row);
    },
    list: async () => (await records(sql`true`)).map(toRecord),
    async put(clientId, metadata, managedBy) {
      const row = await db.changedRow(sql<{ is_new: boolean }>`
        INSERT INTO clients AS c (client_id, metadata, managed_by) VALUES (${clientId}, ${json(metadata)}, ${managedBy})
        ON CONFLICT (client_id) DO UPDATE SET
          metadata = excluded.metadata, managed_by = excluded.managed_by, updated_at = clock_timestamp(),
          valid_from = CASE WHEN c.removed_at IS NULL THEN c.valid_from ELSE ${justAfterNow} END,
          removed_at = NULL
        RETURNING xmax = 0 AS is_new`);
      if (row?.is_new !== true) await db.untilKnown();
    },
    async remove(clientId) {
      await db.execute(sql`DELETE FROM client_secrets WHERE client_id = ${clientId}`);
      await db.execute(sql`DELETE FROM apis WHERE client_id = ${clientId}`);
      // Whoever registers the name again is somebody else: nobody has agreed to them.
      await db.execute(sql`DELETE FROM consents WHERE client_id = ${clientId}`);
      const removed = await db.end(sql`
        UPDATE clients SET removed_at = clock_timestamp() WHERE client_id = ${clientId} AND removed_at IS NULL`);
      return removed > 0;
    },
    async revokeAll(clientId) {
      const revoked = await db.end(sql`
        UPDATE clients SET valid_from = ${justAfterNow} WHERE client_id = ${clientId} AND removed_at IS NULL`);
      return revoked > 0;
    },
    ...secretMethods(db),
  };
}

function secretMethods(db: Sql): Pick<ClientStore, 'addSecret' | 'expireOtherSecrets'> {
  return {
    async addSecret(clientId, { id, digest }) {
      await db.execute(sql`
        INSERT INTO client_secrets (secret_id, client_id, digest) VALUES (${id}, ${clientId}, ${digest})
        ON CONFLICT (client_id, digest) DO NOTHING`);
    },
    async expireOtherSecrets(clientId, keepId, graceSeconds) {
      await db.end(sql`
        UPDATE client_secrets
        SET expires_at = least(expires_at, clock_timestamp() + make_interval(secs => ${graceSeconds}::double precision))
        WHERE client_id = ${clientId} AND secret_id <> ${keepId}
          AND (expires_at IS NULL OR expires_at > clock_timestamp())`);
    },
  };
}

function toClient(row: ClientRow): Client {
  return {
    clientId: row.client_id,
    metadata: row.metadata,
    secretDigests: row.secret_digests.map((digest) => Buffer.from(digest, 'hex')),
    secretsEndAt: row.secrets_end_at,
    audiences: row.audiences,
  };
}

function toRecord(row: RecordRow): ClientRecord {
  return {
    clientId: row.client_id,
    metadata: row.metadata,
    managedBy: row.managed_by,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    secrets: row.secrets.map((secret) => ({
      id: secret.id,
      createdAt: new Date(secret.created_at),
      expiresAt: secret.expires_at === null ? null : new Date(secret.expires_at),
    })),
  };
}
