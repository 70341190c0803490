import { setTimeout as sleep } from 'node:timers/promises';
import type { Replica } from './replica.ts';

/** What tests see of a replica's workers: its log, and its operator port. */

export interface LogLine {
  readonly msg: string;
  readonly worker?: number;
  readonly pid?: number;
  readonly route?: string;
}

export function logLines(replica: Replica): LogLine[] {
  const lines = replica.logs().split('\n').slice(0, -1);
  return lines.map((line) => JSON.parse(line) as LogLine);
}

/** The process that serves as this worker now. */
export function pidOf(replica: Replica, worker: number): number {
  const serving = logLines(replica).findLast(
    (line) => line.msg === 'a worker serves' && line.worker === worker,
  );
  if (serving?.pid === undefined) throw new Error(`there is no worker ${worker}`);
  return serving.pid;
}

/** Who answered on a route, each worker once. */
export function workersThatAnswered(replica: Replica, route: string): number[] {
  const answers = logLines(replica).filter((line) => line.msg === 'answered' && line.route === route);
  return [...new Set(answers.map(({ worker = 0 }) => worker))].sort((a, b) => a - b);
}

export interface ReadinessAnswer {
  readonly httpStatus: number;
  readonly status: string;
}

export async function readinessOf({ operatorUrl }: Replica): Promise<ReadinessAnswer> {
  const response = await fetch(`${operatorUrl}/readyz`);
  const { status } = (await response.json()) as { status: string };
  return { httpStatus: response.status, status };
}

/** By itself, within `withinMs`. */
export async function untilReadinessIs(replica: Replica, status: string, withinMs = 15_000): Promise<void> {
  const deadline = Date.now() + withinMs;
  for (;;) {
    const answer = await readinessOf(replica);
    if (answer.httpStatus !== (answer.status === 'ready' ? 200 : 503))
      throw new Error(`${answer.status} was answered with ${answer.httpStatus}`);
    if (answer.status === status) return;
    if (Date.now() > deadline) throw new Error(`still ${answer.status} after ${withinMs} ms`);
    await sleep(20);
  }
}

/** The sum of a metric's values over all label sets that have these. */
export async function metricOf(
  { operatorUrl }: Replica,
  name: string,
  labels: Readonly<Record<string, string>> = {},
): Promise<number> {
  const text = await (await fetch(`${operatorUrl}/metrics`)).text();
  const wanted = Object.entries(labels).map(([label, value]) => `${label}="${value}"`);
  const values = text
    .split('\n')
    .filter((line) => line.startsWith(`${name}{`) || line.startsWith(`${name} `))
    .filter((line) => wanted.every((pair) => line.includes(pair)))
    .map((line) => Number(line.slice(line.lastIndexOf(' ') + 1)));
  return values.reduce((sum, value) => sum + value, 0);
}
