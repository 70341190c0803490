/** Mail, where there is a way to send it: the SMTP server of the configuration, or the mailbox of the embedded default. */
import type { Config } from './config/config.ts';
import type { Keyring } from './domain/keys/keyring.ts';
import { type EmailProofs, createEmailProofs } from './domain/mail/email-proof.ts';
import { type Outbox, createOutbox } from './domain/mail/outbox.ts';
import type { Storage } from './domain/storage.ts';
import { composeMail } from './http/views/mail/mails.ts';
import { startDelivery } from './mail/delivery.ts';
import { type KeptMessage, createMailbox } from './mail/mailbox.ts';
import { openSmtp } from './mail/smtp.ts';
import { isEmbedded } from './master-secret.ts';
import { systemClock } from './platform/clock.ts';
import type { Logger } from './platform/logger.ts';
import type { Metrics } from './platform/metrics.ts';
import { systemRandom } from './platform/random.ts';

export interface MailService {
  readonly outbox: Outbox;
  readonly proofs: EmailProofs;
  /** What the embedded default kept; null where mail is sent. */
  readonly mailbox: (() => readonly KeptMessage[]) | null;
}

interface MailParts {
  readonly config: Config;
  readonly storage: Pick<Storage, 'outgoingMails' | 'emailProofs' | 'unitOfWork'>;
  readonly keyring: Keyring;
  readonly metrics: Metrics;
  readonly logger: Logger;
}

/** Null where there is none: then nobody is asked for what only mail could prove. */
export async function openMail(parts: MailParts, stack: AsyncDisposableStack): Promise<MailService | null> {
  const { config, storage, keyring, metrics, logger } = parts;
  const { smtpUrl, from } = config.mail;
  if (smtpUrl === null && !isEmbedded(config)) return null;
  const mailbox = smtpUrl === null ? createMailbox(() => systemClock.now()) : null;
  const transport = mailbox ?? (await openSmtp(smtpUrl ?? '', from));
  const outbox = createOutbox(storage.outgoingMails, keyring);
  stack.use(
    startDelivery({
      store: storage.outgoingMails,
      outbox,
      transport,
      compose: (mail) => composeMail(mail, config.issuer),
      count: (outcome) => metrics.mails.inc({ outcome }),
      logger,
    }),
  );
  const proofs = createEmailProofs({
    store: storage.emailProofs,
    outbox,
    unitOfWork: (work) => storage.unitOfWork(work),
    keyring,
    random: systemRandom,
    transactionTtlSeconds: config.sessions.interactionTtlSeconds,
  });
  return { outbox, proofs, mailbox: mailbox === null ? null : () => mailbox.messages() };
}
