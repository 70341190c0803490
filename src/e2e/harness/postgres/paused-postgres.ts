import pg from 'pg';

/**
 * Stops every process of a Postgres server (SIGSTOP), as a machine that hangs does: connections stay open, and nobody answers.
 *
 * @param url of a server that belongs to the test alone
 * @returns lets them go on
 */
export async function pausePostgres(url: string): Promise<() => void> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  const { rows } = await client.query<{ pid: number }>(
    `SELECT split_part(pg_read_file('postmaster.pid'), E'\\n', 1)::integer AS pid`,
  );
  const [postmaster] = rows;
  if (postmaster === undefined) throw new Error('the server does not say which process it is');
  // First the one that starts others, last the one that is asked about them.
  process.kill(postmaster.pid, 'SIGSTOP');
  const others = await client.query<{ pid: number }>(
    'SELECT pid FROM pg_stat_activity ORDER BY pid = pg_backend_pid()',
  );
  const stopped = [postmaster, ...others.rows].map(({ pid }) => pid);
  for (const pid of stopped) signal(pid, 'SIGSTOP');
  return () => {
    for (const pid of stopped) signal(pid, 'SIGCONT');
    void client.end().catch(() => undefined);
  };
}

/** One that has ended meanwhile needs no signal. */
function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}
