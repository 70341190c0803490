import { setTimeout as sleep } from 'node:timers/promises';
import { type TokenAnswer, tokenOf } from './flow.ts';

const pauseMs = 10;

/** Programs and people at work through the balancer, on connections they keep, until told to stop. */
export function startLoad(work: ReadonlyArray<() => Promise<void>>) {
  let stopped = false;
  let done = 0;
  const failures: string[] = [];
  const running = Promise.all(
    work.map(async (once) => {
      while (!stopped) {
        await once().catch((error: unknown) => failures.push(String(error)));
        done += 1;
        await sleep(pauseMs);
      }
    }),
  );
  return {
    async stop() {
      stopped = true;
      await running;
      return { done, failures };
    },
  };
}

/** One app that refreshes all the time, each answer's token next. */
export function refresher(first: string, send: (token: string) => Promise<TokenAnswer>) {
  let token = first;
  return {
    async refreshOnce() {
      const answer = await send(token);
      if (answer.status !== 200) throw new Error(`refresh: ${answer.status} ${JSON.stringify(answer.body)}`);
      token = tokenOf(answer, 'refresh_token');
    },
    newest: () => token,
  };
}
