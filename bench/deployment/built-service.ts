import { execFile } from 'node:child_process';
import { mkdir, readFile, symlink } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const root = path.join(import.meta.dirname, '../..');

/** Compiles the service as the image has it, beside what it finds by relative path. The arguments that Node is given. */
export async function buildService(folder: string): Promise<string[]> {
  const built = path.join(folder, 'built');
  await mkdir(built);
  for (const name of ['node_modules', 'migrations', 'package.json']) {
    await symlink(path.join(root, name), path.join(built, name));
  }
  const compiler = path.join(root, 'node_modules/typescript/bin/tsc');
  const project = path.join(root, 'tsconfig.build.json');
  await run(process.execPath, [compiler, '--project', project, '--outDir', path.join(built, 'dist')]);
  const [, command = ''] =
    /^CMD (\[.*\])$/m.exec(await readFile(path.join(root, 'Dockerfile'), 'utf8')) ?? [];
  const [, ...args] = JSON.parse(command) as string[];
  return args.map((arg) => (arg.startsWith('-') ? arg : path.join(built, arg)));
}
