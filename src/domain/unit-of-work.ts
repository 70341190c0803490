import type { Storage } from './storage.ts';

/**
 * Runs `work` as one unit of work (see `Storage`), and gives what it comes to.
 *
 * @param isKept whether that is worth keeping; where it is not, nothing of the work stays
 */
export async function inUnitOfWork<Result>(
  { unitOfWork }: Pick<Storage, 'unitOfWork'>,
  work: () => Promise<Result>,
  isKept: (result: Result) => boolean = () => true,
): Promise<Result> {
  let result: Result | undefined;
  await unitOfWork(async () => {
    result = await work();
    return isKept(result) ? 'commit' : 'rollback';
  });
  return result as Result;
}
