import { randomInt } from 'node:crypto';
import { expect } from 'vitest';

type Request = () => Promise<unknown>;

const fewestRounds = 30;
const mostRounds = 400;
const budgetMs = 5000;
/** Chance alone goes beyond this once in fifteen thousand comparisons. */
const standardDeviations = 4;

/**
 * Whether requests can be told apart by the time they take, on a machine that has other things to do. Of two that are alike each
 * is the slower one half of the time, however unsteady both are, as long as they are asked at about the same moment and neither
 * always first; how far chance moves that half is known. So rounds are compared in themselves, and no duration is named.
 */
export async function expectSameTime(
  reference: Request,
  others: Readonly<Record<string, Request>>,
): Promise<void> {
  // Held to the same, so that a way of measuring that is not fair would show.
  const compared = Object.entries({ 'the same again': reference, ...others });
  const slower = new Map(compared.map(([name]) => [name, 0]));
  const startedAt = performance.now();
  let rounds = 0;
  // What is new to a process takes longer.
  for (const request of [reference, ...Object.values(others)]) await request();
  while (rounds < fewestRounds || (rounds < mostRounds && performance.now() - startedAt < budgetMs)) {
    const took = new Map<Request | string, number>();
    for (const [name, request] of shuffled([['reference', reference] as const, ...compared])) {
      const beganAt = performance.now();
      await request();
      took.set(name, performance.now() - beganAt);
    }
    for (const [name, count] of slower)
      if ((took.get(name) ?? 0) > (took.get('reference') ?? 0)) slower.set(name, count + 1);
    rounds += 1;
  }
  const margin = (standardDeviations * 0.5) / Math.sqrt(rounds);
  for (const [name, count] of slower) {
    const share = count / rounds;
    const what = `how often "${name}" takes longer, of ${rounds} times`;
    expect(share, what).toBeGreaterThan(0.5 - margin);
    expect(share, what).toBeLessThan(0.5 + margin);
  }
}

/** Fisher and Yates. */
function shuffled<Item>(items: readonly Item[]): Item[] {
  const left = [...items];
  return items.map(() => left.splice(randomInt(left.length), 1)[0] as Item);
}
