import {
  type HttpConnection,
  type HttpConnections,
  createHttpConnections,
  headerOf,
  openHttpConnection,
} from '../network/http-connection.ts';

/** Needs nothing of the service, and is answered with the id of the request, which begins with the name of the process. */
const whoAreYou = 'GET /jwks HTTP/1.1\r\nHost: x\r\n\r\n';
const counterLength = 8;
const mostAttempts = 200;

/** Kept connections to each of the workers behind one port: a new connection is whosever turn it is. */
export async function connectToWorkers(url: string, count: number): Promise<HttpConnections[]> {
  const spare = new Map<string, HttpConnection[]>();

  async function openOne(): Promise<void> {
    const connection = await openHttpConnection(url);
    const answer = await connection.send(whoAreYou);
    const name = headerOf(answer, 'x-request-id')?.slice(0, -counterLength);
    if (name === undefined) throw new Error(`an answer without the id of its request: ${answer.status}`);
    const ofWorker = spare.get(name) ?? [];
    ofWorker.push(connection);
    spare.set(name, ofWorker);
  }

  async function openTo(name: string): Promise<HttpConnection> {
    for (let attempt = 0; attempt < mostAttempts; attempt += 1) {
      const ofWorker = spare.get(name) ?? [];
      for (let connection = ofWorker.pop(); connection !== undefined; connection = ofWorker.pop()) {
        if (connection.open) return connection;
      }
      await openOne();
    }
    throw new Error(`no connection leads to ${name}`);
  }

  for (let attempt = 0; spare.size < count; attempt += 1) {
    if (attempt === mostAttempts) throw new Error(`only ${spare.size} of ${count} workers answer`);
    await openOne();
  }
  return [...spare.keys()].map((name) => createHttpConnections(url, { name, open: () => openTo(name) }));
}
