import { fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import type { GeneratorAnswer } from './generator.ts';
import type { Job, Result } from './job.ts';

/** The load generator, as seen by what runs the bench. One job at a time. */
export interface Generator extends AsyncDisposable {
  /** @throws when the job could not be done; what the service answered wrongly is in the result */
  run(job: Job): Promise<Result>;
}

export function startGenerator(): Generator {
  const child = fork(path.join(import.meta.dirname, 'generator.ts'), {
    execArgv: ['--max-semi-space-size=64'],
  });
  const exited = once(child, 'exit');
  return {
    async run(job) {
      child.send(job);
      const answer = await Promise.race([once(child, 'message'), exited.then(() => null)]);
      if (answer === null) throw new Error('the load generator ended');
      const [given] = answer as [GeneratorAnswer];
      if ('failure' in given) throw new Error(`the load generator failed: ${given.failure}`);
      return given.result;
    },
    async [Symbol.asyncDispose]() {
      if (child.connected) child.disconnect();
      await exited;
    },
  };
}
