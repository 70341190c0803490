import { expect, it, vi } from 'vitest';
import type { TakenMail } from '../domain/mail/mail.ts';
import { createLogger } from '../platform/logger.ts';
import { type MailOutcome, type Message, startDelivery } from './delivery.ts';

const mail = { kind: 'password_changed', to: 'ada@example.com', language: 'en' } as const;

/** One mail in the outbox, and a server that answers when it is told to. */
function start() {
  const due: TakenMail[] = [{ id: '1', sealed: Buffer.alloc(0), attempts: 1, expired: false }];
  const answered = Promise.withResolvers<void>();
  const log: string[] = [];
  const counted: MailOutcome[] = [];
  const delivery = startDelivery({
    store: {
      insert: () => Promise.resolve(),
      takeDue: (limit) => Promise.resolve(due.splice(0, limit)),
      postpone: (id) => Promise.resolve(void log.push(`postponed ${id}`)),
      remove: (id) => Promise.resolve(void log.push(`removed ${id}`)),
    },
    outbox: { put: () => Promise.resolve(), open: () => mail },
    transport: {
      async send({ to }: Message) {
        log.push(`sending to ${to}`);
        await answered.promise;
      },
      verify: () => Promise.resolve(),
      close: () => void log.push('closed'),
    },
    compose: ({ kind }) => (kind === 'decoy' ? null : { to: mail.to, subject: '', text: '', html: '' }),
    count: (outcome) => counted.push(outcome),
    logger: createLogger({ level: 'silent' }),
  });
  return { delivery, answered, log, counted };
}

it('a mail that is being handed over when the service stops is noted before it is gone', async () => {
  const { delivery, answered, log, counted } = start();
  await vi.waitFor(() => expect(log).toEqual(['sending to ada@example.com']), { timeout: 5000 });
  const stopped = delivery[Symbol.asyncDispose]();
  await Promise.resolve();
  answered.resolve();
  await stopped;
  expect(log).toEqual(['sending to ada@example.com', 'removed 1', 'closed']);
  expect(counted).toEqual(['sent']);
});

it.each([
  ['refused for now', { code: 'EMESSAGE', responseCode: 451 }, 'postponed 1', 'failed'],
  ['refused for good', { code: 'EENVELOPE', responseCode: 550 }, 'removed 1', 'given_up'],
  ['not let in', { code: 'EAUTH', responseCode: 535 }, 'postponed 1', 'failed'],
  ['without an answer', { code: 'ETIMEDOUT' }, 'postponed 1', 'failed'],
])('a mail that is %s', async (_, failure, becomes, outcome) => {
  const { delivery, answered, log, counted } = start();
  await vi.waitFor(() => expect(log).toHaveLength(1), { timeout: 5000 });
  answered.reject(Object.assign(new Error('no'), failure));
  await vi.waitFor(() => expect(log).toContain(becomes), { timeout: 5000 });
  expect(counted).toEqual([outcome]);
  await delivery[Symbol.asyncDispose]();
});
