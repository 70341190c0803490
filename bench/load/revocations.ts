import { setTimeout as sleep } from 'node:timers/promises';
import type { Answer } from './answer-reader.ts';
import { type Exchange, createExchange } from './exchange.ts';
import type { Job, RevocationsWork } from './job.ts';
import type { Measurement } from './measurement.ts';
import type { Verdict } from './tally.ts';
import { judgeOf, postRequest, readLines, wrongAnswer } from './requests.ts';

/** From asking for the revocation to asking for the last time that some process answered "active". */
export const exposureLatency = 'exposure';
/** Of answers that the service is busy; such a revocation is asked for again. */
export const busyLatency = 'busy';
/** Any process said "active" to a request that began after the revocation was answered. */
export const staleLabel = 'active after its revocation was answered';

const revoked: Verdict = { label: 'revoked everywhere', right: true };
const stale: Verdict = { label: staleLabel, right: false };
const pauseMs = 2;
const pauseWhenBusyMs = 100;
const isActive = judgeOf('active');
const isInactive = judgeOf('inactive');

/** Connections to each process; they open when they are first used. */
interface Lane {
  readonly introspecting: readonly Exchange[];
  readonly watching: readonly Exchange[];
  readonly revoking: readonly Exchange[];
}

/** Goes through the list, several revocations at once, and counts how many of them every process knows of at once. */
export async function runRevocations(
  job: Job,
  work: RevocationsWork,
  measurement: Measurement,
): Promise<void> {
  const lines = readLines(work.file, work.lines).entries();
  const exchanges: Exchange[] = [];
  const open = (): readonly Exchange[] => {
    const opened = work.processes.map(createExchange);
    exchanges.push(...opened);
    return opened;
  };
  const runLane = async (lane: Lane): Promise<void> => {
    for (const [index, line] of lines) {
      const [token = '', toRevoke = ''] = line.split('\t');
      await revokeOne({ work, lane, index, token, toRevoke, measurement }).catch((error: unknown) => {
        measurement.problem(error instanceof Error ? error.message : String(error));
      });
    }
  };
  const sweep = setInterval(() => {
    for (const exchange of exchanges) exchange.giveUpBefore(performance.now() - job.timeoutMs);
  }, 1000);
  try {
    await Promise.all(
      Array.from({ length: job.connections }, () =>
        runLane({ introspecting: open(), watching: open(), revoking: open() }),
      ),
    );
  } finally {
    clearInterval(sweep);
    for (const exchange of exchanges) exchange.close();
    measurement.finish();
  }
}

interface Revocation {
  readonly work: RevocationsWork;
  readonly lane: Lane;
  readonly index: number;
  readonly token: string;
  readonly toRevoke: string;
  readonly measurement: Measurement;
}

async function revokeOne(revocation: Revocation): Promise<void> {
  const { work, lane, index, measurement } = revocation;
  await askAll(revocation, 'active');
  const revoking = lane.revoking[index % lane.revoking.length];
  if (revoking === undefined) throw new Error('no process to revoke at');
  const begunAt = performance.now();
  const answered = revoke(revocation, revoking);
  const watched = index % work.watchEvery === 0 ? watch(revocation, begunAt, answered) : Promise.resolve();
  const answer = await answered;
  const milliseconds = performance.now() - begunAt;
  if (answer.status !== 200) {
    measurement.count(wrongAnswer(answer), milliseconds);
    return;
  }
  measurement.count((await askAll(revocation, 'inactive')) ? revoked : stale, milliseconds);
  await watched;
}

/** Until it is answered with anything but "busy". */
async function revoke({ work, toRevoke, measurement }: Revocation, exchange: Exchange): Promise<Answer> {
  const body = new URLSearchParams({ token: toRevoke, client_id: work.clientId }).toString();
  const request = postRequest({ target: exchange.target, path: '/revoke', headers: {}, body });
  for (;;) {
    const askedAt = performance.now();
    const answer = await exchange.ask(request);
    if (answer.status !== 503) return answer;
    measurement.latency(busyLatency).add(performance.now() - askedAt);
    await sleep(pauseWhenBusyMs);
  }
}

/** Asks every process at once. True when all said what was expected; what neither means is a problem of its own. */
async function askAll(revocation: Revocation, expected: 'active' | 'inactive'): Promise<boolean> {
  const { lane, measurement } = revocation;
  const answers = await Promise.all(lane.introspecting.map((exchange) => introspect(exchange, revocation)));
  if (expected === 'active' && answers.includes('inactive'))
    measurement.problem('inactive before its revocation');
  return answers.every((answer) => answer === expected);
}

/** Keeps asking every process while the revocation is under way. */
async function watch(revocation: Revocation, begunAt: number, answered: Promise<unknown>): Promise<void> {
  let underWay = true;
  const stop = (): void => {
    underWay = false;
  };
  answered.then(stop, stop);
  const lastActive = await Promise.all(
    revocation.lane.watching.map(async (exchange) => {
      let last = begunAt;
      while (underWay) {
        const askedAt = performance.now();
        if ((await introspect(exchange, revocation)) === 'active') last = askedAt;
        await sleep(pauseMs);
      }
      return last;
    }),
  );
  revocation.measurement.latency(exposureLatency).add(Math.max(...lastActive) - begunAt);
}

async function introspect(
  exchange: Exchange,
  { work, token, measurement }: Revocation,
): Promise<'active' | 'inactive' | 'neither'> {
  const request = postRequest({
    target: exchange.target,
    path: '/introspect',
    headers: work.introspection,
    body: `token=${token}`,
  });
  const answer = await exchange.ask(request);
  if (isActive(answer).right) return 'active';
  if (isInactive(answer).right) return 'inactive';
  measurement.problem(wrongAnswer(answer).label);
  return 'neither';
}
