import { expect, it } from 'vitest';
import { systemRandom } from '../../platform/random.ts';
import { createKeyring } from '../keys/keyring.ts';
import { createOutbox } from './outbox.ts';

const keyring = createKeyring(['a secret of the test'], systemRandom);

function open(mail: Readonly<Record<string, string>>) {
  const outbox = createOutbox({ insert: () => Promise.resolve() }, keyring);
  const sealed = keyring.seal('mail', Buffer.from(JSON.stringify(mail)), 'outgoing mail');
  return outbox.open({ id: '1', sealed, attempts: 1, expired: false });
}

it('a mail keeps its language', () => {
  expect(open({ kind: 'decoy', language: 'ja' })).toEqual({ kind: 'decoy', language: 'ja' });
});

it('a mail from before mails had a language is English', () => {
  expect(open({ kind: 'decoy' })).toEqual({ kind: 'decoy', language: 'en' });
});
