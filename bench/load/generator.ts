/**
 * The process that makes the load: apart from the service and from what runs the bench, so that neither slows it down.
 * Takes one job after the other from its parent and ends with it.
 */
import type { Job, Result } from './job.ts';
import { runLogins } from './login-loops.ts';
import { type Measurement, startMeasurement } from './measurement.ts';
import { openRefreshChains } from './refresh-chains.ts';
import { runRequests } from './request-loops.ts';
import { openRequests } from './requests.ts';
import { runRevocations } from './revocations.ts';

export type GeneratorAnswer = { readonly result: Result } | { readonly failure: string };

/** What takes its time to prepare is done before the measurement starts. */
function prepare(job: Job): (measurement: Measurement) => Promise<void> {
  const { work, target } = job;
  switch (work.kind) {
    case 'requests': {
      const openLane = openRequests(work, target);
      return (measurement) => runRequests(job, openLane, measurement);
    }
    case 'refresh-chains': {
      const openLane = openRefreshChains(work, target);
      return (measurement) => runRequests(job, openLane, measurement);
    }
    case 'logins':
      return (measurement) => runLogins(job, work, measurement);
    case 'revocations':
      return (measurement) => runRevocations(job, work, measurement);
  }
}

async function run(job: Job): Promise<GeneratorAnswer> {
  try {
    const work = prepare(job);
    const measurement = startMeasurement(job);
    await work(measurement);
    return { result: measurement.result() };
  } catch (error) {
    return { failure: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}

process.on('message', (job: Job) => {
  void run(job).then((answer) => process.send?.(answer));
});
process.once('disconnect', () => process.exit());
