import type { IncomingMessage } from 'node:http';

/** Calls back with the body once all of it is there; never, when the connection ends before. */
export function readShortBody(request: IncomingMessage, onBody: (body: Buffer) => void): void {
  let body: Buffer | null = null;
  request.on('data', (chunk: Buffer) => {
    body = body === null ? chunk : Buffer.concat([body, chunk]);
  });
  request.on('end', () => {
    onBody(body ?? Buffer.alloc(0));
  });
}
