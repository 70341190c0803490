/**
 * Takes mails out of the outbox and hands them to a transport, until it has taken them. Every process does; the database gives
 * each mail to one of them. What a transport does not take is tried again, further apart each time, until it is of no use.
 */
import { setTimeout as sleep } from 'node:timers/promises';
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
const longestGoodbyeMs = 5000;

export function startDelivery(options: DeliveryOptions): AsyncDisposable {
  const { store, logger } = options;
  // Each by itself: a new code does not wait for an old mail.
  const underWay = new Set<Promise<void>>();
  let stopping = false;
  let reported = false;
  let running: Promise<void> | null = null;

  async function take(): Promise<void> {
    const free = atOnce - underWay.size;
    if (stopping || free <= 0) return;
    try {
      for (const mail of await store.takeDue(free)) {
        const delivery = deliver(mail, options).finally(() => underWay.delete(delivery));
        underWay.add(delivery);
      }
      reported = false;
    } catch (err) {
      // Once for each outage.
      if (!reported) logger.warn({ err }, 'the outbox cannot be read; it is tried again');
      reported = true;
    }
  }

  const timer = setInterval(() => {
    running ??= take().finally(() => (running = null));
  }, intervalMs);
  return {
    async [Symbol.asyncDispose]() {
      stopping = true;
      clearInterval(timer);
      await running;
      // What is under way ends, or is tried again by others.
      await Promise.race([Promise.all(underWay), sleep(longestGoodbyeMs, undefined, { ref: false })]);
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
    const isRefused = isPermanent(err);
    count(isRefused ? 'given_up' : 'failed');
    const report = { mailId: id, attempts, reason: reasonOf(err) };
    logger.warn(report, isRefused ? 'a mail was refused for good' : 'a mail was not sent; it is tried again');
    // What cannot be noted either is taken up again when the claim on it is over.
    await (isRefused ? store.remove(id) : store.postpone(id)).catch(() => undefined);
  }
}

/** The server took the conversation and refused this mail (RFC 5321 §4.2.1), as it would the next time. */
function isPermanent(error: unknown): boolean {
  const { code, responseCode } = error as { code?: unknown; responseCode?: unknown };
  const isOfMail = code === 'EENVELOPE' || code === 'EMESSAGE';
  return isOfMail && typeof responseCode === 'number' && responseCode >= 500;
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
