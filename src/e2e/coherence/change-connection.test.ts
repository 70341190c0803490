import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from 'vitest';
import { type HeldAnswers, type TcpProxy, startTcpProxy } from '../harness/network/tcp-proxy.ts';
import { type Ending, endingKinds, prepareEndings } from './endings.ts';
import { describeViolations, findViolations, summarize } from './history.ts';
import { startUnrest } from './unrest.ts';
import { type Watch, startWatch } from './watch.ts';

/** The name that the connection on which a process hears of changes gives itself. */
const listener = 'symbolon-changes';
const replicas = 3;
/** After what ended; before the end is confirmed, and close to it. */
const lateMs = 200;

let network: TcpProxy;
let watch: Watch;
let admin: pg.Client;
let held: HeldAnswers | null = null;

beforeAll(async () => {
  network = await startTcpProxy(inject('postgresUrl'));
  watch = await startWatch({
    replicas,
    postgresUrl: network.url,
    // Reads that are not remembered have to wait on a busy machine; that is not the matter here.
    env: { SYMBOLON_STORAGE_CONNECT_TIMEOUT_MS: '10000' },
  });
  // Not by way of the network that is broken.
  const direct = new URL(watch.cluster.database.url);
  direct.host = new URL(inject('postgresUrl')).host;
  admin = new pg.Client({ connectionString: direct.href });
  await admin.connect();
});
afterEach(() => {
  held?.release();
  held = null;
});
afterAll(async () => {
  await admin.end();
  await watch[Symbol.asyncDispose]();
  await network[Symbol.asyncDispose]();
});

async function killListeners(): Promise<number> {
  const { rows } = await admin.query<{ killed: boolean }>(
    `SELECT pg_terminate_backend(pid) AS killed FROM pg_stat_activity
     WHERE application_name = $1 AND datname = current_database()`,
    [listener],
  );
  return rows.filter(({ killed }) => killed).length;
}

const isListener = (sent: Buffer): boolean => sent.includes(listener);

async function endAndAsk(ending: Ending): Promise<void> {
  await watch.end(ending);
  await Promise.all(ending.subjects.map((subject) => watch.askEverywhere(subject)));
}

describe('the connection on which a process hears of changes', () => {
  // The tests below break this connection by its name, and would prove nothing without it.
  it('is one of its own, in every process', async () => {
    await expect.poll(() => network.countOpenedWith(listener), { timeout: 5000 }).toBe(replicas);
    const { rows } = await admin.query<{ count: string }>(
      'SELECT count(*) FROM pg_stat_activity WHERE application_name = $1 AND datname = current_database()',
      [listener],
    );
    expect(Number(rows[0]?.count)).toBe(replicas);
  });

  it('may be killed again and again: nothing outlives its end, and nobody has to wait or ask twice', async () => {
    const unrest = await startUnrest(watch);
    for (let times = 0; times < 12; times += 1) {
      await unrest.untilEnded(4);
      await killListeners();
      await sleep(50 * times);
    }
    await unrest.untilEnded(20);
    expect(await unrest.finish()).toMatchObject({ unavailable: 0, unconfirmedEnds: 0 });
  });

  // Shorter than memory is trusted, about as long, longer, and so long that the connection is given up.
  it('may hear nothing for a while, and late of everything', async () => {
    const unrest = await startUnrest(watch);
    for (const ms of [100, 200, 250, 300, 350, 500, 1000, 4000]) {
      held = network.holdAnswers(isListener);
      await Promise.all([sleep(ms), unrest.untilEnded(4)]);
      held.release();
      await unrest.untilEnded(2);
    }
    await unrest.untilEnded(20);
    expect(await unrest.finish()).toMatchObject({ unavailable: 0, unconfirmedEnds: 0 });
  });

  // What the answer to a ping proves is as old as the ping: nothing about a change that came after it.
  it('may bring the answer to a ping late, and what came after it later still', async () => {
    const groups = await Promise.all(endingKinds.map((how) => prepareEndings(how, watch.ground)));
    const endings = groups.flatMap((group) => group.slice(0, 2));
    const subjects = endings.flatMap((ending) => ending.subjects);
    await Promise.all(subjects.map((subject) => watch.askEverywhere(subject)));
    const holding = network.holdAnswers(isListener);
    held = holding;
    const fewestKept = () => Math.min(...holding.kept);
    await expect.poll(fewestKept, { timeout: 5000, interval: 5 }).toBe(1);
    const begin = watch.recorder.history.length;
    const ended = Promise.all(endings.map(endAndAsk));
    await expect.poll(fewestKept, { timeout: 5000, interval: 5 }).toBeGreaterThan(1);
    await sleep(lateMs);
    holding.passOldest();
    await ended;
    expect(fewestKept(), 'word of what ended is still on its way').toBeGreaterThan(0);

    const history = watch.recorder.history.slice(begin);
    expect(describeViolations(findViolations(history))).toEqual([]);
    expect(summarize(history)).toMatchObject({ confirmedEnds: endings.length, unavailable: 0 });
    expect(summarize(history).afterTheEnd).toBeGreaterThanOrEqual(replicas * subjects.length);
  });

  it('may hear nothing in one process alone, while the others hear everything', async () => {
    const unrest = await startUnrest(watch);
    let isFirst = true;
    held = network.holdAnswers((sent) => {
      const chosen = isFirst && isListener(sent);
      if (chosen) isFirst = false;
      return chosen;
    });
    await Promise.all([sleep(1500), unrest.untilEnded(20)]);
    held.release();
    await unrest.untilEnded(10);
    expect(await unrest.finish()).toMatchObject({ unavailable: 0, unconfirmedEnds: 0 });
  });
});
