import type { Deployment } from './deployment.ts';

/** Calls of each statement on a database, so far. Only of servers that count them. */
export type StatementCalls = ReadonlyMap<string, number>;

export async function readStatementCalls({ query }: Pick<Deployment, 'query'>): Promise<StatementCalls> {
  await query('CREATE EXTENSION IF NOT EXISTS pg_stat_statements');
  const rows = await query<{ text: string; calls: string }>(
    `SELECT query AS text, sum(calls) AS calls FROM pg_stat_statements
     WHERE dbid = (SELECT oid FROM pg_database WHERE datname = current_database())
       AND query NOT LIKE '%pg_stat_statements%'
     GROUP BY query`,
  );
  return new Map(rows.map(({ text, calls }) => [text.replaceAll(/\s+/g, ' ').trim(), Number(calls)]));
}

/** What was called more often than before. */
export function callsSince(before: StatementCalls, after: StatementCalls): StatementCalls {
  return new Map(
    [...after]
      .map(([text, calls]) => [text, calls - (before.get(text) ?? 0)] as const)
      .filter(([, calls]) => calls > 0),
  );
}

export function sumOf(calls: StatementCalls): number {
  return [...calls.values()].reduce((sum, each) => sum + each, 0);
}
