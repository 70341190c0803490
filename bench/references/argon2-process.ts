import { fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';

export interface Argon2Job {
  readonly parameters: {
    readonly memoryCost: number;
    readonly timeCost: number;
    readonly parallelism: number;
  };
  readonly concurrency: number;
  readonly durationMs: number;
}

export interface Argon2Result {
  readonly verifies: number;
  readonly seconds: number;
}

/** Raw password verifies, in a process that does nothing else while it is measured. */
export interface Argon2Process extends AsyncDisposable {
  measure(job: Argon2Job): Promise<Argon2Result>;
}

export function startArgon2Process(): Argon2Process {
  const child = fork(path.join(import.meta.dirname, 'argon2-verifies.ts'));
  const exited = once(child, 'exit');
  return {
    async measure(job) {
      child.send(job);
      const answer = await Promise.race([once(child, 'message'), exited.then(() => null)]);
      if (answer === null) throw new Error('the argon2 process ended');
      return answer[0] as Argon2Result;
    },
    async [Symbol.asyncDispose]() {
      if (child.connected) child.disconnect();
      await exited;
    },
  };
}
