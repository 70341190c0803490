import type { Answer } from './answer-reader.ts';
import { createConnection } from './connection.ts';
import type { Target } from './job.ts';

/** A kept-alive connection for programs that go step by step. */
export interface Exchange {
  readonly target: Target;
  /** @throws when no answer comes; one request at a time */
  ask(request: Buffer): Promise<Answer>;
  giveUpBefore(instant: number): void;
  close(): void;
}

export function createExchange(target: Target): Exchange {
  let waiting: PromiseWithResolvers<Answer> | null = null;
  const settled = (): PromiseWithResolvers<Answer> | null => {
    const settling = waiting;
    waiting = null;
    return settling;
  };
  const connection = createConnection(target, {
    answered: (answer) => settled()?.resolve(answer),
    failed: (reason) => settled()?.reject(new Error(reason)),
  });
  return {
    target,
    ask(request) {
      if (waiting !== null) throw new Error('one request at a time');
      waiting = Promise.withResolvers<Answer>();
      connection.send(request);
      return waiting.promise;
    },
    giveUpBefore: (instant) => connection.giveUpBefore(instant),
    close: () => connection.close(),
  };
}
