import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createCoherence } from './coherence.ts';
import { createCoherentCache } from './coherent-cache.ts';

interface Reading {
  readonly text: string;
  readonly restsOn: readonly string[];
  readonly goodUntil: number;
}

function start(capacity = 100) {
  let monotonic = 0;
  const coherence = createCoherence(() => monotonic);
  coherence.restart();
  coherence.renew(0, 0);
  const readings = createCoherentCache<Reading>(coherence, {
    capacity,
    restsOn: (reading) => reading.restsOn,
    goodUntil: (reading) => reading.goodUntil,
  });
  const cache = {
    get: (name: string) => readings.get(name)?.text,
    get size() {
      return readings.size;
    },
  };
  const put = (name: string, restsOn: string[] = [], goodUntil = Infinity, since = coherence.position()) =>
    readings.put(name, { text: `of ${name}`, restsOn, goodUntil }, since);
  return { coherence, cache, put, pass: (ms: number) => (monotonic += ms) };
}

describe('a remembered reading', () => {
  it('is given back until something it rests on changes, of which one announcement ends any number', () => {
    const { coherence, cache, put } = start();
    put('a', ['grant 1', 'account']);
    put('b', ['grant 2', 'account']);
    expect(cache.get('a')).toBe('of a');
    coherence.receive('grant 2');
    expect([cache.get('a'), cache.get('b')]).toEqual(['of a', undefined]);
    put('b', ['grant 2', 'account']);
    coherence.receive('account');
    expect([cache.get('a'), cache.get('b')]).toEqual([undefined, undefined]);
    expect(cache.size).toBe(0);
  });

  it('is not given without a lease', () => {
    const { cache, put, pass, coherence } = start();
    put('a');
    pass(300);
    expect(cache.get('a')).toBeUndefined();
    coherence.renew(300, 300);
    expect(cache.get('a')).toBe('of a');
  });

  it('ends when the database says its time has come', () => {
    const { cache, put, pass } = start();
    put('a', [], 200);
    pass(199);
    expect(cache.get('a')).toBe('of a');
    pass(1);
    expect(cache.get('a')).toBeUndefined();
  });

  it('is not kept when something it rests on changed while it was read', () => {
    const { coherence, cache, put } = start();
    const since = coherence.position();
    coherence.receive('grant');
    expect(put('a', ['grant'], Infinity, since)).toBe(false);
    expect(cache.get('a')).toBeUndefined();
    expect(put('b', ['another grant'], Infinity, since)).toBe(true);
    expect(cache.get('b')).toBe('of b');
  });

  it('is not kept when the connection was lost while it was read', () => {
    const { coherence, put } = start();
    const since = coherence.position();
    coherence.restart();
    expect(put('a', ['grant'], Infinity, since)).toBe(false);
  });
});

describe('capacity', () => {
  it('is never exceeded, and what was used since is the last to go', () => {
    const { cache, put } = start(3);
    for (const name of ['a', 'b', 'c']) put(name);
    cache.get('a');
    put('d');
    expect(cache.size).toBe(3);
    expect([cache.get('a'), cache.get('b')]).toEqual(['of a', undefined]);
    for (let index = 0; index < 100; index += 1) put(`other ${index}`);
    expect(cache.size).toBe(3);
  });

  it('of nothing remembers nothing', () => {
    const { cache, put } = start(0);
    put('a');
    expect(cache.size).toBe(0);
  });
});

it('never gives what a change has ended, whatever the order of reads, changes, losses and pauses', () => {
  const name = fc.constantFrom('a', 'b', 'c');
  const command = fc.oneof(
    fc.record({ do: fc.constant('read' as const), name }),
    fc.record({ do: fc.constant('store' as const), name }),
    fc.record({ do: fc.constant('change' as const), name }),
    fc.record({ do: fc.constantFrom('restart' as const, 'get' as const), name }),
  );
  fc.assert(
    fc.property(fc.array(command, { maxLength: 60 }), (commands) => {
      const { coherence } = start(2);
      /** How often each row has changed; a reading holds the number it saw. */
      const truth = new Map<string, number>();
      const readings = new Map<string, { seen: number; since: number }>();
      const version = (row: string) => truth.get(row) ?? 0;
      const versions = createCoherentCache<number>(coherence, {
        capacity: 2,
        restsOn: () => [],
        goodUntil: () => Infinity,
      });
      for (const { do: action, name: row } of commands) {
        if (action === 'read') readings.set(row, { seen: version(row), since: coherence.position() });
        if (action === 'change') {
          truth.set(row, version(row) + 1);
          coherence.receive(row);
        }
        if (action === 'restart') coherence.restart();
        const reading = readings.get(row);
        if (action === 'store' && reading !== undefined) versions.put(row, reading.seen, reading.since);
        const remembered = versions.get(row);
        if (remembered !== undefined) expect(remembered).toBe(version(row));
      }
    }),
  );
});
