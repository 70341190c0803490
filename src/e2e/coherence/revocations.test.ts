import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { metricOf } from '../harness/processes/workers.ts';
import { type Ending, type EndingKind, type Subject, endingsOfGroup, prepareEndings } from './endings.ts';
import { describeViolations, findViolations, summarize } from './history.ts';
import { type Watch, startWatch } from './watch.ts';

/** How many of each kind: what happens all the time most, but enough of each to find a fault of one in a thousand. */
const mix: Readonly<Record<EndingKind, number>> = {
  'access token revoked': 2500,
  'machine token revoked': 1000,
  'refresh token revoked': 1500,
  'refresh token replayed': 500,
  'session ended': 1200,
  'signed out': 100,
  'account disabled': 1200,
  'everything of the account': 400,
  'everything of the client': 600,
  'client removed': 300,
  'consent withdrawn': 300,
  'grant ended': 400,
};
const mixed = Object.values(mix).reduce((sum, count) => sum + count);
const groupsAtOnce = 24;
const hammersOfProcess = 2;
/** A busy machine makes requests wait; that is not the matter here. */
const patience = {
  SYMBOLON_STORAGE_CONNECT_TIMEOUT_MS: '30000',
  SYMBOLON_STORAGE_STATEMENT_TIMEOUT_MS: '30000',
};

let watch: Watch;
/** Tokens that every process has answered about, and that are about to end or have just ended. */
const hot = new Set<Subject>();

/** One half ends while the other is still good. */
async function runGroup(how: EndingKind): Promise<void> {
  const endings = await prepareEndings(how, watch.ground);
  const subjects = endings.flatMap((ending) => ending.subjects);
  await Promise.all(subjects.map((subject) => watch.askEverywhere(subject)));
  for (const subject of subjects) hot.add(subject);
  const half = endings.length / 2;
  for (const some of [endings.slice(0, half), endings.slice(half)]) await Promise.all(some.map(endOne));
  for (const subject of subjects) hot.delete(subject);
}

/** Every process is asked the moment the end is confirmed. */
async function endOne(ending: Ending): Promise<void> {
  await watch.end(ending);
  await Promise.all(ending.subjects.map((subject) => watch.askEverywhere(subject)));
}

/** In the proportions of the mix, the kinds spread evenly over the run. */
function schedule(total: number): EndingKind[] {
  const groups = Object.entries(mix).flatMap(([how, count]) => {
    const all = (count * total) / mixed / endingsOfGroup;
    return Array.from({ length: all }, (_, index) => ({ how: how as EndingKind, at: (index + 0.5) / all }));
  });
  return groups.sort((a, b) => a.at - b.at).map(({ how }) => how);
}

/** Keeps what is hot hot, so that reads are under way at whatever moment something ends. */
async function hammer(process: Watch['processes'][number], isOver: () => boolean): Promise<void> {
  while (!isOver()) {
    const subjects = [...hot];
    const subject = subjects[Math.floor(Math.random() * subjects.length)];
    if (subject !== undefined) await watch.ask(subject, process);
    await sleep(2);
  }
}

async function runAll(groups: EndingKind[]): Promise<void> {
  let over = false;
  const hammers = watch.processes.flatMap((process) =>
    Array.from({ length: hammersOfProcess }, () => hammer(process, () => over)),
  );
  const work = async (): Promise<void> => {
    for (let how = groups.shift(); how !== undefined; how = groups.shift()) await runGroup(how);
  };
  await Promise.all(Array.from({ length: groupsAtOnce }, work));
  over = true;
  await Promise.all(hammers);
}

/** Over all processes. */
async function sumOf(metric: string, labels?: Readonly<Record<string, string>>): Promise<number> {
  const { replicas } = watch.cluster;
  const values = await Promise.all(replicas.map((replica) => metricOf(replica, metric, labels)));
  return values.reduce((sum, value) => sum + value, 0);
}

/** Each of four about each, before and after, and with memory in use: a cache that forgets nothing would show. */
async function expectEachWasAsked(total: number): Promise<void> {
  const { history } = watch.recorder;
  const names = new Set(watch.processes.map(({ name }) => name));
  expect(names.size).toBe(4);
  expect(await sumOf('symbolon_hears_of_changes')).toBe(4);
  for (const name of names) {
    const summary = summarize(
      history.filter((operation) => operation.kind === 'end' || operation.at === name),
    );
    expect(summary.active).toBeGreaterThanOrEqual(total);
    expect(summary.afterTheEnd).toBeGreaterThanOrEqual(total);
  }
  const fromMemory = await sumOf('symbolon_introspections_total', { answered_from: 'memory' });
  expect(fromMemory).toBeGreaterThan(total / 10);
}

describe.each([
  ['workers', 10_000, { workers: 4 }],
  ['replicas', 2000, { replicas: 4 }],
] as const)(
  'promise 3: at four %s, what was revoked, signed out, disabled or removed',
  (_name, total, options) => {
    beforeAll(async () => {
      watch = await startWatch({ ...options, env: patience });
      hot.clear();
    });
    afterAll(() => watch[Symbol.asyncDispose]());

    it(`is never seen active by a request that starts afterwards, ${total} times`, async () => {
      await runAll(schedule(total));

      const { history } = watch.recorder;
      expect(describeViolations(findViolations(history))).toEqual([]);
      const failed = history.filter((operation) => operation.kind === 'end' && !operation.confirmed);
      expect(failed.slice(0, 5)).toEqual([]);
      expect(summarize(history)).toMatchObject({ confirmedEnds: total, unavailable: 0 });
      await expectEachWasAsked(total);
    }, 600_000);
  },
);
