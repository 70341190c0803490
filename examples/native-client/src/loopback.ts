import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Failure } from './failure.ts';

/** A listener on this computer that the browser is sent back to (RFC 8252 §7.3). */
export interface Loopback extends AsyncDisposable {
  readonly redirectUri: string;
  /** Resolves with the parameters of the answer that carries `state`. To be called once. */
  waitForAnswer(state: string, timeoutMs: number): Promise<URLSearchParams>;
}

/** Listens on a free port of 127.0.0.1: the literal address, which no name resolution can redirect. */
export async function listenOnLoopback(): Promise<Loopback> {
  const answered = Promise.withResolvers<URLSearchParams>();
  let expectedState: string | undefined;

  function handle(request: IncomingMessage, response: ServerResponse): void {
    const url = URL.parse(request.url ?? '', 'http://127.0.0.1');
    if (request.method !== 'GET' || url?.pathname !== '/callback') {
      respond(response, 404, 'Nothing here', 'This address only receives the answer of a sign-in.');
      return;
    }
    // Any page or program can call this port. Without our state it is not our answer, and must not end the wait.
    if (expectedState === undefined || url.searchParams.get('state') !== expectedState) {
      respond(
        response,
        400,
        'Not this sign-in',
        'This answer does not belong to the sign-in that is running.',
      );
      return;
    }
    response.once('finish', () => answered.resolve(url.searchParams));
    if (url.searchParams.has('error')) {
      respond(response, 200, 'Not signed in', 'The reason is in the terminal. You can close this tab.');
    } else {
      respond(response, 200, 'You can close this tab', 'The answer has reached the terminal.');
    }
  }

  const server = createServer(handle);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;

  return {
    redirectUri: `http://127.0.0.1:${port}/callback`,
    async waitForAnswer(state, timeoutMs) {
      expectedState = state;
      const expired = Promise.withResolvers<never>();
      const timer = setTimeout(() => {
        const waited = `No answer came back from the browser in ${timeoutMs / 1000} seconds.`;
        expired.reject(new Failure(waited, 'Run this again and finish the sign-in in the browser.'));
      }, timeoutMs);
      // The listener keeps the program alive while somebody waits; the timer alone must not.
      timer.unref();
      try {
        return await Promise.race([answered.promise, expired.promise]);
      } finally {
        clearTimeout(timer);
      }
    },
    async [Symbol.asyncDispose]() {
      server.close();
      // Browsers keep spare connections open, which would keep this program alive.
      server.closeAllConnections();
    },
  };
}

function respond(response: ServerResponse, status: number, title: string, text: string): void {
  response.writeHead(status, {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'",
    'cache-control': 'no-store',
    // The address of this page holds the code.
    'referrer-policy': 'no-referrer',
    connection: 'close',
  });
  response.end(`<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>
  :root { color-scheme: light dark; font: 1.125rem/1.5 system-ui, sans-serif }
  body { min-height: 90vh; display: grid; place-content: center; text-align: center; margin: 0 1rem }
</style>
<main><h1>${title}</h1><p>${text}</p></main>
</html>
`);
}
