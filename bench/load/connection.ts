import { connect, type Socket } from 'node:net';
import { type Answer, createAnswerReader } from './answer-reader.ts';
import type { Target } from './job.ts';

/** A kept-alive connection that carries one request at a time. Opened at the first request, and again after it was lost. */
export interface Connection {
  send(request: Buffer): void;
  /** Gives up the request under way, if it was sent before `instant`. */
  giveUpBefore(instant: number): void;
  close(): void;
}

export interface ConnectionEvents {
  answered(answer: Answer): void;
  failed(reason: string): void;
}

export function createConnection(target: Target, events: ConnectionEvents): Connection {
  let socket: Socket | null = null;
  let sentAt: number | null = null;

  function open(): Socket {
    const opened = openSocket(target, {
      answered: take,
      lost(reason) {
        if (socket === opened) fail(reason);
      },
    });
    return opened;
  }

  function take(answer: Answer): void {
    if (sentAt === null) {
      drop();
      events.failed('an answer that nobody asked for');
      return;
    }
    sentAt = null;
    if (answer.head.includes('close') && /\r\nconnection: *close/i.test(answer.head)) drop();
    events.answered(answer);
  }

  function drop(): void {
    const old = socket;
    socket = null;
    old?.destroy();
  }

  /** An idle connection may be closed by the server at any time; only a request that is lost with it is a failure. */
  function fail(reason: string): void {
    drop();
    if (sentAt === null) return;
    sentAt = null;
    events.failed(reason);
  }

  return {
    send(request) {
      socket ??= open();
      sentAt = performance.now();
      socket.write(request);
    },
    giveUpBefore(instant) {
      if (sentAt !== null && sentAt < instant) fail('timeout');
    },
    close: drop,
  };
}

interface SocketEvents {
  readonly answered: (answer: Answer) => void;
  readonly lost: (reason: string) => void;
}

/** Filled and read in one go, so all connections can share it. */
const buffer = Buffer.allocUnsafe(256 * 1024);

function openSocket({ host, port }: Target, { answered, lost }: SocketEvents): Socket {
  const reader = createAnswerReader();
  const socket = connect({
    host,
    port,
    noDelay: true,
    onread: {
      buffer,
      callback(size, bytes) {
        let answer: Answer | null;
        try {
          answer = reader.read((bytes as Buffer).toString('latin1', 0, size));
        } catch (error) {
          lost(error instanceof Error ? error.message : String(error));
          return true;
        }
        if (answer !== null) answered(answer);
        return true;
      },
    },
  });
  socket.on('error', (error: NodeJS.ErrnoException) => lost(error.code ?? error.message));
  socket.on('end', () => lost('closed before an answer'));
  socket.on('close', () => lost('closed before an answer'));
  return socket;
}
