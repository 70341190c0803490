import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../../src/e2e/environment/free-port.ts';
import type { Target } from '../load/job.ts';

const sourceEntry = path.join(import.meta.dirname, '../../src/main.ts');
const startTimeoutMs = 60_000;
const keptOutputCharacters = 4000;

export interface ServiceProcess extends AsyncDisposable {
  readonly target: Target;
  /** The same as an origin. */
  readonly url: string;
  readonly pid: number;
}

export interface ServiceSettings {
  /** A directory of its own is made there. */
  readonly folder: string;
  /** Further environment variables. */
  readonly env: Readonly<Record<string, string>>;
  /** Where Node writes a CPU profile when the service ends; null: none. */
  readonly profileFolder: string | null;
  /** What Node is given to run; the source of this tree when left out. */
  readonly program?: readonly string[] | undefined;
}

/** Starts the service as in production: its own process, log level info, standard output no terminal. Does not wait. */
export async function spawnService({
  folder,
  env,
  profileFolder,
  program = [sourceEntry],
}: ServiceSettings): Promise<ServiceProcess> {
  // Without a configuration file around: what the environment does not say is the default.
  const directory = await mkdtemp(path.join(folder, 'service-'));
  const [port, operatorPort] = [await freePort(), await freePort()];
  const profiling = profileFolder === null ? [] : ['--cpu-prof', `--cpu-prof-dir=${profileFolder}`];
  const child = spawn(process.execPath, [...profiling, ...program], {
    cwd: directory,
    env: {
      PATH: process.env['PATH'] ?? '',
      NODE_ENV: 'production',
      PORT: String(port),
      SYMBOLON_SERVER_OPERATOR_PORT: String(operatorPort),
      SYMBOLON_SERVER_HOST: '127.0.0.1',
      SYMBOLON_SERVER_OPERATOR_HOST: '127.0.0.1',
      SYMBOLON_SERVER_DRAIN_DELAY_SECONDS: '0',
      SYMBOLON_LOG_LEVEL: 'info',
      ...env,
    },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const killAtExit = () => child.kill('SIGKILL');
  process.once('exit', killAtExit);
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    errors = (errors + text).slice(-keptOutputCharacters);
  });
  const exited = once(child, 'exit');
  void exited.then(([code]) => {
    if (code !== 0 && code !== null) process.stderr.write(`the service ended with ${code}:\n${errors}\n`);
  });
  return {
    target: { host: '127.0.0.1', port },
    url: `http://127.0.0.1:${port}`,
    pid: child.pid ?? 0,
    async [Symbol.asyncDispose]() {
      child.kill('SIGTERM');
      await exited;
      process.off('exit', killAtExit);
    },
  };
}

/** Waits until it answers on its public port; returns the milliseconds that took. */
export async function untilAnswering({ url }: ServiceProcess, pauseMs = 20): Promise<number> {
  const begunAt = performance.now();
  for (;;) {
    const answer = await fetch(`${url}/.well-known/openid-configuration`).catch(() => null);
    await answer?.body?.cancel();
    if (answer?.ok === true) return performance.now() - begunAt;
    if (performance.now() - begunAt > startTimeoutMs) throw new Error('the service did not start');
    await sleep(pauseMs);
  }
}
