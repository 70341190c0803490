/**
 * Runs one server for as long as the process that started it lives, then removes the server's directory.
 *
 * The sign of life is standard input: the kernel closes it however the parent ends, SIGKILL included, so no
 * signal handler is needed there. Runs in a process group of its own, because Ctrl-C reaches a whole group.
 */
import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import type { ServerProcess } from './tethered-server.ts';

const patienceMs = 10_000;
const server = JSON.parse(process.argv[2] ?? '') as ServerProcess;

// Output goes to standard error: the parent keeps its end to explain a failed start.
const child = spawn(server.command, server.args, {
  cwd: server.directory,
  stdio: ['ignore', 2, 2],
  ...server.user,
});

function end(): void {
  child.kill('SIGINT');
  setTimeout(() => child.kill('SIGKILL'), patienceMs).unref();
}

function finish(code: number): void {
  rmSync(server.directory, { recursive: true, force: true, maxRetries: 5 });
  process.exit(code);
}

process.stdin.on('end', end).on('error', end).resume();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, end);
process.stderr.on('error', () => undefined);
child.on('error', (error) => {
  process.stderr.write(`${error.message}\n`);
  finish(1);
});
child.on('exit', (code) => {
  finish(code ?? 1);
});
