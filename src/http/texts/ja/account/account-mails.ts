import type { accountMails as english } from '../../en/account/account-mails.ts';
import type { Translated } from '../../translated.ts';

export const accountMails: Translated<typeof english> = {
  signInCodeSubject: '{code} がログイン用のコードです',
  signInCode: '{app} にログインするには、次のコードを入力してください。',
  emailCodeSubject: '{code} が {issuer} のコードです',
  emailCode: '{issuer} のアカウントでこのアドレスを使うには、次のコードを入力してください。',
  emailKnownSubject: '{issuer} に登録されているアドレスについて',
  emailKnown:
    'どなたか（おそらくご本人）が、{issuer} のアカウントにこのアドレスを設定しようとしました。すでに別のアカウントで使われているため、何も変更していません。',
  emailKnownInstead:
    'ご本人の場合は、このアドレスでログインするとそのアカウントを開けます。不要であれば、そこで削除してください。',
  emailChangedSubject: '{issuer} のアカウントのアドレスが変わりました',
  emailChanged:
    '{issuer} のアカウントのメールアドレスが、ただいま変更されました。このアドレスはもう使われません。',
  emailChangedNotYou:
    'お心当たりがない場合は、ほかの人がアカウントにログインしていました。すぐに {issuer} の運営者にお知らせください。このアドレスではもうログインできません。',
  accountDeletedSubject: '{issuer} のアカウントが削除されました',
  accountDeleted:
    '{issuer} のアカウントは、ただいまその内容とともに削除され、すべての場所でログアウトされました。このアカウントに関するメールはこれが最後です。',
  accountDeletedNotYou: 'お心当たりがない場合は、{issuer} の運営者にお知らせください。',
  addressClaimed:
    'これまで確認されていなかったこのアドレスに送られたコードを使って、ログインがありました。安全のため、パスワードとほかのすべてのログイン方法をアカウントから削除し、ほかのすべての場所でログアウトしました。',
};
