import {
  type HttpConnection,
  type RawAnswer,
  headerOf,
  openHttpConnection,
} from '../harness/network/http-connection.ts';
import type { RequestParts } from './request.ts';

/** How one request is sent by the two ways there are to an answer: the lane takes only bodies whose length is announced. */
export interface SendingPlan {
  readonly first: 'lane' | 'engine';
  /** Both requests in one go on one connection. */
  readonly pipelined: boolean;
  /** Per mille of the body after which it is cut: into chunks for the engine, into two packets for the lane. */
  readonly cutAt: number | null;
}

export interface BothAnswers {
  readonly lane: RawAnswer;
  readonly engine: RawAnswer;
  /** Epoch milliseconds between which both were given. */
  readonly startedAt: number;
  readonly endedAt: number;
}

type Way = SendingPlan['first'];

/** One kept connection for both ways, so that a body that was left unread shows in the next answer. */
export interface Asker extends Disposable {
  askBothWays(request: RequestParts, plan: SendingPlan): Promise<BothAnswers>;
}

export function createAsker(url: string): Asker {
  let connection: HttpConnection | null = null;
  const kept = async (): Promise<HttpConnection> => {
    if (connection?.open !== true) connection = await openHttpConnection(url);
    return connection;
  };

  async function askOneWay(request: RequestParts, way: Way, cutAt: number | null): Promise<RawAnswer> {
    const to = await kept();
    const [start, ...rest] = way === 'lane' ? announced(request, cutAt) : chunked(request, cutAt);
    return rest.length === 0 ? to.send(start) : to.send(start, Buffer.concat(rest));
  }

  /** The second may be lost with the connection when the first answer closes it. */
  async function pipeline(request: RequestParts, ways: readonly [Way, Way]): Promise<[RawAnswer, RawAnswer]> {
    const to = await kept();
    const bytes = (way: Way) =>
      Buffer.concat(way === 'lane' ? announced(request, null) : chunked(request, null));
    const [first, second] = await Promise.allSettled([to.send(bytes(ways[0])), to.send(bytes(ways[1]))]);
    if (first.status === 'rejected') throw first.reason;
    return [
      first.value,
      second.status === 'fulfilled' ? second.value : await askOneWay(request, ways[1], null),
    ];
  }

  return {
    async askBothWays(request, { first, pipelined, cutAt }) {
      const startedAt = Date.now();
      const ways = first === 'lane' ? (['lane', 'engine'] as const) : (['engine', 'lane'] as const);
      // Nothing may follow a request that says it is the last.
      const mayFollow = !request.head.some((line) => line.includes('Connection: '));
      const answers =
        pipelined && mayFollow
          ? await pipeline(request, ways)
          : [await askOneWay(request, ways[0], cutAt), await askOneWay(request, ways[1], cutAt)];
      const [lane, engine] = first === 'lane' ? answers : answers.toReversed();
      if (lane === undefined || engine === undefined) throw new Error('an answer is missing');
      return { lane, engine, startedAt, endedAt: Date.now() };
    },
    [Symbol.dispose]: () => connection?.[Symbol.dispose](),
  };
}

function announced({ head, body }: RequestParts, cutAt: number | null): [Buffer, ...Buffer[]] {
  const start = Buffer.from(`${head.join('\r\n')}\r\nContent-Length: ${body.length}\r\n\r\n`, 'latin1');
  const [before, ...after] = cut(body, cutAt);
  return [Buffer.concat([start, before]), ...after];
}

function chunked({ head, body }: RequestParts, cutAt: number | null): [Buffer, ...Buffer[]] {
  const start = Buffer.from(`${head.join('\r\n')}\r\nTransfer-Encoding: chunked\r\n\r\n`, 'latin1');
  const end = Buffer.from('0\r\n\r\n');
  return [start, ...cut(body, cutAt).map(chunk), end];
}

function cut(body: Buffer, cutAt: number | null): [Buffer, ...Buffer[]] {
  if (cutAt === null) return [body];
  const at = Math.floor((body.length * cutAt) / 1000);
  return [body.subarray(0, at), body.subarray(at)];
}

function chunk(content: Buffer): Buffer {
  if (content.length === 0) return content;
  return Buffer.concat([Buffer.from(`${content.length.toString(16)}\r\n`), content, Buffer.from('\r\n')]);
}

/** Of each answer anew: when and which it was, and how its body is framed. */
const ownHeaders = new Set([
  ...['date', 'x-request-id', 'content-length', 'transfer-encoding', 'connection', 'keep-alive'],
]);

/** null when they say the same: status, headers in their order, body to the byte. */
export function findDifference({ lane, engine }: Pick<BothAnswers, 'lane' | 'engine'>): string | null {
  const [ofLane, ofEngine] = [comparable(lane), comparable(engine)];
  return ofLane === ofEngine ? null : `lane:\n${ofLane}\nengine:\n${ofEngine}`;
}

function comparable(answer: RawAnswer): string {
  const { status, headers, body } = answer;
  const lines = headers
    .filter(([name]) => !ownHeaders.has(name.toLowerCase()))
    .map(([name, value]) => `${name}: ${value}`);
  // Byte for byte; pages repeat the request's id.
  const text = body.toString('latin1').replaceAll(headerOf(answer, 'x-request-id') ?? '\0', 'its id');
  return [status, ...lines, '', text].join('\n');
}
