import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'vitest';
import { startLoad } from '../harness/load.ts';
import { type Ending, type Subject, endingKinds, prepareEndings } from './endings.ts';
import { describeViolations, findViolations, summarize } from './history.ts';
import type { Watch } from './watch.ts';

const readersOfProcess = 3;
const enders = 8;
/** So that what there is to end lasts for the whole of a fault. */
const pauseOfEnderMs = 200;
const askedAtOnce = 6;
const recoveryMs = 15_000;

/** APIs that ask all processes about everything, while one thing after the other is ended: the world around a fault. */
export interface Unrest {
  /** Resolves when `count` more endings were confirmed; they must not stop for good. */
  untilEnded(count: number): Promise<void>;
  /**
   * Ends the unrest, waits until every process is back, asks once more about everything, and checks all that was ever said.
   * What it resolves to is of this unrest alone.
   */
  finish(): Promise<ReturnType<typeof summarize>>;
}

export async function startUnrest(watch: Watch, groupsOfKind = 2): Promise<Unrest> {
  const waiting = await prepareAll(watch, groupsOfKind);
  const subjects = waiting.flatMap((ending) => ending.subjects);
  const [witness] = (await prepareEndings('access token revoked', watch.ground)).flatMap(
    (ending) => ending.subjects,
  );
  if (witness === undefined) throw new Error('there is nothing to ask about');
  const begin = watch.recorder.history.length;
  const summary = () => summarize(watch.recorder.history.slice(begin));
  await askAboutAll(watch, [witness, ...subjects]);

  let confirmed = 0;
  const ended: Subject[] = [];
  const read = (process: Watch['processes'][number]) => async () => {
    // Mostly what is good or has just ended, so that it is remembered when it ends and asked for when it has.
    const pick = Math.random();
    const recent = pick < 0.4 ? ended.at(-1 - Math.floor(Math.random() * 20)) : undefined;
    const any = subjects[Math.floor(Math.random() * subjects.length)];
    await watch.ask(recent ?? (pick < 0.5 ? witness : (any ?? witness)), process);
  };
  const endNext = async (): Promise<void> => {
    const ending = waiting.shift();
    if (ending !== undefined && (await watch.end(ending))) {
      confirmed += 1;
      ended.push(...ending.subjects);
      await Promise.all(ending.subjects.map((subject) => watch.askEverywhere(subject)));
    } else if (ending !== undefined) {
      waiting.push(ending);
    }
    await sleep(pauseOfEnderMs);
  };
  const load = startLoad([
    ...watch.processes.flatMap((process) => Array.from({ length: readersOfProcess }, () => read(process))),
    ...Array.from({ length: enders }, () => endNext),
  ]);

  return {
    async untilEnded(count) {
      const goal = confirmed + count;
      await expect.poll(() => confirmed, { timeout: 30_000, interval: 20 }).toBeGreaterThanOrEqual(goal);
    },
    async finish() {
      const { failures } = await load.stop();
      expect(failures).toEqual([]);
      await untilBack(watch, witness);
      const good = waiting.flatMap((ending) => ending.subjects);
      const before = summary();
      await askAboutAll(watch, [witness, ...ended, ...good]);
      const after = summary();
      expect(describeViolations(findViolations(watch.recorder.history))).toEqual([]);
      expect(after.unavailable, 'it has not recovered').toBe(before.unavailable);
      expect(after.afterTheEnd).toBeGreaterThan(ended.length * watch.processes.length);
      return after;
    },
  };
}

async function prepareAll(watch: Watch, groupsOfKind: number): Promise<Ending[]> {
  const groups = await Promise.all(
    Array.from({ length: groupsOfKind }, () =>
      endingKinds.map((how) => prepareEndings(how, watch.ground)),
    ).flat(),
  );
  // One of each kind after the other.
  return (groups[0] ?? []).flatMap((_, index) => groups.flatMap((group) => group.slice(index, index + 1)));
}

/** A few at a time: how much a process can bear at once is not the matter. */
async function askAboutAll(watch: Watch, subjects: readonly Subject[]): Promise<void> {
  for (let start = 0; start < subjects.length; start += askedAtOnce) {
    const some = subjects.slice(start, start + askedAtOnce);
    await Promise.all(some.map((subject) => watch.askEverywhere(subject)));
  }
}

/** By itself, and for good. */
async function untilBack(watch: Watch, witness: Subject): Promise<void> {
  await expect
    .poll(() => watch.askEverywhere(witness), { timeout: recoveryMs, interval: 50 })
    .toEqual(watch.processes.map(() => 'active'));
}
