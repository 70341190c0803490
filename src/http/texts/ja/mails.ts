import type { mails as english } from '../en/mails.ts';
import type { Translated } from '../translated.ts';

export const mails: Translated<typeof english> = {
  unasked: 'お心当たりがない場合は、何もする必要はありません。コードがなければ何も起こりません。',
  never: '当方からコードをお尋ねすることは決してありません。',
  validity: '有効期間は 10 分で、コードを依頼したブラウザーでのみ使えます。',
  signUpCodeSubject: '{code} が {issuer} のコードです',
  signUpCode: '{issuer} のアカウントを作成するには、次のコードを入力してください。',
  signUpKnownSubject: '{issuer} のアカウントをすでにお持ちです',
  signUpKnown:
    'どなたか（おそらくご本人）が、このアドレスで {issuer} のアカウントを作成しようとしました。アカウントはすでにあります。',
  signUpKnownInstead: 'パスワードでログインするか、同じページの「{link}」を選んでください。',
  signUpKnownNotYou: 'お心当たりがない場合は、何もする必要はありません。',
  linkCodeSubject: '{code} は {provider} でサインインするためのコードです',
  linkCode:
    '今後は {issuer} に {provider} でサインインします。アカウントを連携するには、次のコードを入力してください:',
  resetCodeSubject: '{code} が新しいパスワードを設定するためのコードです',
  resetCode: '{issuer} の新しいパスワードを設定するには、次のコードを入力してください。',
  passwordChangedSubject: '{issuer} のパスワードが変更されました',
  passwordChanged: 'ただいまパスワードが変更され、すべての場所でログアウトされました。',
  passwordChangedNotYou:
    'お心当たりがない場合は、何者かにメールを読まれているおそれがあります。まずメールボックスの安全を確保し、それからここで新しいパスワードを設定してください。',

  mailboxTitle: 'メールボックス',
  mailboxEmpty: 'まだ何も送信されていません。サービスからのコードやお知らせがここに表示されます。',
  mailboxTo: '宛先：{address}、{time} UTC',
};
