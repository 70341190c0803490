/** HTTP/1.1 by hand, for tests that decide about every byte they send, or send tens of thousands of requests. */
import { once } from 'node:events';
import { type Socket, connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** One answer as it came over the wire. */
export interface RawAnswer {
  readonly status: number;
  /** In their order and spelling. */
  readonly headers: ReadonlyArray<readonly [name: string, value: string]>;
  /** Without its framing. */
  readonly body: Buffer;
}

/** A kept connection. */
export interface HttpConnection extends Disposable {
  /** False once either side has ended it. */
  readonly open: boolean;
  /**
   * Sends one request; a `later` part after a moment, in a packet of its own. Several requests may be under way at once
   * (pipelining); answers come in their order.
   */
  send(request: string | Uint8Array, later?: Uint8Array): Promise<RawAnswer>;
}

interface Awaiting {
  readonly resolve: (answer: RawAnswer) => void;
  readonly reject: (error: Error) => void;
}

const answerWithinMs = 20_000;
const momentMs = 1;

export async function openHttpConnection(url: string): Promise<HttpConnection> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname).setNoDelay(true);
  await once(socket, 'connect');
  const awaiting: Awaiting[] = [];
  let open = true;
  const end = (reason: string): void => {
    open = false;
    socket.destroy();
    for (const { reject } of awaiting.splice(0)) reject(new Error(`no answer: ${reason}`));
  };
  readAnswers(socket, {
    onAnswer(answer, isLast) {
      awaiting.shift()?.resolve(answer);
      if (isLast) end('the service closes the connection');
    },
    onNonsense: end,
  });
  socket.on('error', (error) => end(error.message));
  socket.on('close', () => end('the connection was closed'));
  socket.setTimeout(answerWithinMs, () => end('it takes too long'));

  return {
    get open() {
      return open;
    },
    async send(request, later) {
      if (!open) throw new Error('no answer: the connection was closed before');
      const { promise, resolve, reject } = Promise.withResolvers<RawAnswer>();
      awaiting.push({ resolve, reject });
      socket.write(request);
      if (later === undefined) return promise;
      // The answer may come before: nothing else may be sent until the request is whole.
      const whole = sleep(momentMs).then(() => open && socket.write(later));
      const [answer] = await Promise.all([promise, whole]);
      return answer;
    },
    [Symbol.dispose]: () => end('disposed of'),
  };
}

/** As many kept connections to one process as requests are under way. */
export interface HttpConnections extends Disposable {
  readonly url: string;
  /** Of the process; where it has the port for itself, the URL. */
  readonly name: string;
  send(request: string | Uint8Array): Promise<RawAnswer>;
}

export interface HttpConnectionsOptions {
  readonly name: string;
  readonly open: () => Promise<HttpConnection>;
}

export function createHttpConnections(
  url: string,
  { name, open }: HttpConnectionsOptions = { name: url, open: () => openHttpConnection(url) },
): HttpConnections {
  const idle: HttpConnection[] = [];
  const all = new Set<HttpConnection>();
  return {
    url,
    name,
    async send(request) {
      let connection = idle.pop();
      while (connection?.open === false) connection = idle.pop();
      connection ??= await open();
      all.add(connection);
      try {
        const answer = await connection.send(request);
        idle.push(connection);
        return answer;
      } finally {
        if (!connection.open) all.delete(connection);
      }
    },
    [Symbol.dispose]() {
      for (const connection of all) connection[Symbol.dispose]();
    },
  };
}

/** The value of a header, by its name in lower case. */
export function headerOf({ headers }: RawAnswer, name: string): string | undefined {
  return headers.find(([given]) => given.toLowerCase() === name)?.[1];
}

/** A form as a complete request. */
export function formRequest(
  path: string,
  form: Readonly<Record<string, string>>,
  client: { readonly clientId: string; readonly clientSecret: string } | null,
): string {
  const isPublic = client?.clientSecret === '';
  const fields = { ...form, ...(isPublic ? { client_id: client.clientId } : {}) };
  const body = new URLSearchParams(fields).toString();
  const authorization =
    client === null || isPublic
      ? ''
      : `Authorization: Basic ${Buffer.from(`${client.clientId}:${client.clientSecret}`).toString('base64')}\r\n`;
  return `POST ${path} HTTP/1.1\r\nHost: x\r\n${authorization}Content-Type: application/x-www-form-urlencoded\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
}

interface Listeners {
  readonly onAnswer: (answer: RawAnswer, isLast: boolean) => void;
  readonly onNonsense: (reason: string) => void;
}

/** Cuts what arrives into answers; interim ones (1xx) are left out. */
function readAnswers(socket: Socket, { onAnswer, onNonsense }: Listeners): void {
  let received: Buffer = Buffer.alloc(0);
  socket.on('data', (chunk: Buffer) => {
    received = received.length === 0 ? chunk : Buffer.concat([received, chunk]);
    try {
      for (let read = parseAnswer(received); read !== null; read = parseAnswer(received)) {
        received = received.subarray(read.length);
        if (read.answer.status >= 200) onAnswer(read.answer, read.isLast);
      }
    } catch (error) {
      onNonsense(String(error));
    }
  });
}

interface ParsedAnswer {
  readonly answer: RawAnswer;
  readonly isLast: boolean;
  /** Bytes of the whole. */
  readonly length: number;
}

/** null: not all of it is there yet. */
function parseAnswer(received: Buffer): ParsedAnswer | null {
  const headEnd = received.indexOf('\r\n\r\n');
  if (headEnd === -1) return null;
  const [statusLine = '', ...lines] = received.toString('latin1', 0, headEnd).split('\r\n');
  const status = Number(/^HTTP\/1\.1 (\d{3}) /.exec(statusLine)?.[1]);
  if (Number.isNaN(status)) throw new Error(`not an answer: ${statusLine}`);
  const headers = lines.map((line) => {
    const colon = line.indexOf(':');
    return [line.slice(0, colon), line.slice(colon + 1).trim()] as const;
  });
  const value = (name: string) => headers.find(([given]) => given.toLowerCase() === name)?.[1];
  const body = parseBody(received, headEnd + 4, {
    none: status < 200 || status === 204 || status === 304,
    length: value('content-length'),
    encoding: value('transfer-encoding'),
  });
  if (body === null) return null;
  const isLast = value('connection')?.toLowerCase() === 'close';
  return { answer: { status, headers, body: body.content }, isLast, length: body.end };
}

interface Framing {
  readonly none: boolean;
  readonly length: string | undefined;
  readonly encoding: string | undefined;
}

function parseBody(
  received: Buffer,
  start: number,
  { none, length, encoding }: Framing,
): { content: Buffer; end: number } | null {
  if (none) return { content: Buffer.alloc(0), end: start };
  if (encoding === 'chunked') return parseChunks(received, start);
  if (length === undefined) throw new Error('an answer of unknown length');
  const end = start + Number(length);
  return received.length < end ? null : { content: Buffer.from(received.subarray(start, end)), end };
}

function parseChunks(received: Buffer, start: number): { content: Buffer; end: number } | null {
  const chunks: Buffer[] = [];
  for (let at = start; ;) {
    const lineEnd = received.indexOf('\r\n', at);
    if (lineEnd === -1) return null;
    const size = Number.parseInt(received.toString('latin1', at, lineEnd), 16);
    const next = lineEnd + 2 + size + 2;
    if (received.length < next) return null;
    if (size === 0) return { content: Buffer.concat(chunks), end: next };
    chunks.push(received.subarray(lineEnd + 2, lineEnd + 2 + size));
    at = next;
  }
}
