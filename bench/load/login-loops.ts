import { readFileSync } from 'node:fs';
import { type Exchange, createExchange } from './exchange.ts';
import type { Job, LoginsWork } from './job.ts';
import { logIn } from './logins.ts';
import type { Measurement } from './measurement.ts';
import type { Verdict } from './tally.ts';
import { startTicker } from './ticker.ts';

const sweepMs = 250;

interface Logins {
  readonly job: Job;
  readonly measurement: Measurement;
  /** One sign-in on a connection that nobody uses; null when it failed. */
  readonly once: () => Promise<Verdict | null>;
}

/** Sign-ins in closed or open loop, until the measurement is over and every one begun has ended. */
export async function runLogins(job: Job, work: LoginsWork, measurement: Measurement): Promise<void> {
  const emails = readFileSync(work.file, 'latin1').trimEnd().split('\n');
  const all: Exchange[] = [];
  const free: Exchange[] = [];
  let turn = 0;
  const sweep = setInterval(() => {
    const instant = performance.now() - job.timeoutMs;
    for (const exchange of all) exchange.giveUpBefore(instant);
  }, sweepMs);

  const open = (): Exchange => {
    const exchange = createExchange(job.target);
    all.push(exchange);
    return exchange;
  };
  const once = async (): Promise<Verdict | null> => {
    const exchange = free.pop() ?? open();
    const email = emails[(turn += 1) % emails.length] ?? '';
    try {
      return await logIn({ work, email, exchange, measurement });
    } catch (error) {
      measurement.problem(error instanceof Error ? error.message : String(error));
      return null;
    } finally {
      free.push(exchange);
    }
  };
  try {
    const logins: Logins = { job, measurement, once };
    await (job.arrivalsPerSecond === null ? closedLoop(logins) : openLoop(logins, job.arrivalsPerSecond));
  } finally {
    clearInterval(sweep);
    for (const exchange of all) exchange.close();
  }
}

async function closedLoop({ job, measurement, once }: Logins): Promise<void> {
  const lane = async (): Promise<void> => {
    while (measurement.phase() !== 'over') {
      const begunAt = performance.now();
      const verdict = await once();
      if (verdict !== null) measurement.count(verdict, performance.now() - begunAt);
    }
  };
  await Promise.all(Array.from({ length: job.connections }, lane));
}

async function openLoop({ measurement, once }: Logins, perSecond: number): Promise<void> {
  const running = new Set<Promise<void>>();
  let begunAt = Infinity;
  let begun = 0;
  const begin = async (dueAt: number): Promise<void> => {
    const counts = dueAt >= measurement.span().from;
    const verdict = await once();
    if (verdict !== null) measurement.count(verdict, performance.now() - dueAt, counts);
  };
  const beginDue = (): void => {
    for (; ; begun += 1) {
      const dueAt = begunAt + (begun * 1000) / perSecond;
      if (dueAt > Math.min(performance.now(), measurement.span().to)) return;
      const login = begin(dueAt).finally(() => running.delete(login));
      running.add(login);
    }
  };
  await using ticker = await startTicker(perSecond, beginDue);
  begunAt = ticker.begunAt;
  await measurement.over;
  beginDue();
  await Promise.all(running);
}
