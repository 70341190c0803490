import { type Connection, createConnection } from './connection.ts';
import type { Job } from './job.ts';
import type { Measurement } from './measurement.ts';
import type { Lane } from './requests.ts';
import { startTicker } from './ticker.ts';

type LoopJob = Pick<Job, 'target' | 'connections' | 'arrivalsPerSecond' | 'timeoutMs'>;

interface Loop {
  readonly job: LoopJob;
  readonly openLane: () => Lane;
  readonly measurement: Measurement;
  /** To be filled with every connection that is opened. */
  readonly connections: Connection[];
}

const sweepMs = 250;

/** Single requests, in closed or open loop, until the measurement is over and everything asked was answered. */
export async function runRequests(
  job: LoopJob,
  openLane: () => Lane,
  measurement: Measurement,
): Promise<void> {
  const connections: Connection[] = [];
  const sweep = setInterval(() => {
    const instant = performance.now() - job.timeoutMs;
    for (const connection of connections) connection.giveUpBefore(instant);
  }, sweepMs);
  try {
    const loop: Loop = { job, openLane, measurement, connections };
    await (job.arrivalsPerSecond === null ? closedLoop(loop) : openLoop(loop, job.arrivalsPerSecond));
  } finally {
    clearInterval(sweep);
    for (const connection of connections) connection.close();
  }
}

/** Each connection asks again as soon as it is answered. */
async function closedLoop({ job, openLane, measurement, connections }: Loop): Promise<void> {
  const runLane = (lane: Lane): Promise<void> =>
    new Promise((resolve) => {
      let askedAt = 0;
      const ask = (): void => {
        const request = measurement.phase() === 'over' ? null : lane.next();
        if (request === null) {
          measurement.finish();
          resolve();
          return;
        }
        askedAt = performance.now();
        connection.send(request);
      };
      const connection = createConnection(job.target, {
        answered(answer) {
          measurement.count(lane.judge(answer), performance.now() - askedAt);
          ask();
        },
        failed(reason) {
          measurement.problem(reason);
          ask();
        },
      });
      connections.push(connection);
      ask();
    });
  await Promise.all(Array.from({ length: job.connections }, () => runLane(openLane())));
}

/** Requests leave when they are due. Where every connection is taken they wait, and the wait is part of their time. */
async function openLoop(loop: Loop, perSecond: number): Promise<void> {
  const { job, measurement } = loop;
  const { promise: drained, resolve } = Promise.withResolvers<void>();
  let begunAt = Infinity;
  let sent = 0;
  let underWay = 0;
  const free: DueLane[] = [];

  const sendDue = (): void => {
    const { from, to } = measurement.span();
    for (;;) {
      const now = performance.now();
      const dueAt = begunAt + (sent * 1000) / perSecond;
      const isLost = now > to + job.timeoutMs;
      if (dueAt > Math.min(now, to) || isLost) break;
      const lane = free.pop();
      if (lane === undefined) return;
      sent += 1;
      underWay += 1;
      lane.send(dueAt, dueAt >= from);
    }
    if (underWay === 0 && measurement.phase() === 'over') resolve();
  };
  const done = (lane: DueLane): void => {
    underWay -= 1;
    free.push(lane);
    sendDue();
  };
  for (let index = 0; index < job.connections; index += 1) free.push(createDueLane(loop, done));

  await using ticker = await startTicker(perSecond, sendDue);
  begunAt = ticker.begunAt;
  await drained;
  const unsent = Math.floor(((measurement.span().to - begunAt) * perSecond) / 1000) - sent;
  if (unsent > 0) measurement.problem(`${unsent} requests could not even be sent`);
}

interface DueLane {
  /** @param counts whether it was due while the measurement was open */
  send(dueAt: number, counts: boolean): void;
}

function createDueLane(
  { job, openLane, measurement, connections }: Loop,
  done: (lane: DueLane) => void,
): DueLane {
  const requests = openLane();
  let dueAt = 0;
  let counts = false;
  const connection = createConnection(job.target, {
    answered(answer) {
      measurement.count(requests.judge(answer), performance.now() - dueAt, counts);
      done(lane);
    },
    failed(reason) {
      measurement.problem(reason);
      done(lane);
    },
  });
  const lane: DueLane = {
    send(due, countsThen) {
      const request = requests.next();
      if (request === null) throw new Error('an open loop needs requests without an end');
      dueAt = due;
      counts = countsThen;
      connection.send(request);
    },
  };
  connections.push(connection);
  return lane;
}
