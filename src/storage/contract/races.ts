import type { Storage } from '../../domain/storage.ts';

/** How many try at once to use up what can be used once. */
export const contenders = 50;

/** @returns how many of the contenders were told that it is theirs */
export async function countWinners(consume: () => Promise<boolean>): Promise<number> {
  const won = await Promise.all(Array.from({ length: contenders }, consume));
  return won.filter(Boolean).length;
}

/** Each contender in a unit of work of its own, as a token request is. */
export function countWinningUnits(
  storage: Pick<Storage, 'unitOfWork'>,
  consume: () => Promise<boolean>,
): Promise<number> {
  return countWinners(async () => {
    let won = false;
    await storage.unitOfWork(async () => {
      won = await consume();
      return 'commit';
    });
    return won;
  });
}
