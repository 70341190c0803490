import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const tetherPath = path.join(import.meta.dirname, 'tether.ts');
const startTimeoutMs = 60_000;
const probeIntervalMs = 50;
const keptOutputCharacters = 4_000;

export interface ServerProcess {
  readonly command: string;
  readonly args: readonly string[];
  /** Belongs to the server alone, and is removed when it has ended. */
  readonly directory: string;
  readonly user?: SystemUser | undefined;
}

export interface SystemUser {
  readonly uid: number;
  readonly gid: number;
}

export interface RunningServer {
  readonly url: string;
  /** Of the process above all of the server's. */
  readonly pid: number;
  /** Ends the server with `signal` and starts it again with its data; resolves when it answers. */
  restart(signal?: NodeJS.Signals): Promise<void>;
  /** Ends the server and removes its data; resolves when both are done. */
  stop(): Promise<void>;
}

/** Starts `server` and waits until `probe` resolves. Ends with the calling process at the latest. */
export async function startTethered(
  server: ServerProcess,
  url: string,
  probe: (url: string) => Promise<void>,
): Promise<RunningServer> {
  const tether = spawn(process.execPath, [tetherPath, JSON.stringify(server)], {
    detached: true,
    stdio: 'pipe',
  });
  const exited = once(tether, 'exit');
  let output = '';
  tether.stderr.setEncoding('utf8').on('data', (text: string) => {
    output = (output + text).slice(-keptOutputCharacters);
  });
  const stop = async (): Promise<void> => {
    tether.stdin.end();
    await exited;
  };

  const untilReady = async (): Promise<void> => {
    const deadline = Date.now() + startTimeoutMs;
    for (;;) {
      const failure = await probe(url).then(
        () => null,
        (error: unknown) => error,
      );
      if (failure === null) return;
      if (tether.exitCode !== null || Date.now() > deadline) {
        await stop();
        throw new Error(`${server.command} did not start.\n${output}`, { cause: failure });
      }
      await sleep(probeIntervalMs);
    }
  };
  await untilReady();
  return {
    url,
    pid: tether.pid ?? 0,
    stop,
    async restart(signal = 'SIGINT') {
      tether.stdin.write(`${signal}\n`);
      await once(tether.stdout, 'data');
      await untilReady();
    },
  };
}
