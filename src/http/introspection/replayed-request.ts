import { IncomingMessage } from 'node:http';

/** The same request with its body still to be read, for a handler that has to see all of it. */
export function replayedRequest(request: IncomingMessage, body: Buffer): IncomingMessage {
  const replayed = new IncomingMessage(request.socket);
  replayed.method = request.method ?? 'POST';
  replayed.url = request.url ?? '/';
  replayed.headers = request.headers;
  replayed.rawHeaders = request.rawHeaders;
  replayed.httpVersion = request.httpVersion;
  replayed.httpVersionMajor = request.httpVersionMajor;
  replayed.httpVersionMinor = request.httpVersionMinor;
  replayed.push(body);
  replayed.push(null);
  replayed.complete = true;
  return replayed;
}
