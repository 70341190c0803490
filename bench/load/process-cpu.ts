import { readFileSync, readdirSync } from 'node:fs';

/** The kernel's USER_HZ, which is 100 on every architecture that Node runs on. */
const microsecondsPerTick = 10_000;

/**
 * CPU time that a process and all below it have used so far, in microseconds, from /proc; null where there is none. Children
 * that have ended are in their parent's account.
 */
export function cpuMicroseconds(pid: number): number | null {
  const own = ticksOf(pid);
  if (own === null) return null;
  return childrenOf(pid).reduce(
    (sum, child) => sum + (cpuMicroseconds(child) ?? 0),
    own * microsecondsPerTick,
  );
}

function ticksOf(pid: number): number | null {
  const stat = readText(`/proc/${pid}/stat`);
  if (stat === null) return null;
  // The second field is the program's name, in parentheses and with any characters.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  // utime, stime, and those of children that were waited for: proc(5).
  return fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0);
}

function childrenOf(pid: number): number[] {
  try {
    return readdirSync(`/proc/${pid}/task`).flatMap((task) =>
      (readText(`/proc/${pid}/task/${task}/children`) ?? '').split(' ').filter(Boolean).map(Number),
    );
  } catch {
    return [];
  }
}

function readText(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}
