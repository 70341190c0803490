/** One HTTP/1.1 answer. Text is latin1: one character for each byte. */
export interface Answer {
  readonly status: number;
  /** From the status line to the last header, without the blank line. */
  readonly head: string;
  readonly body: string;
}

export interface AnswerReader {
  /** What has just arrived; the answer once it is whole. @throws when it is not HTTP/1.1 or more came than was asked for */
  read(text: string): Answer | null;
}

const contentLength = /\r\ncontent-length: *(\d+)/i;
const chunked = /\r\ntransfer-encoding: *chunked/i;

/**
 * Reads the answers of one connection, one request at a time. Does only what a load generator needs, but that correctly:
 * status line, Content-Length or chunked bodies, however the bytes are cut into pieces.
 */
export function createAnswerReader(): AnswerReader {
  let received = '';
  return {
    read(text) {
      received = received === '' ? text : received + text;
      const answer = parse(received);
      if (answer !== null) received = '';
      return answer;
    },
  };
}

function parse(text: string): Answer | null {
  const end = text.indexOf('\r\n\r\n');
  if (end === -1) return null;
  if (!text.startsWith('HTTP/1.1 ')) throw new Error(`no HTTP/1.1 answer: ${text.slice(0, 80)}`);
  const status = Number(text.slice(9, 12));
  const head = text.slice(0, end);
  const start = end + 4;
  const length = contentLength.exec(head)?.[1];
  if (length === undefined && chunked.test(head)) {
    const body = joinChunks(text, start);
    return body === null ? null : { status, head, body };
  }
  if (length === undefined && status !== 204 && status !== 304)
    throw new Error(`an answer of unknown length: ${head}`);
  const total = start + Number(length ?? 0);
  if (text.length < total) return null;
  if (text.length > total) throw new Error(`more than one answer: ${text.slice(total, total + 80)}`);
  return { status, head, body: text.slice(start) };
}

function joinChunks(text: string, start: number): string | null {
  let body = '';
  for (let position = start; ;) {
    const lineEnd = text.indexOf('\r\n', position);
    if (lineEnd === -1) return null;
    const size = Number.parseInt(text.slice(position, lineEnd), 16);
    if (Number.isNaN(size)) throw new Error('a chunk without a size');
    const next = lineEnd + 2 + size + 2;
    if (text.length < next) return null;
    if (size === 0 && text.length > next) throw new Error('more than one answer, or trailers');
    if (size === 0) return body;
    body += text.slice(lineEnd + 2, lineEnd + 2 + size);
    position = next;
  }
}
