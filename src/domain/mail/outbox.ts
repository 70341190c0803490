import type { Keyring } from '../keys/keyring.ts';
import type { Mail, OutgoingMailStore, TakenMail } from './mail.ts';

/** Mails are written down with what they tell of, in one transaction, and sent from there until it succeeds. */
export interface Outbox {
  /** @param ttlSeconds after which the mail is of no use any more */
  put(mail: Mail, ttlSeconds: number): Promise<void>;
  /** @throws SealError when no configured master secret opens it */
  open(taken: TakenMail): Mail;
}

const context = 'outgoing mail';

export function createOutbox(store: Pick<OutgoingMailStore, 'insert'>, keyring: Keyring): Outbox {
  return {
    put: (mail, ttlSeconds) =>
      store.insert({ sealed: keyring.seal('mail', Buffer.from(JSON.stringify(mail)), context), ttlSeconds }),
    open({ sealed }) {
      const mail = JSON.parse(keyring.open('mail', sealed, context).toString()) as Mail;
      // Before mails had a language, all were English; some may be under way still.
      return { ...mail, language: (mail as Partial<Mail>).language ?? 'en' };
    },
  };
}
