/**
 * The least that any server on `node:http` does: reads the body of a request and answers a constant. What it answers comes
 * as an argument; Node adds `Date`, `Connection` and `Keep-Alive` here as it does for the service.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ConstantAnswer } from './bare-http-server.ts';

const { status, headers, body } = JSON.parse(process.argv[2] ?? '') as ConstantAnswer;
const bytes = Buffer.from(body, 'latin1');

const server = createServer({ keepAliveTimeout: 75_000 }, (request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    response.writeHead(status, headers as string[]);
    response.end(bytes);
  });
});
server.listen(0, '127.0.0.1', () => {
  process.send?.((server.address() as AddressInfo).port);
});
process.once('disconnect', () => process.exit());
