import type { common as english } from '../en/common.ts';
import type { Translated } from '../translated.ts';

export const common: Translated<typeof english> = {
  errorTitle: 'エラー：{title}',
  signsYouInWith: '{issuer} のログインには {product} を使用しています。',
  optional: '（任意）',
  email: 'メールアドレス',
  password: 'パスワード',
  cancel: 'キャンセル',
  continue: '続ける',
  signIn: 'ログイン',
  createAccount: 'アカウントを作成',
  emailMalformed: 'name@example.com のような形式でメールアドレスを入力してください。',
  tooManyAttempts: '試行回数が多すぎます。{when}にもう一度お試しください。',
  inMinutes: { other: '{count} 分後' },
  inHours: { other: '{count} 時間後' },
  orAnotherWay: 'ほかの方法でログインすることもできます。',
  busy: 'ただいま混み合っています。少し待ってから、もう一度お試しください。',
  passwordTooShort: { other: '{count} 文字以上にしてください。' },
  passwordTooLong: { other: '{count} 文字以下にしてください。' },
  passwordTooUniform: 'もっと多くの種類の文字を使ってください。',
  passwordGuessable: 'このパスワードは、真っ先に推測されるものの一つです。',
  passwordIsEmail: 'メールアドレスをパスワードにしないでください。',
};
