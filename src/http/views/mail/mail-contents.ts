import { operatorNetwork } from '../../../domain/activity/activity.ts';
import type { Mail } from '../../../domain/mail/mail.ts';
import { format, formatTime } from '../../texts/format.ts';
import { directionOf, type Language, type Texts } from '../../texts/texts.ts';

/** What a mail says, in the order in which it is read. */
export interface MailContent {
  readonly subject: string;
  /** Paragraphs before the code. */
  readonly before: readonly string[];
  readonly code: string | null;
  readonly after: readonly string[];
}

/** What a mail is written with. */
interface Words {
  /** To people: its host. */
  readonly issuer: string;
  /** Where the account is looked after, to be opened. */
  readonly accountAddress: string;
  readonly language: Language;
  readonly isolate: (value: string) => string;
  readonly texts: Texts;
}

/**
 * Keeps a value together where text runs the other way: two groups of digits would change places, and so would the parts of
 * an address. Only there, since some mail programs show the marks (Unicode Bidirectional Algorithm, FSI and PDI).
 */
export function isolateFor(language: Language): Words['isolate'] {
  const isRightToLeft = directionOf(language) === 'rtl';
  return (value) =>
    isRightToLeft || /\p{Script=Arabic}|\p{Script=Hebrew}/u.test(value) ? `\u2068${value}\u2069` : value;
}

type CodeMail = Extract<Mail, { readonly code: string }>;
type Word = Exclude<Mail, { readonly code: string } | { readonly kind: 'notice' | 'decoy' }>;

/** Null: nothing to send. */
export function contentOf(mail: Mail, words: Words): MailContent | null {
  if (mail.kind === 'decoy') return null;
  if (mail.kind === 'notice') return notice(mail, words);
  return 'code' in mail ? codeMail(mail, words) : word(mail, words);
}

function codeMail(mail: CodeMail, { issuer, isolate, texts: { mails, accountMails } }: Words): MailContent {
  const values = {
    code: isolate(spaced(mail.code)),
    issuer: isolate(issuer),
    app: 'app' in mail ? isolate(mail.app) : '',
    provider: 'provider' in mail ? isolate(mail.provider) : '',
  };
  const byKind: Readonly<Record<CodeMail['kind'], readonly [subject: string, before: string]>> = {
    sign_up_code: [mails.signUpCodeSubject, mails.signUpCode],
    sign_in_code: [accountMails.signInCodeSubject, accountMails.signInCode],
    link_code: [mails.linkCodeSubject, mails.linkCode],
    reset_code: [mails.resetCodeSubject, mails.resetCode],
    email_code: [accountMails.emailCodeSubject, accountMails.emailCode],
  };
  const [subject, before] = byKind[mail.kind];
  return {
    subject: format(subject, values),
    before: [format(before, values)],
    code: values.code,
    after: [`${mails.validity} ${mails.never}`, mails.unasked],
  };
}

/** Mails that only tell something. */
function word(mail: Word, { issuer, isolate, texts }: Words): MailContent {
  const { mails, accountMails, signIn } = texts;
  const values = {
    issuer: isolate(issuer),
    app: 'app' in mail ? isolate(mail.app) : '',
    browser: 'browser' in mail ? isolate(mail.browser) : '',
    link: signIn.forgotPassword,
  };
  const said = (subject: string, before: readonly string[], after: string): MailContent => ({
    subject: format(subject, values),
    before: before.map((text) => format(text, values)),
    code: null,
    after: [format(after, values)],
  });
  switch (mail.kind) {
    case 'sign_up_known':
      return said(
        mails.signUpKnownSubject,
        [mails.signUpKnown, mails.signUpKnownInstead],
        mails.signUpKnownNotYou,
      );
    case 'password_changed':
      return said(mails.passwordChangedSubject, [mails.passwordChanged], mails.passwordChangedNotYou);
    case 'email_known':
      return said(
        accountMails.emailKnownSubject,
        [accountMails.emailKnown, accountMails.emailKnownInstead],
        mails.signUpKnownNotYou,
      );
    case 'email_changed': {
      const from = mail.browser === '' ? [] : [texts.notices.from];
      const before = [accountMails.emailChanged, ...from];
      return said(accountMails.emailChangedSubject, before, accountMails.emailChangedNotYou);
    }
    case 'account_deleted':
      return said(
        accountMails.accountDeletedSubject,
        [accountMails.accountDeleted],
        accountMails.accountDeletedNotYou,
      );
  }
}

function notice(
  { what, detail, browser, network = '', at }: Extract<Mail, { kind: 'notice' }>,
  { issuer, accountAddress, isolate, language, texts: { notices, accountMails } }: Words,
): MailContent {
  const subject = what === 'new_device' ? notices.newDeviceSubject : notices.subject;
  const isHere = what === 'new_device' && detail === null;
  const text =
    what === 'address_claimed' ? accountMails.addressClaimed : notices[isHere ? 'new_device_here' : what];
  const circumstances = [
    ...(at === undefined ? [] : [format(notices.at, { time: isolate(formatTime(language, new Date(at))) })]),
    ...(browser === '' ? [] : [format(notices.from, { browser: isolate(browser) })]),
    // Who runs the service came from nowhere that the owner could know.
    ...(network === '' || network === operatorNetwork
      ? []
      : [format(notices.fromNetwork, { network: isolate(network) })]),
  ];
  return {
    subject: format(subject, { issuer: isolate(issuer) }),
    before: [
      format(text, { detail: isolate(detail ?? '') }),
      ...(circumstances.length === 0 ? [] : [circumstances.join('\n')]),
    ],
    code: null,
    after: [format(notices.notYou, { address: isolate(accountAddress) })],
  };
}

/** In groups, as people read digits. */
function spaced(code: string): string {
  return code.replace(/^(\d{4})(\d{4})$/, '$1 $2');
}
