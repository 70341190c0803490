import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Ending, type Subject, endingKinds, prepareEndings } from './endings.ts';
import { describeViolations, findViolations, summarize } from './history.ts';
import { type Watch, startWatch } from './watch.ts';

let watch: Watch;
let victim: Watch['processes'][number];
let others: Watch['processes'];

beforeAll(async () => {
  watch = await startWatch({ replicas: 3 });
  const [first, ...rest] = watch.processes;
  if (first === undefined) throw new Error('there is no process');
  victim = first;
  others = rest;
});
afterAll(() => watch[Symbol.asyncDispose]());

function signalVictim(name: 'SIGSTOP' | 'SIGCONT'): void {
  const replica = watch.cluster.replicas.find(({ url }) => url === victim.url);
  if (replica?.process.kill(name) !== true) throw new Error(`${name} was not delivered`);
}

/** Some of every kind, remembered by all processes. */
async function prepareSome(ofKind: number): Promise<Ending[]> {
  const groups = await Promise.all(endingKinds.map((how) => prepareEndings(how, watch.ground)));
  const endings = groups.flatMap((group) => group.slice(0, ofKind));
  for (const subject of subjectsOf(endings)) await watch.askEverywhere(subject);
  return endings;
}

function subjectsOf(endings: readonly Ending[]): Subject[] {
  return endings.flatMap(({ subjects }) => subjects);
}

/** Ends it at another process; then asks there, and the one that is stopped: its answer comes when it goes on. */
async function endAndAsk(ending: Ending, index: number): Promise<{ readonly late: Promise<unknown> }> {
  await watch.end(ending, others[index % others.length]);
  const asked = ending.subjects.map((subject) => watch.ask(subject, victim));
  await Promise.all(
    ending.subjects.flatMap((subject) => others.map((process) => watch.ask(subject, process))),
  );
  return { late: Promise.all(asked) };
}

async function askVictimFor(ms: number, subjects: readonly Subject[]): Promise<void> {
  for (const until = performance.now() + ms; performance.now() < until;)
    for (const subject of subjects) await watch.ask(subject, victim);
}

function expectNoViolation(): void {
  const { history } = watch.recorder;
  expect(describeViolations(findViolations(history))).toEqual([]);
  expect(summarize(history)).toMatchObject({ unconfirmedEnds: 0, unavailable: 0 });
}

describe('promise 3: a process that is stopped', () => {
  it('for two seconds across revocations says "active" of none of them when it goes on', async () => {
    const endings = await prepareSome(3);
    const subjects = subjectsOf(endings);
    // Hot up to the last moment.
    await Promise.all(subjects.map((subject) => watch.ask(subject, victim)));
    signalVictim('SIGSTOP');
    const stopped = sleep(2000);
    const asked = await Promise.all(endings.map(endAndAsk));
    await stopped;
    signalVictim('SIGCONT');
    await askVictimFor(500, subjects);
    await Promise.all(asked.map(({ late }) => late));
    expectNoViolation();
    expect(summarize(watch.recorder.history).afterTheEnd).toBeGreaterThan(3 * subjects.length);
  });

  // About as long as memory is trusted: it goes on believing what it heard just before.
  it.each([150, 250, 300, 350, 450, 700])('for %d ms across revocations, the same', async (ms) => {
    const endings = await prepareSome(1);
    const subjects = subjectsOf(endings);
    const asked = endings.map(async (ending, index) => {
      // Some are under way when it stops, some begin just before, some after.
      await sleep(index * 8);
      await watch.end(ending, others[index % others.length]);
      await Promise.all(ending.subjects.map((subject) => watch.askEverywhere(subject)));
    });
    await sleep(30);
    signalVictim('SIGSTOP');
    await sleep(ms);
    signalVictim('SIGCONT');
    await Promise.all([askVictimFor(400, subjects), ...asked]);
    expectNoViolation();
  });
});
