import { fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import type { Answer } from '../load/answer-reader.ts';
import { createExchange } from '../load/exchange.ts';
import type { Target } from '../load/job.ts';

/** What the reference answers to everything. */
export interface ConstantAnswer {
  readonly status: number;
  /** Names and values in turn. */
  readonly headers: readonly string[];
  /** latin1 */
  readonly body: string;
}

export interface BareHttpServer extends AsyncDisposable {
  readonly target: Target;
  readonly pid: number;
}

/** Node's own server writes these. */
const written = new Set(['date', 'connection', 'keep-alive']);

/** Starts a bare server whose answer equals what `target` answers to `request`. */
export async function startBareHttpServer(target: Target, request: Buffer): Promise<BareHttpServer> {
  const model = await askOnce(target, request);
  const constant: ConstantAnswer = {
    status: model.status,
    headers: headersOf(model)
      .filter(([name]) => !written.has(name.toLowerCase()))
      .flat(),
    body: model.body,
  };
  const child = fork(path.join(import.meta.dirname, 'bare-http.ts'), [JSON.stringify(constant)]);
  const exited = once(child, 'exit');
  const [port] = (await Promise.race([once(child, 'message'), exited])) as [number];
  const server: BareHttpServer = {
    target: { host: '127.0.0.1', port },
    pid: child.pid ?? 0,
    async [Symbol.asyncDispose]() {
      if (child.connected) child.disconnect();
      await exited;
    },
  };
  const copy = await askOnce(server.target, request);
  if (shapeOf(copy) !== shapeOf(model)) {
    await server[Symbol.asyncDispose]();
    throw new Error(`the bare server answers otherwise:\n${copy.head}\ninstead of:\n${model.head}`);
  }
  return server;
}

async function askOnce(target: Target, request: Buffer): Promise<Answer> {
  const exchange = createExchange(target);
  try {
    return await exchange.ask(request);
  } finally {
    exchange.close();
  }
}

function headersOf({ head }: Answer): Array<[name: string, value: string]> {
  return head
    .split('\r\n')
    .slice(1)
    .map((line) => {
      const colon = line.indexOf(':');
      return [line.slice(0, colon), line.slice(colon + 1).trim()];
    });
}

/** Everything that both have to have in common. */
function shapeOf(answer: Answer): string {
  const names = headersOf(answer).map(([name, value]) => `${name.toLowerCase()}: ${value.length}`);
  return JSON.stringify([answer.status, names.sort(), answer.body]);
}
