import type { Server } from 'node:http';
import { type AddressInfo, Server as NetServer } from 'node:net';

const sweepIntervalMs = 100;

/** Opens a port until `stack` is disposed. Returns its number. */
export async function listen(
  server: Server,
  port: number,
  host: string,
  stack: AsyncDisposableStack,
): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  stack.defer(() => drain(server, 0));
  return (server.address() as AddressInfo).port;
}

/** Closes the port, and the connections as their requests end, at the latest after the grace. */
export async function drain(server: Server, graceSeconds: number): Promise<void> {
  if (!server.listening) return;
  const closed = new Promise<void>((resolve) => {
    // The port alone: an HTTP server would also end connections on which the first request is yet to come.
    NetServer.prototype.close.call(server, () => {
      resolve();
    });
  });
  // Again and again, for requests under way leave connections that their clients would keep.
  const sweep = setInterval(() => server.closeIdleConnections(), sweepIntervalMs);
  await Promise.race([closed, seconds(graceSeconds)]);
  clearInterval(sweep);
  server.closeAllConnections();
  await closed;
}

export function seconds(count: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, count * 1000).unref();
  });
}
