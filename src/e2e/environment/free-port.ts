import { once } from 'node:events';
import { createServer } from 'node:net';

/** Below the ports that systems give to outgoing connections, which may take one between its choice and its use. */
const first = 10_000;
const count = 22_000;
/** Further than one process goes, so that processes started one after the other choose apart from each other. */
const stride = 499;

let next = (process.pid * stride) % count;

/**
 * A port of 127.0.0.1 that nobody listens on, and that nobody else is about to: two deployments with the same port would each
 * take the other for itself.
 */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = first + next;
    next = (next + 1) % count;
    if (await isFree(port)) return port;
  }
}

async function isFree(port: number): Promise<boolean> {
  const listener = createServer();
  try {
    listener.listen(port, '127.0.0.1');
    await once(listener, 'listening');
  } catch {
    return false;
  }
  listener.close();
  await once(listener, 'close');
  return true;
}
