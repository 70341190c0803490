import type { emailCode as english } from '../en/email-code.ts';
import type { Translated } from '../translated.ts';

export const emailCode: Translated<typeof english> = {
  instead: '代わりにコードをメールで受け取る',
  requestTitle: 'コードでログイン',
  requestLead: 'ここでログインするためのコードを、登録されているアドレスにお送りします。',
  title: 'メールをご確認ください',
  lead: 'このアドレスのアカウントがある場合は、コードをお送りしました。コードの有効期間は 10 分です。',
  submit: 'ログイン',
};
