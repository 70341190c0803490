import { AsyncLocalStorage } from 'node:async_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Kysely, type RawBuilder, sql } from 'kysely';
import pLimit from 'p-limit';
import { toPortError } from './database-errors.ts';
import type { SqlClient, SqlPool, SqlResult } from './pool.ts';

/**
 * Runs statements. Inside a unit of work the first one that changes or locks something begins the transaction, which all
 * later ones join; until then reads stand alone, which under READ COMMITTED is the same and holds no connection while the
 * engine waits for a request body.
 */
export interface Sql {
  rows<Row>(statement: RawBuilder<Row>): Promise<Row[]>;
  /** The only row, or null. */
  row<Row>(statement: RawBuilder<Row>): Promise<Row | null>;
  /** Like `row`, for a statement that changes or locks it. */
  changedRow<Row>(statement: RawBuilder<Row>): Promise<Row | null>;
  /** Number of rows the statement changed. */
  execute(statement: RawBuilder<unknown>): Promise<number>;
  /**
   * For a new row that nothing later in the unit of work looks at: sent at once, its answer awaited at the commit, which it may
   * fail. Outside of one, like `execute`.
   */
  insert(statement: RawBuilder<unknown>): Promise<void>;
  /** Like `execute`, for a statement that ends something: see `untilKnown`. */
  end(statement: RawBuilder<unknown>): Promise<number>;
  /**
   * Waits until every process knows what was changed, which the database announces at the commit (see `domain/coherence`).
   * Inside a unit of work it returns at once, and the unit waits after its commit.
   */
  untilKnown(): Promise<void>;
  unitOfWork(work: () => Promise<'commit' | 'rollback'>): Promise<void>;
  /** A locking clause inside a unit of work; nothing outside, where a lock would be gone at once. */
  lockWhenInUnitOfWork(clause: string): RawBuilder<unknown>;
}

interface UnitOfWork {
  /** One statement at a time: a read beside the first change would ask for a second connection, and PGlite has one. */
  readonly inOrder: ReturnType<typeof pLimit>;
  closed: boolean;
  /** The connection with the transaction, once it has begun. */
  transaction: Promise<SqlClient> | null;
  /** Statements whose answers nobody has looked at yet. They never reject. */
  readonly unanswered: Array<Promise<void>>;
  /** Something was ended, and processes may still remember it. */
  endsSomething: boolean;
  /** The first error of a statement: from then on Postgres refuses the rest, and answers COMMIT with a rollback. */
  failed: { readonly error: unknown } | null;
}

/** JSON for a jsonb column; a plain parameter would turn arrays into Postgres arrays. */
export function json(value: unknown): RawBuilder<unknown> {
  return sql`${JSON.stringify(value)}::jsonb`;
}

/** Later than whatever was written up to now, also by a clock that is coarser than a microsecond. */
export const justAfterNow = sql`clock_timestamp() + interval '1 microsecond'`;

/** Of an account that is as it was when it was read; a Date has milliseconds. */
export function isValidFrom(validFrom: Date): RawBuilder<boolean> {
  return sql`date_trunc('milliseconds', valid_from) = date_trunc('milliseconds', ${validFrom}::timestamptz)`;
}

/** An instant `seconds` from now by the database's clock. */
export function fromNow(seconds: number): RawBuilder<unknown> {
  return sql`clock_timestamp() + make_interval(secs => ${seconds}::double precision)`;
}

export interface SqlOptions {
  readonly pool: SqlPool;
  /** Only to compile statements. */
  readonly dialect: Kysely<unknown>;
  /** How long after a commit every process knows of it. */
  readonly settleMs: number;
}

