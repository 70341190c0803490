import { AsyncLocalStorage } from 'node:async_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { type ControlledTransaction, type Kysely, type RawBuilder, sql } from 'kysely';
import pLimit from 'p-limit';
import { toPortError } from './database-errors.ts';

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
  transaction: Promise<ControlledTransaction<unknown>> | null;
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

/** An instant `seconds` from now by the database's clock. */
export function fromNow(seconds: number): RawBuilder<unknown> {
  return sql`clock_timestamp() + make_interval(secs => ${seconds}::double precision)`;
}

/** @param settleMs how long after a commit every process knows of it */
export function createSql(database: Kysely<unknown>, settleMs: number): Sql {
  const units = new AsyncLocalStorage<UnitOfWork>();

  async function connection(use: 'read' | 'change'): Promise<Kysely<unknown>> {
    const unit = units.getStore();
    if (unit?.closed === true) throw new Error('the unit of work is over');
    if (unit === undefined || (use === 'read' && unit.transaction === null)) return database;
    unit.transaction ??= database.startTransaction().setIsolationLevel('read committed').execute();
    return unit.transaction;
  }

  async function run<Row>(
    statement: RawBuilder<Row>,
    use: 'read' | 'change',
  ): Promise<{ rows: Row[]; changed: number }> {
    try {
      const execute = async () => statement.execute(await connection(use));
      const unit = units.getStore();
      const result = await (unit === undefined ? execute() : unit.inOrder(execute));
      return { rows: result.rows, changed: Number(result.numAffectedRows ?? 0n) };
    } catch (error) {
      const failure = toPortError(error);
      const unit = units.getStore();
      if (unit !== undefined) unit.failed ??= { error: failure };
      throw failure;
    }
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
    execute: async (statement) => (await run(statement, 'change')).changed,
    async end(statement) {
      const { changed } = await run(statement, 'change');
      if (changed > 0) await untilKnown();
      return changed;
    },
    untilKnown,
    unitOfWork: (work) => runUnitOfWork(units, settleMs, work),
    lockWhenInUnitOfWork: (clause) => (units.getStore() === undefined ? sql`` : sql.raw(clause)),
  };
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
    endsSomething: false,
    failed: null,
  };
  let decision: 'commit' | 'rollback' = 'rollback';
  try {
    decision = await units.run(unit, work);
    if (decision === 'commit' && unit.failed !== null) {
      decision = 'rollback';
      throw unit.failed.error;
    }
  } finally {
    unit.closed = true;
    if (unit.transaction !== null) await settle(unit.transaction, decision);
  }
  if (decision === 'commit' && unit.endsSomething) await sleep(settleMs);
}

async function settle(
  pending: Promise<ControlledTransaction<unknown>>,
  decision: 'commit' | 'rollback',
): Promise<void> {
  // A transaction that could not begin has nothing to settle: the statement that asked for it has already failed.
  const transaction = await pending.catch(() => null);
  if (transaction === null) return;
  try {
    if (decision === 'commit') await transaction.commit().execute();
  } catch (error) {
    throw toPortError(error);
  } finally {
    // Also gives the connection back. A rollback fails only with its connection, and then the server has rolled back.
    if (!transaction.isCommitted)
      await transaction
        .rollback()
        .execute()
        .catch(() => undefined);
  }
}
