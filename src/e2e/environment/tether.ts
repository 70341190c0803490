/**
 * Runs one server for as long as the process that started it lives, then removes the server's directory.
 *
 * The sign of life is standard input: the kernel closes it however the parent ends, SIGKILL included, so no
 * signal handler is needed there. A line on it names a signal to end the server with, after which it is started again
 * and a line on standard output says so. Runs in a process group of its own, because Ctrl-C reaches a whole group.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { createInterface } from 'node:readline';
import type { ServerProcess } from './tethered-server.ts';

const patienceMs = 10_000;
const server = JSON.parse(process.argv[2] ?? '') as ServerProcess;

let child = start();
let next: 'restart' | 'finish' = 'finish';

/** Output goes to standard error: the parent keeps its end to explain a failed start. */
function start(): ChildProcess {
  const started = spawn(server.command, server.args, {
    cwd: server.directory,
    stdio: ['ignore', 2, 2],
    ...server.user,
  });
  started.on('error', (error) => {
    process.stderr.write(`${error.message}\n`);
    finish(1);
  });
  started.on('exit', (code) => {
    if (next === 'finish') finish(code ?? 1);
    next = 'finish';
    child = start();
    process.stdout.write('started again\n');
  });
  return started;
}

function restart(signal: string): void {
  next = 'restart';
  child.kill(signal as NodeJS.Signals);
}

function end(): void {
  next = 'finish';
  child.kill('SIGINT');
  setTimeout(() => child.kill('SIGKILL'), patienceMs).unref();
}

function finish(code: number): never {
  rmSync(server.directory, { recursive: true, force: true, maxRetries: 5 });
  process.exit(code);
}

process.stdin.on('end', end).on('error', end);
createInterface(process.stdin).on('line', restart);
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, end);
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
