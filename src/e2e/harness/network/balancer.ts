import { once } from 'node:events';
import { type IncomingMessage, type ServerResponse, createServer, request as send } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Balancer extends AsyncDisposable {
  readonly port: number;
  /** Origins that requests go to, in turn. */
  readonly targets: string[];
}

/** What stands in front of several replicas: passes requests on in turn, saying where they came from. */
export async function startBalancer(): Promise<Balancer> {
  const targets: string[] = [];
  let turn = 0;
  const server = createServer((incoming, outgoing) => {
    turn += 1;
    const target = targets[turn % targets.length];
    if (target === undefined) outgoing.writeHead(502).end();
    else pass(incoming, outgoing, target);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    targets,
    async [Symbol.asyncDispose]() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

function pass(incoming: IncomingMessage, outgoing: ServerResponse, target: string): void {
  const address = incoming.socket.remoteAddress ?? '';
  const forwarded = [incoming.headers['x-forwarded-for'], address].filter(Boolean).join(', ');
  const request = send(`${target}${incoming.url ?? '/'}`, {
    method: incoming.method,
    headers: { ...incoming.headers, 'x-forwarded-for': forwarded },
    // A kept connection may be closed by its replica just when it is used again; balancers retry that, this one avoids it.
    agent: false,
  });
  request.on('response', (response) => {
    outgoing.writeHead(response.statusCode ?? 502, response.rawHeaders);
    response.pipe(outgoing);
  });
  request.on('error', () => {
    if (outgoing.headersSent) outgoing.destroy();
    else outgoing.writeHead(502).end();
  });
  incoming.pipe(request);
}
