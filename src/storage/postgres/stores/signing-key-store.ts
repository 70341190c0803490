import { sql } from 'kysely';
import type {
  SigningAlgorithm,
  SigningKeyStore,
  StoredSigningKey,
} from '../../../domain/keys/signing-key.ts';
import type { Sql } from '../sql.ts';

interface KeyRow {
  readonly kid: string;
  readonly alg: SigningAlgorithm;
  readonly sealed_private_jwk: Buffer;
}

/** Held while keys are inserted, so that replicas starting together agree on one for each algorithm. */
const insertLock = 7_235_401;

export function createSigningKeyStore(db: Sql): SigningKeyStore {
  return {
    async list() {
      const rows = await db.rows(
        sql<KeyRow>`SELECT kid, alg, sealed_private_jwk FROM signing_keys ORDER BY created_at DESC`,
      );
      return rows.map((row) => ({
        kid: row.kid,
        alg: row.alg,
        sealedPrivateJwk: Buffer.from(row.sealed_private_jwk),
      }));
    },
    addMissing: (keys) =>
      db.unitOfWork(async () => {
        await db.execute(sql`SELECT pg_advisory_xact_lock(${insertLock})`);
        for (const key of keys) await insertUnlessPresent(db, key);
        return 'commit';
      }),
  };
}

async function insertUnlessPresent(db: Sql, key: StoredSigningKey): Promise<void> {
  await db.execute(sql`
    INSERT INTO signing_keys (kid, alg, sealed_private_jwk)
    SELECT ${key.kid}, ${key.alg}, ${key.sealedPrivateJwk}
    WHERE NOT EXISTS (SELECT FROM signing_keys WHERE alg = ${key.alg})`);
}
