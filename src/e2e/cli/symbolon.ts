import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { type Cluster, masterSecret } from '../harness/processes/cluster.ts';

const root = path.join(import.meta.dirname, '../../..');
/** These tests start a hundred processes; this halves what each of them takes. */
const NODE_COMPILE_CACHE = path.join(root, 'node_modules/.cache/node');

export interface Outcome {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The command line, as a process of its own for every command. */
export interface Symbolon {
  (args: readonly string[], stdin?: string): Promise<Outcome>;
  /** Runs with `--json`, wants success and nothing but the answer, and returns it. */
  json(args: readonly string[], stdin?: string): Promise<JsonAnswer>;
  /** Runs with `--json` and wants a failure, which is JSON too; returns exit code and message. */
  failure(args: readonly string[], stdin?: string): Promise<{ exitCode: number | null; error: string }>;
  /** Everything that any command wrote so far. */
  readonly outcomes: readonly Outcome[];
}

export interface JsonAnswer {
  readonly [name: string]: unknown;
}

/** @param env all of the environment: nothing of the machine leaks in */
export function createSymbolon(env: Readonly<Record<string, string>>): Symbolon {
  const outcomes: Outcome[] = [];
  const run = async (args: readonly string[], stdin = ''): Promise<Outcome> => {
    const child = spawn(process.execPath, [path.join(root, 'src/cli/main.ts'), ...args], {
      cwd: root,
      env: { PATH: process.env['PATH'] ?? '', NODE_COMPILE_CACHE, ...env },
    });
    child.stdin.end(stdin);
    const [[exitCode], stdout, stderr] = await Promise.all([
      once(child, 'exit') as Promise<[number | null]>,
      text(child.stdout),
      text(child.stderr),
    ]);
    const outcome = { exitCode, stdout, stderr };
    outcomes.push(outcome);
    return outcome;
  };
  return Object.assign(run, {
    outcomes,
    async json(args: readonly string[], stdin?: string) {
      const { exitCode, stdout, stderr } = await run([...args, '--json'], stdin);
      if (exitCode !== 0 || stderr !== '')
        throw new Error(`symbolon ${args.join(' ')} ended with ${exitCode}: ${stderr}\n${stdout}`);
      return JSON.parse(stdout) as JsonAnswer;
    },
    async failure(args: readonly string[], stdin?: string) {
      const { exitCode, stdout, stderr } = await run([...args, '--json'], stdin);
      if (exitCode === 0 || stdout !== '') throw new Error(`symbolon ${args.join(' ')} succeeded: ${stdout}`);
      return { exitCode, error: String((JSON.parse(stderr) as { error: unknown }).error) };
    },
  });
}

/** Where the replicas of `cluster` find what they need. */
export function clusterEnvironment({ issuer, database, redisUrl }: Cluster): Record<string, string> {
  return {
    SYMBOLON_CONFIG: path.join(root, 'src/e2e/harness/cluster.yaml'),
    SYMBOLON_MODE: 'development',
    SYMBOLON_ISSUER: issuer,
    SYMBOLON_SECRET: masterSecret,
    DATABASE_URL: database.url,
    REDIS_URL: redisUrl,
  };
}

/** How often a secret was written by any command. */
export function timesShown({ outcomes }: Symbolon, secret: string): number {
  return outcomes.reduce(
    (sum, { stdout, stderr }) => sum + `${stdout}\n${stderr}`.split(secret).length - 1,
    0,
  );
}
