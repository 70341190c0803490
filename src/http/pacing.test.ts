import { setImmediate as turn } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { createPacing } from './pacing.ts';

it('begins at once when nothing else begins, and one a turn in their order when many come', async () => {
  const pace = createPacing();
  const begun: number[] = [];
  for (const each of [1, 2, 3, 4]) pace(() => begun.push(each));
  expect(begun).toEqual([1]);
  await turn();
  expect(begun).toEqual([1, 2]);
  pace(() => begun.push(5));
  await turn();
  await turn();
  await turn();
  expect(begun).toEqual([1, 2, 3, 4, 5]);
  await turn();
  pace(() => begun.push(6));
  expect(begun).toEqual([1, 2, 3, 4, 5, 6]);
});
