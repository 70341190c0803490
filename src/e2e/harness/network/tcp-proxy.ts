import { once } from 'node:events';
import { type Server, type Socket, connect, createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { textOf } from '../postgres/postgres-statements.ts';

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
  /**
   * Keeps back whatever the target sends on chosen connections, while all else passes: what the service sends there still
   * arrives, in time, but of the answers it sees nothing.
   *
   * @param isChosen told what the service sends; the first part that a connection ever sent (of Postgres: its application
   *   name) is asked about for those that are open already
   */
  holdAnswers(isChosen: (sent: Buffer) => boolean): HeldAnswers;
  /** Connections open now whose first part contains `text`. */
  countOpenedWith(text: string): number;
}

export interface HeldAnswers {
  /** Connections chosen so far. */
  readonly connections: number;
  /** Parts kept back now on each of them; sent at different times, they are different parts. */
  readonly kept: readonly number[];
  /** Lets the oldest part on each of them pass; what comes later is still kept back. */
  passOldest(): void;
  /** Chooses no more connections; those chosen stay held. */
  close(): void;
  /** Lets everything kept back pass, in its order, and keeps nothing back any more. */
  release(): void;
}

interface Break {
  readonly text: string;
  readonly moment: 'before' | 'after';
  readonly done: () => void;
}

interface Hold {
  readonly isChosen: (sent: Buffer) => boolean;
  readonly pairs: Set<Pair>;
  isOpen: boolean;
}

interface Pair {
  readonly near: Socket;
  readonly far: Socket;
  /** The first part the service sent; empty before. */
  opening: Buffer;
  /** What was kept back; null while answers pass. */
  held: Buffer[] | null;
}

interface State {
  readonly host: string;
  readonly port: number;
  readonly pairs: Set<Pair>;
  readonly holds: Set<Hold>;
  stalled: boolean;
  armed: Break | null;
}

export async function startTcpProxy(targetUrl: string): Promise<TcpProxy> {
  const target = new URL(targetUrl);
  const state: State = {
    host: target.hostname,
    port: Number(target.port),
    pairs: new Set(),
    holds: new Set(),
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
      for (const { near, far } of state.pairs) for (const socket of [near, far]) socket.pause();
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
    holdAnswers: (isChosen) => holdAnswers(state, isChosen),
    countOpenedWith: (text) => [...state.pairs].filter(({ opening }) => opening.includes(text)).length,
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
  const pair: Pair = { near, far, opening: Buffer.alloc(0), held: null };
  state.pairs.add(pair);
  const end = (): void => {
    state.pairs.delete(pair);
    near.destroy();
    far.destroy();
  };
  for (const socket of [near, far]) {
    socket.setNoDelay(true);
    socket.on('error', end).on('close', end);
    if (state.stalled) socket.pause();
  }
  let awaited: Break | null = null;
  const named = new Map<string, string>();
  near.on('data', (chunk: Buffer) => {
    const text = textOf(chunk, named);
    if (pair.opening.length === 0) pair.opening = chunk;
    for (const hold of state.holds) if (hold.isOpen) choose(hold, pair, chunk);
    const { armed } = state;
    if (armed?.moment === 'before' && text.includes(armed.text)) return strike(armed);
    if (armed?.moment === 'after' && text.includes(armed.text)) {
      state.armed = null;
      awaited = armed;
    }
    far.write(chunk);
  });
  far.on('data', (chunk: Buffer) => {
    if (awaited !== null) strike(awaited);
    else if (pair.held === null) near.write(chunk);
    else pair.held.push(chunk);
  });

  function strike(broken: Break): void {
    state.armed = null;
    end();
    broken.done();
  }
}

function holdAnswers(state: State, isChosen: Hold['isChosen']): HeldAnswers {
  const hold: Hold = { isChosen, pairs: new Set(), isOpen: true };
  state.holds.add(hold);
  for (const pair of state.pairs) choose(hold, pair, pair.opening);
  return {
    get connections() {
      return hold.pairs.size;
    },
    get kept() {
      return [...hold.pairs].map(({ held }) => held?.length ?? 0);
    },
    passOldest() {
      for (const { near, held } of hold.pairs) {
        const oldest = held?.shift();
        if (oldest !== undefined) near.write(oldest);
      }
    },
    close() {
      hold.isOpen = false;
    },
    release() {
      state.holds.delete(hold);
      for (const pair of hold.pairs) {
        for (const chunk of pair.held ?? []) pair.near.write(chunk);
        pair.held = null;
      }
    },
  };
}

function choose({ pairs, isChosen }: Hold, pair: Pair, sent: Buffer): void {
  if (pair.held !== null || !isChosen(sent)) return;
  pair.held = [];
  pairs.add(pair);
}

function endAll({ pairs }: State): void {
  for (const { near, far } of pairs) {
    near.destroy();
    far.destroy();
  }
  pairs.clear();
}
