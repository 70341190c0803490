import type { Worker } from 'node:cluster';

/** Of the connections that `node:cluster` passes to `send` as what the operating system knows them by. */
interface ConnectionHandle {
  close(): void;
}

/**
 * `node:cluster` hands a worker one connection at a time and keeps it open until the worker has taken it. If the worker dies
 * before, nobody ever closes it: its client would wait for an answer until it gives up, and the primary be one short. So the
 * last one is closed with the worker; where the worker had taken it, closing it again does nothing. (A worker that ended in good
 * order gave back what it did not take.)
 */
export function closeHandedConnection(worker: Worker): void {
  const child = worker.process;
  const send = child.send.bind(child) as (...words: unknown[]) => boolean;
  let handed: ConnectionHandle | null = null;
  child.send = (...words: unknown[]) => {
    const [, handle] = words;
    if (isConnection(handle)) handed = handle;
    return send(...words);
  };
  worker.once('exit', () => {
    if (!worker.exitedAfterDisconnect) handed?.close();
  });
}

function isConnection(handle: unknown): handle is ConnectionHandle {
  return typeof handle === 'object' && handle !== null && 'close' in handle;
}