export function createSql({ pool, dialect, settleMs }: SqlOptions): Sql {
  const units = new AsyncLocalStorage<UnitOfWork>();

  async function run<Row>(statement: RawBuilder<Row>, use: 'read' | 'change'): Promise<SqlResult<Row>> {
    const { sql: text, parameters } = statement.compile(dialect);
    const unit = units.getStore();
    if (unit === undefined) return translated(() => runAlone<Row>(pool, text, parameters));
    return noted(unit, () =>
      unit.inOrder(async () => {
        refuseLate(unit);
        if (use === 'read' && unit.transaction === null) return runAlone<Row>(pool, text, parameters);
        return (await transactionOf(unit, pool)).query<Row>(text, parameters);
      }),
    );
  }

  async function insert(statement: RawBuilder<unknown>): Promise<void> {
    const { sql: text, parameters } = statement.compile(dialect);
    const unit = units.getStore();
    if (unit === undefined) {
      await translated(() => runAlone(pool, text, parameters));
      return;
    }
    await unit.inOrder(async () => {
      refuseLate(unit);
      const client = await noted(unit, () => transactionOf(unit, pool));
      answerLater(unit, () => client.query(text, parameters));
    });
  }

  async function untilKnown(): Promise<void> {
    const unit = units.getStore();
    if (unit === undefined) await sleep(settleMs);
    else unit.endsSomething = true;
  }

  return {
    rows: async (statement) => (await run(statement, 'read')).rows,
    row: async (statement) => (await run(statement, 'read')).rows[0] ?? null,
    changedRow: async (statement) => (await run(statement, 'change')).rows[0] ?? null,
    execute: async (statement) => (await run(statement, 'change')).rowCount,
    insert,
    async end(statement) {
      const { rowCount } = await run(statement, 'change');
      // Also when there was nothing left to end: somebody else may have ended it just now.
      await untilKnown();
      return rowCount;
    },
    untilKnown,
    unitOfWork: (work) => runUnitOfWork(units, settleMs, work),
    lockWhenInUnitOfWork: (clause) => (units.getStore() === undefined ? sql`` : sql.raw(clause)),
  };
}

async function runAlone<Row>(
  pool: SqlPool,
  text: string,
  parameters: readonly unknown[],
): Promise<SqlResult<Row>> {
  const client = await pool.connect();
  try {
    return await client.query<Row>(text, parameters);
  } finally {
    client.release();
  }
}

/** Begins it at the first call. The answer to BEGIN is not waited for, but counts. */
function transactionOf(unit: UnitOfWork, pool: SqlPool): Promise<SqlClient> {
  unit.transaction ??= pool.connect().then((client) => {
    answerLater(unit, () => client.query('BEGIN ISOLATION LEVEL READ COMMITTED', []));
    return client;
  });
  return unit.transaction;
}

function answerLater(unit: UnitOfWork, statement: () => Promise<unknown>): void {
  unit.unanswered.push(
    noted(unit, statement).then(
      () => undefined,
      () => undefined,
    ),
  );
}

/** A statement that was asked for, and not waited for, must not run behind the end of its transaction. */
function refuseLate(unit: UnitOfWork): void {
  if (unit.closed) throw new Error('the unit of work is over');
}

async function translated<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    throw toPortError(error);
  }
}

/** The unit remembers the first failure, whatever the caller makes of it. */
async function noted<Result>(unit: UnitOfWork, work: () => Promise<Result>): Promise<Result> {
  try {
    return await translated(work);
  } catch (error) {
    unit.failed ??= { error };
    // What fails after the first failure fails because of it.
    throw unit.failed.error;
  }
}

async function runUnitOfWork(
  units: AsyncLocalStorage<UnitOfWork>,
  settleMs: number,
  work: () => Promise<'commit' | 'rollback'>,
): Promise<void> {
  if (units.getStore() !== undefined) throw new Error('units of work do not nest');
  const unit: UnitOfWork = {
    inOrder: pLimit(1),
    closed: false,
    transaction: null,
    unanswered: [],
    endsSomething: false,
    failed: null,
  };
  let decision: 'commit' | 'rollback' = 'rollback';
  try {
    decision = await units.run(unit, work);
  } finally {
    unit.closed = true;
    await unit.inOrder(() => settle(unit, decision));
  }
  if (decision === 'commit' && unit.endsSomething) await sleep(settleMs);
}

/** @throws when the transaction should have been committed and was not */
async function settle(unit: UnitOfWork, decision: 'commit' | 'rollback'): Promise<void> {
  // A transaction that could not begin has nothing to settle: the statement that asked for it has already failed.
  const client = await unit.transaction?.catch(() => null);
  await Promise.all(unit.unanswered);
  const commits = decision === 'commit' && unit.failed === null;
  try {
    if (client !== null && client !== undefined) {
      // A rollback fails only with its connection, and then the server has rolled back.
      if (commits) await translated(() => commit(client));
      else await client.query('ROLLBACK', []).catch(() => undefined);
    }
  } finally {
    client?.release();
  }
  if (decision === 'commit' && unit.failed !== null) throw unit.failed.error;
}

/** Postgres answers COMMIT with a rollback, and no error, when a statement before it failed. */
async function commit(client: SqlClient): Promise<void> {
  const { command } = await client.query('COMMIT', []);
  if ((command as string) === 'ROLLBACK')
    throw new Error('the transaction was rolled back instead of committed');
}
