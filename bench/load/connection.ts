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

/** Read synchronously as soon as it is filled, so all connections can share it. */
const buffer = Buffer.allocUnsafe(256 * 1024);

export function createConnection({ host, port }: Target, events: ConnectionEvents): Connection {
  let socket: Socket | null = null;
  let sentAt: number | null = null;

  function open(): Socket {
    const reader = createAnswerReader();
    const opened = connect({
      host,
      port,
      noDelay: true,
      onread: {
        buffer,
        callback(size, bytes) {
          take(() => reader.read((bytes as Buffer).toString('latin1', 0, size)));
          return true;
        },
      },
    });
    const lost = (reason: string) => () => {
      if (socket === opened) fail(reason);
    };
    opened.on('error', (error: NodeJS.ErrnoException) => lost(error.code ?? error.message)());
    opened.on('end', lost('closed before an answer'));
    opened.on('close', lost('closed before an answer'));
    return opened;
  }

  function take(read: () => Answer | null): void {
    let answer: Answer | null;
    try {
      answer = read();
    } catch (error) {
      fail(error instanceof Error ? error.message : String(error));
      return;
    }
    if (answer === null) return;
    if (sentAt === null) {
      fail('an answer that nobody asked for');
      return;
    }
    sentAt = null;
    if (answer.head.includes('close')) dropIfAsked(answer.head);
    events.answered(answer);
  }

  function dropIfAsked(head: string): void {
    if (/\r\nconnection: *close/i.test(head)) drop();
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
