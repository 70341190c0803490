import { once } from 'node:events';
import { type Server, type Socket, connect, createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { textOf } from './postgres-statements.ts';

/** A network that tests can break: stands between the service and a server, or between a client and the service. */
export interface TcpProxy extends AsyncDisposable {
  /** The target's URL with the proxy's host and port. */
  readonly url: string;
  /** Ends every connection; new ones are refused. */
  cut(): Promise<void>;
  /** Connections stay and new ones open, but nothing passes any more. */
  stall(): void;
  /** Ends what was stalled or cut; from now on everything passes. */
  restore(): Promise<void>;
  /**
   * Breaks the connection on which `text` is sent next: `before` the target has seen it, or `after` the target has acted
   * on it, when its answer comes back. Resolves once that has happened.
   */
  breakAt(text: string, moment: 'before' | 'after'): Promise<void>;
}

interface Break {
  readonly text: string;
  readonly moment: 'before' | 'after';
  readonly done: () => void;
}

interface State {
  readonly host: string;
  readonly port: number;
  readonly pairs: Set<readonly [Socket, Socket]>;
  stalled: boolean;
  armed: Break | null;
}

export async function startTcpProxy(targetUrl: string): Promise<TcpProxy> {
  const target = new URL(targetUrl);
  const state: State = {
    host: target.hostname,
    port: Number(target.port),
    pairs: new Set(),
    stalled: false,
    armed: null,
  };
  let server = await listen(state, 0);
  const { port } = server.address() as AddressInfo;
  const url = new URL(targetUrl);
  url.host = `127.0.0.1:${port}`;

  return {
    url: url.href.replace(/\/$/, ''),
    async cut() {
      server.close();
      endAll(state);
      if (server.listening) await once(server, 'close');
    },
    stall() {
      state.stalled = true;
      for (const [near, far] of state.pairs) for (const socket of [near, far]) socket.pause();
    },
    async restore() {
      // What was stalled is out of step with the world: a real outage ends such connections, too.
      endAll(state);
      state.stalled = false;
      if (!server.listening) server = await listen(state, port);
    },
    breakAt(text, moment) {
      return new Promise((resolve) => {
        state.armed = { text, moment, done: resolve };
      });
    },
    async [Symbol.asyncDispose]() {
      server.close();
      endAll(state);
      if (server.listening) await once(server, 'close');
    },
  };
}

async function listen(state: State, port: number): Promise<Server> {
  const server = createServer((near) => pass(near, state)).listen(port, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

function pass(near: Socket, state: State): void {
  const far = connect(state.port, state.host);
  const pair = [near, far] as const;
  state.pairs.add(pair);
  const end = (): void => {
    state.pairs.delete(pair);
    near.destroy();
    far.destroy();
  };
  for (const socket of pair) {
    socket.setNoDelay(true);
    socket.on('error', end).on('close', end);
    if (state.stalled) socket.pause();
  }
  let awaited: Break | null = null;
  const named = new Map<string, string>();
  near.on('data', (chunk: Buffer) => {
    const text = textOf(chunk, named);
    const { armed } = state;
    if (armed?.moment === 'before' && text.includes(armed.text)) return strike(armed);
    if (armed?.moment === 'after' && text.includes(armed.text)) {
      state.armed = null;
      awaited = armed;
    }
    far.write(chunk);
  });
  far.on('data', (chunk: Buffer) => {
    if (awaited === null) near.write(chunk);
    else strike(awaited);
  });

  function strike(broken: Break): void {
    state.armed = null;
    end();
    broken.done();
  }
}

function endAll({ pairs }: State): void {
  for (const [near, far] of pairs) {
    near.destroy();
    far.destroy();
  }
  pairs.clear();
}
