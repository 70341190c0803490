import type { signIn as english } from '../en/sign-in.ts';
import type { Translated } from '../translated.ts';

export const signIn: Translated<typeof english> = {
  title: 'ログイン',
  toContinueTo: 'ログイン後、{app} に進みます',
  forgotPassword: 'パスワードをお忘れですか？',
  newHere: '初めてご利用ですか？',
  createOne: 'アカウントを作成',
  noMatch: 'メールアドレスとパスワードが一致しません。両方をご確認のうえ、もう一度お試しください。',
  passwordWasChanged: 'パスワードが変更されました。新しいパスワードでログインしてください。',

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
  tooManyCodes: '送信したコードが多すぎます。しばらく待ってから、もう一度お試しください。',

  resetTitle: '新しいパスワードの設定',
  resetLead: 'このアドレスのアカウントがある場合は、コードをお送りしました。コードの有効期間は 10 分です。',
  newPassword: '新しいパスワード',
  newPasswordHint: { other: '{count} 文字以上。ほかの場所ではすべてログアウトされます。' },
  changePassword: 'パスワードを変更',

  signUpCodeTitle: 'メールをご確認ください',
  signUpCodeLead:
    '入力されたアドレスにコードをお送りしました。ここに入力すると、アカウントが作成されます。コードの有効期間は 10 分です。',
  code: 'メールに記載のコード',
  nothingCame: '届きませんか？',
  anotherCode: '別のコードを送信',
  wrongCode: 'メールのコードと一致しません。ご確認のうえ、もう一度お試しください。',
  overCode: 'このコードはもう使えません。別のコードを送信してください。',
};
