/**
 * Takes mails out of the outbox and hands them to a transport, until it has taken them. Every process does; the database gives
 * each mail to one of them. What a transport does not take is tried again, further apart each time, until it is of no use.
 */
import type { Mail, OutgoingMailStore, TakenMail } from '../domain/mail/mail.ts';
import type { Outbox } from '../domain/mail/outbox.ts';
import type { Logger } from '../platform/logger.ts';

/** What a person reads, in both forms that mail programs show. */
export interface Message {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

export interface MailTransport {
  /** @throws when the message was not taken */
  send(message: Message): Promise<void>;
  /** @throws when it could not take one now: unreachable, or it does not know us */
  verify(): Promise<void>;
  close(): void;
}

export type MailOutcome = 'sent' | 'failed' | 'given_up';

export interface DeliveryOptions {
  readonly store: OutgoingMailStore;
  readonly outbox: Outbox;
  readonly transport: MailTransport;
  /** null: nothing is to be sent. */
  readonly compose: (mail: Mail) => Message | null;
  readonly count: (outcome: MailOutcome) => void;
  readonly logger: Logger;
}

const intervalMs = 500;
const atOnce = 10;

export function startDelivery(options: DeliveryOptions): AsyncDisposable {
  const { store, logger } = options;
  let running: Promise<void> | null = null;

  async function round(): Promise<void> {
    try {
      for (;;) {
        const taken = await store.takeDue(atOnce);
        await Promise.all(taken.map((mail) => deliver(mail, options)));
        if (taken.length < atOnce) return;
      }
    } catch (err) {
      logger.warn({ err }, 'the outbox cannot be read; it is tried again');
    }
  }

  const timer = setInterval(() => {
    running ??= round().finally(() => (running = null));
  }, intervalMs);
  return {
    async [Symbol.asyncDispose]() {
      clearInterval(timer);
      await running;
      options.transport.close();
    },
  };
}

async function deliver(taken: TakenMail, options: DeliveryOptions): Promise<void> {
  const { store, outbox, transport, compose, count, logger } = options;
  const { id, attempts, expired } = taken;
  try {
    if (expired) {
      await store.remove(id);
      count('given_up');
      logger.warn({ mailId: id, attempts: attempts - 1 }, 'a mail could not be sent in its time');
      return;
    }
    const message = compose(outbox.open(taken));
    if (message !== null) await transport.send(message);
    await store.remove(id);
    if (message !== null) count('sent');
  } catch (err) {
    count('failed');
    logger.warn({ mailId: id, attempts, reason: reasonOf(err) }, 'a mail was not sent; it is tried again');
  }
}

/** Servers repeat addresses and more in their answers, which are nobody's to log. */
function reasonOf(error: unknown): string {
  const { code, responseCode, command } = error as Partial<
    Record<'code' | 'responseCode' | 'command', unknown>
  >;
  const known = [code, responseCode, command].filter(
    (part) => typeof part === 'string' || typeof part === 'number',
  );
  return known.length > 0 ? known.join(' ') : error instanceof Error ? error.name : 'unknown';
}
