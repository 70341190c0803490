import { operatorNetwork } from '../../../domain/activity/activity.ts';
import { describe, expect, it } from 'vitest';
import type { NoticeKind } from '../../../domain/activity/activity-kind.ts';
import type { Mail } from '../../../domain/mail/mail.ts';
import { languages } from '../../texts/texts.ts';
import { composeMail } from './mails.ts';

const notices: readonly NoticeKind[] = [
  'new_device',
  'address_claimed',
  'password_changed',
  'password_removed',
  'factors_removed',
  'passkey_added',
  'passkey_removed',
  'totp_added',
  'totp_removed',
  'recovery_codes_made',
  'recovery_code_used',
  'codes_tried',
  'identity_linked',
  'identity_unlinked',
];
const to = 'ada@example.com';
const issuer = 'https://id.example.com';

function everyMail(language: string, app = 'Notes'): Mail[] {
  return [
    { kind: 'sign_up_code', to, code: '12345678', app, language },
    { kind: 'sign_up_known', to, app, language },
    { kind: 'reset_code', to, code: '12345678', app, language },
    { kind: 'password_changed', to, language },
    ...notices.map((what) => ({
      kind: 'notice' as const,
      what,
      to,
      detail: app,
      browser: 'Firefox (Linux)',
      network: '192.0.2.1',
      at: '2026-03-01T12:34:56.000Z',
      language,
    })),
    { kind: 'sign_in_code', to, code: '12345678', app, language },
    { kind: 'email_code', to, code: '12345678', language },
    { kind: 'email_known', to, language },
    { kind: 'email_changed', to, browser: app, language },
    { kind: 'account_deleted', to, language },
  ];
}

function compose(mail: Mail) {
  const message = composeMail(mail, issuer);
  if (message === null) throw new Error(`${mail.kind} is a mail`);
  return message;
}

describe.each(languages)('a mail in %s', (language) => {
  it.each(everyMail(language))('says what it is about: $kind $what', (mail) => {
    const message = compose(mail);
    expect(message.to).toBe(to);
    expect(message.html).toContain(`<html lang="${language}" dir="${language === 'ar' ? 'rtl' : 'ltr'}">`);
    for (const part of [message.subject, message.text, message.html]) {
      expect(part).not.toMatch(/\{[a-z]+\}|undefined/i);
      if ('code' in mail) expect(part).toContain('1234 5678');
    }
    expect(message.subject).not.toMatch(/[\r\n]/);
  });

  it.each(everyMail(language, '<img src=x>'))(
    'shows the name of an app, never its markup: $kind $what',
    (mail) => {
      expect(compose(mail).html).not.toContain('<img');
    },
  );
});

it('digits keep their order where text runs from right to left', () => {
  for (const mail of everyMail('ar').filter((each) => 'code' in each)) {
    const { subject, text, html } = compose(mail);
    for (const part of [subject, text, html]) expect(part).toContain('\u20681234 5678\u2069');
  }
});

it('an app whose name runs from right to left does not turn the sentence around', () => {
  const mail = everyMail('en', 'ملاحظات').find(({ kind }) => kind === 'sign_in_code');
  if (mail === undefined) throw new Error('there is a mail');
  expect(compose(mail).text).toContain('to \u2068ملاحظات\u2069, enter this code');
});

it('a mail in a language that this version does not know is English', () => {
  expect(compose({ kind: 'password_changed', to, language: 'tlh' }).subject).toBe(
    'Your password at id.example.com was changed',
  );
});

it('a decoy is no mail', () => {
  expect(composeMail({ kind: 'decoy', language: 'en' }, issuer)).toBeNull();
});

it('a notice says when, with which browser and from where, and the address of the account to open', () => {
  const [notice] = everyMail('en').filter((mail) => mail.kind === 'notice');
  if (notice === undefined) throw new Error('there is a notice');
  const { text, html } = compose(notice);
  for (const part of [text, html]) {
    expect(part).toContain('https://id.example.com/account');
    expect(part).toMatch(/Mar 1, 2026, 12:34\sPM UTC/);
    expect(part).toContain('Firefox (Linux)');
    expect(part).toContain('192.0.2.1');
  }
});

it('a notice of what those who run the service did names no network', () => {
  const mail = {
    kind: 'notice',
    what: 'totp_removed',
    to,
    detail: null,
    browser: '',
    language: 'en',
  } as const;
  expect(compose({ ...mail, network: '192.0.2.1' }).text).toContain('It came from');
  expect(compose({ ...mail, network: operatorNetwork }).text).not.toContain('It came from');
});

it('a notice of a sign-in to the account itself names no app', () => {
  const mail = { kind: 'notice', what: 'new_device', to, detail: null, browser: '', language: 'en' } as const;
  expect(compose(mail).text).toContain('Somebody signed in to your account, in a browser');
});
