import type { signIn as english } from '../en/sign-in.ts';
import type { Translated } from '../translated.ts';

export const signIn: Translated<typeof english> = {
  title: 'ログイン',
  toContinueTo: 'ログイン後、{app} に進みます',
  toYourAccount: 'ログイン後、アカウントページに進みます',
  forgotPassword: 'パスワードをお忘れですか？',
  newHere: '初めてご利用ですか？',
  createOne: 'アカウントを作成',
  noMatch: 'メールアドレスとパスワードが一致しません。両方をご確認のうえ、もう一度お試しください。',
  passwordWasChanged: 'パスワードが変更されました。新しいパスワードでログインしてください。',
  confirmTitle: 'ご本人の確認',
  confirmLead:
    '{email} としてログインしています。アカウントを守るため、続けるにはもう一度ログインしてください。',
  confirmLeadFor: '{email} としてログインしています。{app} がもう一度ログインするよう求めています。',

  signUpTitle: 'アカウントを作成',
  name: '名前',
  nameTooLong: { other: '名前は {count} 文字以下にしてください。' },
  passwordHint: { other: '{count} 文字以上。互いに関係のない言葉をいくつか並べるのがおすすめです。' },
  haveAccount: 'すでにアカウントをお持ちですか？',
  cannotCreate:
    'この内容ではアカウントを作成できませんでした。すでにアカウントをお持ちの場合は、ログインしてください。',
  takenMeanwhile: 'このアドレスのアカウントはすでに作成されています。ログインしてください。',

  resetRequestTitle: 'パスワードをお忘れですか？',
  resetRequestLead: '新しいパスワードを設定するためのコードをお送りします。',
  sendCode: 'コードを送信',
  backToSignIn: 'ログインに戻る',
  tooManyCodes: '送信したコードが多すぎます。{when}にもう一度お試しください。',

  resetTitle: '新しいパスワードの設定',
  resetLead: '{email} のアカウントがある場合は、まもなくコードが届きます。コードの有効期間は 10 分です。',
  newPassword: '新しいパスワード',
  newPasswordHint: { other: '{count} 文字以上。ほかの場所ではすべてログアウトされます。' },
  changePassword: 'パスワードを変更',

  signUpCodeTitle: 'メールをご確認ください',
  signUpCodeLead: '{email} にコードをお送りしました。コードの有効期間は 10 分です。',
  code: 'メールに記載のコード',
  nothingCame: '届かない場合は、迷惑メールフォルダーもご確認ください。',
  anotherCode: 'コードをもう一度送信',
  anotherCodeSent: '前のコードは使えなくなりました。最新のコードをお使いください。',
  wrongAddress: 'アドレスが違いますか？',
  changeAddress: '変更する',
  wrongCode: 'メールのコードと一致しません。ご確認のうえ、もう一度お試しください。',
  overCode: 'このコードは期限切れです。もう一度送信してください。',
};
