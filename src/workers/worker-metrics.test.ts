import { expect, it } from 'vitest';
import { createMetrics } from '../platform/metrics.ts';
import { createWorkerMetrics, type WorkerMetrics } from './worker-metrics.ts';

const answered = { route: '/token', method: 'POST', status: '200' };

/** What a worker answers that has served this many requests and has this many hashes waiting. */
async function snapshotOf(requests: number, queueLength = 0) {
  const metrics = createMetrics({
    requestsWaiting: () => 0,
    passwordQueueLength: () => queueLength,
    hearsOfChanges: () => true,
  });
  for (let count = 0; count < requests; count += 1) metrics.requestSeconds.observe(answered, 0.002);
  metrics.signIns.inc({ outcome: 'success' }, requests);
  // As the channel passes it on.
  return structuredClone(await metrics.registry.getMetricsAsJSON());
}

/** The line of a series, by its beginning. */
async function lineOf(metrics: WorkerMetrics, start: string): Promise<string | undefined> {
  return (await metrics.render()).split('\n').find((line) => line.startsWith(start));
}

const requests = 'symbolon_http_request_duration_seconds_count{route="/token",method="POST",status="200"}';
const fast = 'symbolon_http_request_duration_seconds_bucket{le="0.0025",';
const signIns = 'symbolon_sign_ins_total{outcome="success"}';

it('counters, histograms and gauges of all workers are summed', async () => {
  const metrics = createWorkerMetrics();
  metrics.update(1, await snapshotOf(3, 2));
  metrics.update(2, await snapshotOf(4, 1));
  expect(await lineOf(metrics, requests)).toBe(`${requests} 7`);
  expect(await lineOf(metrics, fast)).toMatch(/ 7$/);
  expect(await lineOf(metrics, signIns)).toBe(`${signIns} 7`);
  expect(await lineOf(metrics, 'symbolon_password_queue_length')).toBe('symbolon_password_queue_length 3');
});

it('a worker that gives no new answer counts with its last one', async () => {
  const metrics = createWorkerMetrics();
  metrics.update(1, await snapshotOf(3));
  metrics.update(2, await snapshotOf(4));
  metrics.update(1, await snapshotOf(5));
  expect(await lineOf(metrics, signIns)).toBe(`${signIns} 9`);
});

it('counts of a worker that is gone stay in the sums, its gauges do not', async () => {
  const metrics = createWorkerMetrics();
  metrics.serves(1);
  metrics.serves(2);
  metrics.update(1, await snapshotOf(3, 2));
  metrics.update(2, await snapshotOf(4, 1));
  metrics.isReplaced(1);
  expect(await lineOf(metrics, requests)).toBe(`${requests} 7`);
  expect(await lineOf(metrics, 'symbolon_password_queue_length')).toBe('symbolon_password_queue_length 1');

  metrics.serves(1);
  metrics.update(1, await snapshotOf(1));
  metrics.isReplaced(1);
  metrics.isReplaced(1);
  metrics.update(1, await snapshotOf(2));
  expect(await lineOf(metrics, requests)).toBe(`${requests} 10`);
  expect(await lineOf(metrics, fast)).toMatch(/ 10$/);
});

it('each worker has a line for whether it serves and how often it was replaced', async () => {
  const metrics = createWorkerMetrics();
  metrics.serves(1);
  metrics.serves(2);
  metrics.isReplaced(2);
  const text = await metrics.render();
  for (const line of [
    'symbolon_worker_up{worker="1"} 1',
    'symbolon_worker_up{worker="2"} 0',
    'symbolon_worker_restarts_total{worker="1"} 0',
    'symbolon_worker_restarts_total{worker="2"} 1',
  ])
    expect(text.split('\n')).toContain(line);
});
