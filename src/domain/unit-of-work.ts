/**
 * Runs `work` as one transaction, begun at its first statement: everything it asks of the stores commits together, or nothing
 * does. It commits when `work` answers 'commit', rolls back when it answers 'rollback' or throws.
 */
export type RunUnitOfWork = (work: () => Promise<'commit' | 'rollback'>) => Promise<void>;

/**
 * The same, and gives what the work comes to.
 *
 * @param isKept whether that is worth keeping; where it is not, nothing of the work stays
 */
export async function inUnitOfWork<Result>(
  { unitOfWork }: { readonly unitOfWork: RunUnitOfWork },
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
