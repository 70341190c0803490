import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

export interface RequiredProgram {
  readonly name: string;
  readonly debianPackages: readonly string[];
  readonly find: () => Promise<string | null>;
}

/**
 * Finds every program, installing what is missing where that is possible without asking (root, apt-get).
 * A missing program fails the run: a test that is left out proves nothing.
 */
export async function requirePrograms(programs: readonly RequiredProgram[]): Promise<string[]> {
  const before = await locate(programs);
  if (before.missing.length === 0) return before.paths;
  await install(before.missing);
  const after = await locate(programs);
  if (after.missing.length > 0) throw new Error(explanation(after.missing));
  return after.paths;
}

async function locate(
  programs: readonly RequiredProgram[],
): Promise<{ paths: string[]; missing: RequiredProgram[] }> {
  const found = await Promise.all(programs.map(({ find }) => find()));
  return {
    paths: found.filter((file) => file !== null),
    missing: programs.filter((_, index) => found[index] === null),
  };
}

async function install(programs: readonly RequiredProgram[]): Promise<void> {
  if (process.getuid?.() !== 0) return;
  const packages = programs.flatMap(({ debianPackages }) => debianPackages);
  // Run level 1 keeps the packages from starting the machine's own PostgreSQL and Redis.
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' };
  try {
    await run('apt-get', ['update', '-qq'], { env });
    await run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages], { env });
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return;
    throw new Error(`Could not install ${packages.join(', ')}.`, { cause: error });
  }
}

function explanation(programs: readonly RequiredProgram[]): string {
  const names = programs.map(({ name }) => name).join(', ');
  const packages = programs.flatMap(({ debianPackages }) => debianPackages).join(' ');
  return [
    `The tests need ${names}, which this machine lacks.`,
    `Debian, Ubuntu: apt-get install ${packages}`,
    'macOS: brew install postgresql@17 redis; brew install --cask chromium; pip3 install authlib requests',
  ].join('\n');
}
