import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Answer,
  type End,
  type Operation,
  type Read,
  createRecorder,
  findViolations,
  summarize,
} from './history.ts';

const read = (answer: Answer, startedAt: number, endedAt: number, subject = 'a'): Read => ({
  kind: 'read',
  at: 'somewhere',
  subject,
  answer,
  startedAt,
  endedAt,
});
const end = (startedAt: number, endedAt: number, more: Partial<End> = {}): End => ({
  kind: 'end',
  subjects: ['a'],
  how: 'by hand',
  startedAt,
  endedAt,
  confirmed: true,
  ...more,
});
const rules = (...history: Operation[]): string[] => findViolations(history).map(({ rule }) => rule);

const stale = 'active after its end was confirmed';
const falselyDead = 'inactive though nobody ended it';

describe('the checker accepts', () => {
  it.each<[string, Operation[]]>([
    ['nothing', []],
    ['active before the end, inactive after it', [read('active', 0, 1), end(2, 3), read('inactive', 4, 5)]],
    ['active while the end is under way', [end(2, 10), read('active', 3, 9)]],
    [
      'active that began before the end was confirmed and was answered later',
      [end(2, 10), read('active', 9, 20)],
    ],
    ['inactive while the end is under way', [end(2, 10), read('inactive', 3, 9)]],
    ['inactive that began before the end did and was answered in it', [end(2, 10), read('inactive', 1, 3)]],
    [
      'either verdict after an end that was not confirmed',
      [end(2, 3, { confirmed: false }), read('active', 4, 5), read('inactive', 6, 7)],
    ],
    ['"try again" at any time', [read('unavailable', 0, 1), end(2, 3), read('unavailable', 4, 5)]],
    ['active of another token than the ended one', [end(2, 3), read('active', 4, 5, 'b')]],
  ])('%s', (_name, history) => {
    expect(rules(...history)).toEqual([]);
  });
});

describe('the checker finds', () => {
  it.each<[string, Operation[], string[]]>([
    ['active after the end', [end(2, 3), read('active', 4, 5)], [stale]],
    ['active in the very moment of the end', [end(2, 3), read('active', 3, 5)], [stale]],
    ['active after inactive', [end(2, 3), read('inactive', 4, 5), read('active', 6, 7)], [stale]],
    ['active long after the end', [end(2, 3), read('active', 1e9, 1e9 + 1)], [stale]],
    ['active after the earlier of two ends', [end(8, 20), end(2, 3), read('active', 4, 5)], [stale]],
    [
      'active after an end confirmed at the second attempt',
      [end(2, 3, { confirmed: false }), read('active', 4, 5), end(6, 7), read('active', 8, 9)],
      [stale],
    ],
    [
      'active of each of several tokens that ended together',
      [end(2, 3, { subjects: ['a', 'b'] }), read('active', 4, 5, 'a'), read('active', 4, 5, 'b')],
      [stale, stale],
    ],
    ['inactive that nobody ended', [read('inactive', 0, 1)], [falselyDead]],
    ['inactive before the end began', [read('inactive', 0, 1), end(2, 3)], [falselyDead]],
    ['inactive of another token than the ended one', [end(2, 3), read('inactive', 4, 5, 'b')], [falselyDead]],
    [
      'an answer that is none',
      [read('improper', 0, 1), end(2, 3), read('improper', 4, 5)],
      ['improper answer', 'improper answer'],
    ],
  ])('%s', (_name, history, expected) => {
    expect(rules(...history)).toEqual(expected);
    expect(rules(...[...history].reverse()), 'in whatever order it was written down').toEqual(
      [...expected].reverse(),
    );
  });

  it('one stale read planted anywhere in a history of thousands of good ones', () => {
    fc.assert(
      fc.property(fc.nat(999), fc.nat(3), fc.integer({ min: 0, max: 5000 }), (victim, process, late) => {
        const history = Array.from({ length: 1000 }, (_, index) => goodLife(index)).flat();
        expect(findViolations(history)).toEqual([]);
        const planted = {
          ...read('active', victim + 20 + late, 9999, `token ${victim}`),
          at: `process ${process}`,
        };
        const found = findViolations([...history, planted]);
        expect(found).toHaveLength(1);
        expect(found[0]).toMatchObject({ rule: stale, read: planted, late });
      }),
      { numRuns: 50 },
    );
  });
});

/** Live at first, ended at `at + 20`, dead after. */
function goodLife(at: number): Operation[] {
  const subject = `token ${at}`;
  return [
    read('active', at, at + 5, subject),
    end(at + 10, at + 20, { subjects: [subject] }),
    read('active', at + 15, at + 25, subject),
    read('inactive', at + 30, at + 35, subject),
  ];
}

describe('the recorder', () => {
  it('notes what began before what, whatever the clock shows', async () => {
    const recorder = createRecorder();
    const slow = recorder.read('a', 'x', async () => {
      await recorder.end(['a'], 'by hand', () => Promise.resolve());
      return { answer: 'active' };
    });
    await slow;
    await recorder.read('a', 'x', () => Promise.resolve({ answer: 'inactive' }));
    const [ended, first, second] = recorder.history;
    expect([ended?.kind, first?.kind, second?.kind]).toEqual(['end', 'read', 'read']);
    expect(findViolations(recorder.history)).toEqual([]);
    await recorder.read('a', 'x', () => Promise.resolve({ answer: 'active' }));
    expect(findViolations(recorder.history)).toHaveLength(1);
    expect(summarize(recorder.history)).toEqual({
      confirmedEnds: 1,
      unconfirmedEnds: 0,
      active: 2,
      inactive: 1,
      unavailable: 0,
      afterTheEnd: 2,
    });
  });

  it('takes a failed end for none, and a failed read for an improper answer', async () => {
    const recorder = createRecorder();
    const fails = () => Promise.reject(new Error('out of order'));
    expect(await recorder.end(['a'], 'by hand', fails)).toBe(false);
    expect(await recorder.read('a', 'x', fails)).toBe('improper');
    expect(recorder.history).toMatchObject([
      { kind: 'end', confirmed: false, detail: 'Error: out of order' },
      { kind: 'read', answer: 'improper', detail: 'Error: out of order' },
    ]);
  });
});
