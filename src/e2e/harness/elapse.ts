import pg from 'pg';

interface TimedTable {
  readonly name: string;
  readonly columns: readonly string[];
}

/**
 * Lets time pass for everything stored, by moving every instant into the past: to the database, whose clock decides about
 * expiry, days have gone by. Not for access tokens, whose expiry a process may also have in memory.
 */
export async function elapse(databaseUrl: string, seconds: number): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const { rows } = await client.query<TimedTable>(`
      SELECT quote_ident(c.relname) AS name, array_agg(quote_ident(a.attname)::text) AS columns
      FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
      WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
        AND a.atttypid = 'timestamptz'::regtype AND NOT a.attisdropped
      GROUP BY c.relname`);
    for (const { name, columns } of rows) {
      const moved = columns.map((column) => `${column} = ${column} - make_interval(secs => ${seconds})`);
      await client.query(`UPDATE ${name} SET ${moved.join(', ')}`);
    }
  } finally {
    await client.end();
  }
}
