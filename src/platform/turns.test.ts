import { describe, expect, it } from 'vitest';
import { createTurns } from './turns.ts';
import { UnavailableError } from './unavailable-error.ts';

describe('turns', () => {
  it('go one after the other for one key, in the order they were asked for', async () => {
    const turns = createTurns();
    const order: number[] = [];
    let running = 0;
    await Promise.all(
      [1, 2, 3, 4].map(async (caller) => {
        const end = await turns.take('key', 1000);
        running += 1;
        expect(running).toBe(1);
        order.push(caller);
        await Promise.resolve();
        running -= 1;
        end();
      }),
    );
    expect(order).toEqual([1, 2, 3, 4]);
  });

  it('do not wait for other keys', async () => {
    const turns = createTurns();
    await turns.take('one', 1000);
    const end = await turns.take('other', 1000);
    end();
    expect(end).toBeTypeOf('function');
  });

  it('are given up by whoever waits too long, and go on behind them', async () => {
    const turns = createTurns();
    const end = await turns.take('key', 1000);
    const late = turns.take('key', 10);
    const next = turns.take('key', 1000);
    await expect(late).rejects.toThrow(UnavailableError);
    end();
    expect(await next).toBeTypeOf('function');
  });
});
