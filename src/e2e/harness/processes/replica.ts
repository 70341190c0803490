import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const root = path.join(import.meta.dirname, '../../../..');
const startTimeoutMs = 60_000;

/** One process of the service, with workers its primary. */
export interface Replica {
  /** Where this very replica answers; the issuer is the balancer in front. */
  readonly url: string;
  readonly operatorUrl: string;
  readonly process: ChildProcess;
  /** Resolves when every process is gone that writes to its output: itself and its workers. */
  readonly ended: Promise<unknown>;
  /** Everything it wrote so far, on both streams. */
  logs(): string;
  /** Asks it to stop and waits; the exit code, or null when a signal ended it. */
  stop(signal?: NodeJS.Signals): Promise<number | null>;
}

/**
 * Runs `command` (what `npm start` runs, when left out) with `env` alone, so that nothing of the machine leaks in, and waits
 * until it is ready.
 */
export async function startReplica(
  env: Readonly<Record<string, string>>,
  command: readonly string[] = ['src/main.ts'],
): Promise<Replica> {
  const child = spawn(process.execPath, command, {
    cwd: root,
    env: { PATH: process.env['PATH'] ?? '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const killAtExit = () => child.kill('SIGKILL');
  process.once('exit', killAtExit);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }
  const exited = once(child, 'exit').then(([code]) => code as number | null);
  const replica: Replica = {
    url: `http://127.0.0.1:${env['PORT']}`,
    operatorUrl: `http://127.0.0.1:${env['SYMBOLON_SERVER_OPERATOR_PORT']}`,
    process: child,
    ended: once(child, 'close'),
    logs: () => output,
    async stop(signal = 'SIGTERM') {
      child.kill(signal);
      const code = await exited;
      process.off('exit', killAtExit);
      return code;
    },
  };
  await ready(replica);
  return replica;
}

async function ready(replica: Replica): Promise<void> {
  const deadline = Date.now() + startTimeoutMs;
  for (;;) {
    const answer = await fetch(`${replica.operatorUrl}/readyz`).catch(() => null);
    if (answer?.ok === true) return;
    if (replica.process.exitCode !== null || Date.now() > deadline) {
      throw new Error(`the service did not start:\n${replica.logs()}`);
    }
    await sleep(50);
  }
}
