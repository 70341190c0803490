import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const run = promisify(execFile);
const root = path.join(import.meta.dirname, '../..');
const timeoutMs = 300_000;

interface Measured {
  readonly scenario: string;
  readonly outcome: {
    readonly figures: ReadonlyArray<{ name: string; value: { median: number } }>;
    readonly problems: readonly string[];
  };
}

/** Tiny: it shows that the bench still works and that nothing is answered wrongly, not how fast anything is. */
it(
  'measures every scenario without a wrong answer',
  async () => {
    const measured = await measureQuickly();
    expect(
      measured.flatMap(({ scenario, outcome }) => outcome.problems.map((each) => [scenario, each])),
    ).toEqual([]);
    expect(measured.map(({ scenario }) => scenario)).toEqual([
      'introspect-hot',
      'introspect-engine',
      'introspect-garbage',
      'introspect-zipf',
      'introspect-cold',
      'startup-and-memory',
      'code-exchange',
      'refresh',
      'client-credentials',
      'many-clients',
      'login',
      'login-storm',
      'revoke-lag',
    ]);
    const figures = measured.flatMap(({ outcome }) => outcome.figures);
    for (const { scenario, outcome } of measured) {
      expect(outcome.figures.length, scenario).toBeGreaterThan(0);
      for (const { name, value } of outcome.figures)
        expect(value.median, `${scenario}: ${name}`).toBeTypeOf('number');
    }
    // These two are no matter of speed.
    expect(figures).toContainEqual(
      expect.objectContaining({ name: 'calls of Postgres and Redis for each request', value: none }),
    );
    expect(figures).toContainEqual(
      expect.objectContaining({ name: 'stale "active" in 40 revocations', value: none }),
    );
  },
  timeoutMs,
);

/** @throws with everything that was printed, unless there are results */
async function measureQuickly(): Promise<readonly Measured[]> {
  const { stdout, stderr } = await run(process.execPath, ['bench/main.ts', 'all', '--quick', '--json'], {
    cwd: root,
    timeout: timeoutMs,
    killSignal: 'SIGTERM',
    // A wrong answer also makes it end with 1, after the results that tell of it.
  }).catch((error: unknown) => error as { stdout: string; stderr: string });
  if (!stdout.startsWith('{')) throw new Error(`the bench ended without results:\n${stderr}`);
  return (JSON.parse(stdout) as { measured: readonly Measured[] }).measured;
}

const none = { median: 0, min: 0, max: 0 };
