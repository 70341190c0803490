import { setTimeout as sleep } from 'node:timers/promises';
import type { TestClient } from '../registry.ts';

const untilReceivedMs = 200;

/** A token request of a confidential client whose form is sent in two halves. */
export function startSlowRequest(
  base: string,
  { clientId, clientSecret }: TestClient,
  form: Readonly<Record<string, string>>,
) {
  let finish = (): void => undefined;
  const text = new URLSearchParams(form).toString();
  const basic = Buffer.from(`${clientId}:${clientSecret}`).toString('base64');
  const encoder = new TextEncoder();
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      controller.enqueue(encoder.encode(text.slice(0, 10)));
      finish = () => {
        controller.enqueue(encoder.encode(text.slice(10)));
        controller.close();
      };
    },
  });
  const headers = { authorization: `Basic ${basic}`, 'content-type': 'application/x-www-form-urlencoded' };
  const init: RequestInit = { method: 'POST', body, headers, duplex: 'half' };
  return {
    begun: sleep(untilReceivedMs),
    finish: () => finish(),
    status: fetch(`${base}/token`, init).then(({ status }) => status),
  };
}
