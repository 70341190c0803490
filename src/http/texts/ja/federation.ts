import type { federation as english } from '../en/federation.ts';
import type { Translated } from '../translated.ts';

export const federation: Translated<typeof english> = {
  or: 'または',
  continueWith: '{provider} で続ける',
  goingTo: '{provider} へ移動しています',
  goingToLead: '{provider} で本人確認を行います。',
  unavailable:
    '現在 {provider} に接続できません。別の方法でサインインするか、しばらくしてからもう一度お試しください。',
  failed:
    '{provider} でサインインできませんでした。もう一度お試しになるか、別の方法でサインインしてください。',
  refused: 'このアカウントではここにサインインできません。',
  known:
    '{email} のアカウントはすでに存在します。いつもの方法でサインインしてください。その後、アカウントページで {provider} を連携できます。',
  knownEnforced:
    '{email} のアカウントはすでに存在しますが、ここではご本人のものだと確認できません。このサービスの運営者にお問い合わせください。',
  notOfDomain:
    '選択された {provider} のアカウントは、こちらのメールアドレスのものではありません。所属組織のアカウントを選んでください。',
  notAgain:
    '{provider} からは、今ご本人が操作したことを確認できませんでした。メールのコードなど、別の方法でサインインしてください。',
  enforcedTitle: '{provider} でサインイン',
  enforcedLead: '{domain} のアドレスをお持ちの方は {provider} でサインインします。',
  addressTitle: 'メールアドレス',
  addressLead: '{provider} からはメールアドレスが通知されません。お使いのアドレスを入力してください。',
  addressTaken:
    'このアドレスのアカウントはすでに存在します。戻って、そのアカウントにサインインしてください。',
  codeLead:
    'あなたのアドレスにコードをお送りしました。続けるには、ここに入力してください。コードの有効期間は 10 分です。',
  codeTaken: 'このアカウントはすでに使用されています。戻って、そのアカウントでサインインしてください。',
  linksTitle: '連携アカウント',
  linksLead: 'ここへのログインに使える、ほかのサービスのアカウントです。',
  linksNone: '連携しているアカウントはまだありません。',
  linkedAt: '{date} に連携',
  lastUsedAt: '最終使用日 {date}',
  notForSigningIn: 'サインインには使用されません',
  unlink: '{provider} の連携を解除',
  linkAnother: '別のアカウントを連携',
  linkOne: '{provider} を連携',
  linkTaken: 'その {provider} アカウントはすでに別の方のものとして登録されているため、連携されませんでした。',
  linkCancelled: '何も連携されませんでした。',
  linkFailed: '{provider} を連携できませんでした。もう一度お試しください。',
  linkUnavailable: '現在 {provider} に接続できません。しばらくしてからもう一度お試しください。',
  unlinkLast:
    '{provider} が唯一のサインイン方法です。先にパスワードを設定するかパスキーを追加すると、連携を解除できます。',
  otherSession:
    'これは別の方が始めたか、その後にサインインし直されています。何も連携されませんでした。アカウントページに戻って、もう一度お試しください。',
  callbackMalformed: '相手のサイトからの応答を読み取れませんでした。戻って、もう一度お試しください。',
};
