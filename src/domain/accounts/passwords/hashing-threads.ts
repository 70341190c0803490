import { extname, join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { HashingAnswer, HashingTask } from './hashing-thread.ts';

/** Threads that hash, one task each at a time, started when they are needed. */
export interface HashingThreads extends AsyncDisposable {
  /** To be called for no more tasks at once than there may be threads. @throws when the thread cannot start, fails or ends */
  run(task: HashingTask): Promise<HashingAnswer>;
}

/** A thread that nobody needs for so long ends, and its memory with it. */
const idleMs = 60_000;
const program = join(import.meta.dirname, `hashing-thread${extname(import.meta.filename)}`);

interface Thread {
  readonly worker: Worker;
  ends: NodeJS.Timeout | undefined;
}

export function createHashingThreads(): HashingThreads {
  const all = new Set<Worker>();
  const idle: Thread[] = [];

  function start(): Thread {
    const worker = new Worker(program);
    const thread: Thread = { worker, ends: undefined };
    all.add(worker);
    worker.on('exit', () => {
      all.delete(worker);
      clearTimeout(thread.ends);
      const place = idle.indexOf(thread);
      if (place >= 0) idle.splice(place, 1);
    });
    // Of an idle thread nobody would hear it otherwise, and the process would end; its exit takes it out.
    worker.on('error', () => undefined);
    return thread;
  }

  function rest(thread: Thread): void {
    thread.worker.unref();
    thread.ends = setTimeout(() => void thread.worker.terminate(), idleMs).unref();
    idle.push(thread);
  }

  return {
    async run(task) {
      const thread = idle.pop() ?? start();
      const { worker } = thread;
      clearTimeout(thread.ends);
      worker.ref();
      const { promise, resolve, reject } = Promise.withResolvers<HashingAnswer>();
      const onExit = (code: number): void => reject(new Error(`the hashing thread ended (${code})`));
      worker.once('message', resolve).once('error', reject).once('exit', onExit);
      try {
        worker.postMessage(task);
        const answer = await promise;
        rest(thread);
        return answer;
      } catch (error) {
        void worker.terminate();
        throw error;
      } finally {
        worker.off('message', resolve).off('error', reject).off('exit', onExit);
      }
    },
    async [Symbol.asyncDispose]() {
      await Promise.all([...all].map((worker) => worker.terminate()));
    },
  };
}
