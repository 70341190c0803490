import { execFile } from 'node:child_process';
import { cpus, totalmem, type } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { findPostgres } from '../src/e2e/environment/programs.ts';

const run = promisify(execFile);

/** What somebody elsewhere has to know to compare figures; nothing that names this machine. */
export interface Machine {
  readonly cpu: string;
  readonly cores: number;
  readonly memoryGiB: number;
  readonly system: string;
  readonly node: string;
  readonly postgres: string;
}

export async function describeMachine(): Promise<Machine> {
  const processors = cpus();
  const postgres = path.join((await findPostgres()) ?? '', 'postgres');
  const { stdout } = await run(postgres, ['--version']);
  return {
    cpu: processors[0]?.model.trim() ?? 'unknown',
    cores: processors.length,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    system: type(),
    node: process.versions.node,
    postgres: /\d[\d.]*/.exec(stdout)?.[0] ?? 'unknown',
  };
}
