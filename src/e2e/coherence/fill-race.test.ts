import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from 'vitest';
import { type HeldAnswers, type TcpProxy, startTcpProxy } from '../harness/network/tcp-proxy.ts';
import { type Ending, type Subject, endingKinds, prepareEndings } from './endings.ts';
import { describeViolations, findViolations, summarize } from './history.ts';
import { type Watch, startWatch } from './watch.ts';

let network: TcpProxy;
let watch: Watch;
let reader: Watch['processes'][number];
let ender: Watch['processes'][number];
const held: HeldAnswers[] = [];

beforeAll(async () => {
  network = await startTcpProxy(inject('postgresUrl'));
  watch = await startWatch({ replicas: 2, postgresUrl: network.url });
  const [first, second] = watch.processes;
  if (first === undefined || second === undefined) throw new Error('there should be two processes');
  [reader, ender] = [first, second];
});
afterEach(() => {
  for (const one of held.splice(0)) one.release();
});
afterAll(async () => {
  await watch[Symbol.asyncDispose]();
  await network[Symbol.asyncDispose]();
});

function hold(isChosen: (sent: Buffer) => boolean): HeldAnswers {
  const holding = network.holdAnswers(isChosen);
  held.push(holding);
  return holding;
}

/** Whatever asks the database about this token: its digest is among the parameters, as bytes or in hexadecimal. */
function asksFor({ token }: Subject): (sent: Buffer) => boolean {
  const digest = createHash('sha256').update(token).digest();
  return (sent) => sent.includes(digest) || sent.includes(digest.toString('hex'));
}

interface SlowRead {
  /** Lets what the database said arrive. */
  arrive(): void;
  readonly answer: Promise<unknown>;
}

/** A request about a token nobody has asked for yet, for which the database has answered and the answer is on its way. */
async function beginSlowRead(subject: Subject): Promise<SlowRead> {
  const holding = hold(asksFor(subject));
  const answer = watch.ask(subject, reader);
  await expect.poll(() => holding.connections, { timeout: 5000, interval: 5 }).toBeGreaterThan(0);
  // A second statement of the same request, and the database's time to answer.
  await sleep(50);
  holding.close();
  return { arrive: () => holding.release(), answer };
}

async function takeOne(how: (typeof endingKinds)[number]): Promise<{ ending: Ending; subject: Subject }> {
  const [ending] = await prepareEndings(how, watch.ground);
  const [subject] = ending?.subjects ?? [];
  if (ending === undefined || subject === undefined) throw new Error('there is nothing to end');
  return { ending, subject };
}

/** Whatever was remembered shows by now. */
async function expectItStaysEnded(subject: Subject): Promise<void> {
  for (let times = 0; times < 5; times += 1) {
    expect(await watch.ask(subject, reader)).toBe('inactive');
    await sleep(20);
  }
  const { history } = watch.recorder;
  expect(describeViolations(findViolations(history))).toEqual([]);
  expect(summarize(history)).toMatchObject({ unconfirmedEnds: 0, unavailable: 0 });
}

describe.each(endingKinds)('promise 3: a read that is on its way while this happens: %s', (how) => {
  it('is remembered by nobody, nor shared with who asks later, when it arrives after the end', async () => {
    const { ending, subject } = await takeOne(how);
    const slow = await beginSlowRead(subject);
    await watch.end(ending, ender);
    const later = Promise.all([watch.ask(subject, reader), watch.ask(subject, reader)]);
    await sleep(20);
    slow.arrive();
    await slow.answer;
    expect(await later).toEqual(['inactive', 'inactive']);
    await expectItStaysEnded(subject);
  });

  it('is forgotten when it arrives after the change and before the end is confirmed', async () => {
    const { ending, subject } = await takeOne(how);
    const slow = await beginSlowRead(subject);
    const ended = watch.end(ending, ender);
    await sleep(100);
    slow.arrive();
    await slow.answer;
    await ended;
    await expectItStaysEnded(subject);
  });

  it('is trusted for no longer than the end takes, when word of the change is late as well', async () => {
    const { ending, subject } = await takeOne(how);
    const slow = await beginSlowRead(subject);
    const news = hold((sent) => sent.includes('symbolon-changes'));
    const ended = watch.end(ending, ender);
    await sleep(60);
    slow.arrive();
    await slow.answer;
    await watch.ask(subject, reader);
    await ended;
    expect(await watch.ask(subject, reader)).toBe('inactive');
    news.release();
    await expectItStaysEnded(subject);
  });
});
