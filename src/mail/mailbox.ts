import type { MailTransport, Message } from './delivery.ts';

export interface KeptMessage extends Message {
  readonly at: Date;
}

/** Keeps mails instead of sending them, newest first, for trying the service on a machine of one's own. */
export interface Mailbox extends MailTransport {
  messages(): readonly KeptMessage[];
}

const most = 50;

export function createMailbox(now: () => Date): Mailbox {
  const kept: KeptMessage[] = [];
  return {
    send(message) {
      kept.unshift({ ...message, at: now() });
      kept.splice(most);
      return Promise.resolve();
    },
    verify: () => Promise.resolve(),
    close: () => undefined,
    messages: () => kept,
  };
}
