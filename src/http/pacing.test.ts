import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { createPacing } from './pacing.ts';

function start() {
  let now = 0;
  const begun: number[] = [];
  const pacing = createPacing(() => now);
  const ask = (number: number, takesMs: number, isWanted = () => true): void =>
    pacing.begin(() => {
      begun.push(number);
      now += takesMs;
    }, isWanted);
  return { ask, begun, pacing };
}

describe('work', () => {
  it('that is quick begins at once', () => {
    const { ask, begun } = start();
    for (const number of [1, 2, 3, 4]) ask(number, 0.2);
    expect(begun).toEqual([1, 2, 3, 4]);
  });

  it('that takes its time begins one a turn, in the order in which it came', async () => {
    const { ask, begun, pacing } = start();
    for (const number of [1, 2, 3]) ask(number, 5);
    expect(begun).toEqual([1]);
    expect(pacing.waiting()).toBe(2);
    await turn();
    expect(begun).toEqual([1, 2]);
    ask(4, 5);
    await turn();
    await turn();
    expect(begun).toEqual([1, 2, 3, 4]);
    await turn();
    ask(5, 5);
    expect(begun).toEqual([1, 2, 3, 4, 5]);
  });

  it("that nobody wants any more is left out, and takes nobody's turn", async () => {
    const { ask, begun } = start();
    ask(1, 5);
    for (const number of [2, 3]) ask(number, 5, () => false);
    ask(4, 5);
    await turn();
    expect(begun).toEqual([1, 4]);
  });
});
