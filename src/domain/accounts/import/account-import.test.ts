import { beforeEach, describe, expect, it } from 'vitest';
import { systemRandom } from '../../../platform/random.ts';
import { createMemoryAccounts, type MemoryAccounts } from '../testing/in-memory.ts';
import {
  ImportFileChangedError,
  importAccounts,
  type ImportRequest,
  type ReportedAccount,
} from './account-import.ts';

const clock = { now: () => new Date('2026-01-01T00:00:00Z') };

let accounts: MemoryAccounts;
let reported: ReportedAccount[];

beforeEach(() => {
  accounts = createMemoryAccounts();
  reported = [];
});

function line(email: string, fields: Record<string, unknown> = {}): string {
  return JSON.stringify({ email, ...fields });
}

function request(lines: readonly string[], options: Partial<ImportRequest> = {}): ImportRequest {
  return {
    read: () => contentOf(lines),
    isDryRun: false,
    skipsInvalid: false,
    report: (batch) => Promise.resolve(void reported.push(...batch)),
    ...options,
  };
}

async function* contentOf(lines: readonly string[]): AsyncGenerator<Buffer> {
  yield Promise.resolve(Buffer.from(lines.join('\n')));
}

function run(lines: readonly string[], options?: Partial<ImportRequest>) {
  return importAccounts({ accounts, clock, random: systemRandom }, request(lines, options));
}

const emails = () => [...accounts.rows.values()].map(({ email }) => email);

describe('an import', () => {
  it('creates the accounts of all lines, and nothing the second time', async () => {
    const lines = [line('ada@example.com', { external_id: '1' }), '', line('bea@example.com'), '  \r'];
    expect(await run(lines)).toEqual({
      outcome: 'imported',
      read: 2,
      created: 2,
      existing: 0,
      invalid: 0,
      problems: [],
      problemCount: 0,
    });
    const ids = [...accounts.rows.keys()];
    expect(reported).toEqual([
      { line: 1, externalId: '1', email: 'ada@example.com', accountId: ids[0], outcome: 'created' },
      { line: 3, externalId: null, email: 'bea@example.com', accountId: ids[1], outcome: 'created' },
    ]);

    reported = [];
    expect(await run(lines)).toMatchObject({ read: 2, created: 0, existing: 2 });
    expect([...accounts.rows.keys()]).toEqual(ids);
    expect(reported.map(({ accountId, outcome }) => [accountId, outcome])).toEqual(
      ids.map((id) => [id, 'existing']),
    );
  });

  it('goes batch by batch through files of any length', async () => {
    const lines = Array.from({ length: 1234 }, (_, index) => line(`person-${index}@example.com`));
    const sizes: number[] = [];
    const report = (batch: readonly ReportedAccount[]) => Promise.resolve(void sizes.push(batch.length));
    expect(await run(lines, { report })).toMatchObject({ read: 1234, created: 1234 });
    expect(sizes).toEqual([500, 500, 234]);
  });

  it('writes nothing when any line is invalid', async () => {
    const lines = [line('ada@example.com'), line('nobody'), line('ADA@example.com'), line('bea@example.com')];
    expect(await run(lines)).toEqual({
      outcome: 'refused',
      read: 4,
      created: 0,
      existing: 0,
      invalid: 2,
      problems: [
        { line: 2, path: 'email', message: 'expected an e-mail address such as ada@example.com' },
        { line: 3, path: 'email', message: 'is the address of line 1 already' },
      ],
      problemCount: 2,
    });
    expect(accounts.rows.size).toBe(0);
    expect(reported).toEqual([]);
  });

  it('imports the others when it is to skip them', async () => {
    const lines = [
      line('ada'),
      line('ada@example.com', { name: 'First' }),
      line('Ada@example.com'),
      line('bea@example.com'),
    ];
    const outcome = await run(lines, { skipsInvalid: true });
    expect(outcome).toMatchObject({ outcome: 'imported', read: 4, created: 2, invalid: 2, problemCount: 2 });
    expect(emails()).toEqual(['ada@example.com', 'bea@example.com']);
    expect([...accounts.rows.values()][0]?.name).toBe('First');
  });

  it('lets a line have an address that an invalid one has, too', async () => {
    const lines = [line('ada@example.com', { disabled: 'no' }), line('ada@example.com')];
    expect(await run(lines, { skipsInvalid: true })).toMatchObject({
      created: 1,
      invalid: 1,
      problemCount: 1,
    });
  });

  it('lists the first 50 problems and counts all', async () => {
    const lines = Array.from({ length: 80 }, () => line('nobody', { disabled: 1 }));
    const outcome = await run(lines);
    expect(outcome).toMatchObject({ invalid: 80, problemCount: 160 });
    expect(outcome.problems).toHaveLength(50);
    expect(outcome.problems.at(-1)).toMatchObject({ line: 25 });
  });

  it('says what it would do, and does nothing, in a dry run', async () => {
    await run([line('ada@example.com')]);
    reported = [];
    const lines = [line('ADA@example.com'), line('bea@example.com')];
    expect(await run(lines, { isDryRun: true })).toMatchObject({
      outcome: 'imported',
      created: 1,
      existing: 1,
    });
    expect(emails()).toEqual(['ada@example.com']);
    expect(reported.map(({ accountId, outcome }) => [accountId !== null, outcome])).toEqual([
      [true, 'existing'],
      [false, 'created'],
    ]);
  });

  it.each([
    ['a line less', [line('ada@example.com')]],
    ['another address', [line('ada@example.com'), line('cy@example.com')]],
    ['lines in another order', [line('bea@example.com'), line('ada@example.com')]],
  ])('of a file that has %s the second time it is read says so', async (_, changed) => {
    const contents = [[line('ada@example.com'), line('bea@example.com')], changed];
    const read = () => contentOf(contents.shift() ?? []);
    await expect(run([], { read })).rejects.toThrow(ImportFileChangedError);
  });
});
