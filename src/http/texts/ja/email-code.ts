import type { emailCode as english } from '../en/email-code.ts';
import type { Translated } from '../translated.ts';

export const emailCode: Translated<typeof english> = {
  instead: '代わりにコードをメールで受け取る',
  requestTitle: 'コードでログイン',
  requestLead: 'ここでログインするためのコードを、登録されているアドレスにお送りします。',
  title: 'メールをご確認ください',
  lead: '{email} のアカウントがある場合は、まもなくコードが届きます。コードの有効期間は 10 分です。',
  submit: 'ログイン',
};
