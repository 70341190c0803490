import type { accountPages as english } from '../../en/account/account-pages.ts';
import type { Translated } from '../../translated.ts';

export const accountPages: Translated<typeof english> = {
  emailUnverified: '未確認',
  sessionCount: { other: 'ブラウザー {count} 件' },
  appCount: { other: 'アプリ {count} 件' },
  passkeyCount: { other: 'パスキー {count} 件' },
  codeCount: { other: '残り {count} 件' },
  none: 'なし',
  save: '保存',

  profileTitle: '名前',
  profileLead: '名前を見ることを許可したアプリは、あなたやほかの人にこの名前を表示します。',
  profileDone: '名前を保存しました。',

  passwordTitle: 'パスワードの変更',
  passwordTitleNew: 'パスワードの設定',
  passwordLead: 'ここではログインしたままです。ほかのすべてのブラウザーとアプリはログアウトされます。',
  passwordCurrent: '現在のパスワード',
  passwordNew: '新しいパスワード',
  passwordWrong: '現在のパスワードと一致しません。ご確認のうえ、もう一度お試しください。',
  passwordOver: 'その間にアカウントの内容が変わったため、何も変更していません。もう一度お試しください。',
  passwordDone: 'パスワードが変更され、ほかの場所ではすべてログアウトされました。',

  emailTitle: 'メールアドレス',
  emailLead: 'このアドレスでログインします。コードやお知らせもここに届きます。',
  emailIs: '現在のアドレスは {email} です。',
  emailIsUnverified: '現在のアドレスは {email} です。ご本人のものかどうか、まだ確認されていません。',
  emailVerify: 'このアドレスにコードを送信',
  emailNew: '新しいメールアドレス',
  emailSend: 'コードを送信',
  emailUnchanged: 'すでにこのアドレスです。',
  emailEnforced: 'このようなアドレスは {provider} が管理しているため、ここでは変更できません。',
  emailUnavailable:
    'このサービスはメールを送信できないため、ここではアドレスの確認や変更ができません。運営者にお問い合わせください。',
  emailCodeTitle: 'メールをご確認ください',
  emailCodeLead: '{email} をアカウントで使える場合は、コードをお送りしました。コードの有効期間は 10 分です。',
  emailConfirm: '確認',
  emailTaken: 'その間に別のアカウントがこのアドレスを使い始めたため、何も変更していません。',
  emailDone: '新しいアドレスになりました。以前のアドレスにはメールでお知らせしました。',
  emailVerifiedDone: 'アドレスが確認されました。',

  sessionsTitle: 'ブラウザー',
  sessionsLead: '次のブラウザーでアカウントにログインしています。',
  sessionThis: 'このブラウザー',
  sessionUnknown: '不明なブラウザー',
  sessionSince: 'ログイン：{time} UTC',
  sessionFrom: '接続元：{network}',
  sessionEnd: '{browser} をログアウト',
  sessionEndShort: 'ログアウト',
  sessionEndMeans: 'すぐにログアウトされます。このブラウザーに依存しているアプリもログアウトされます。',
  sessionEndedDone: 'ブラウザーをログアウトしました。',
  endOthersLink: 'ほかのすべての場所でログアウト',
  endOthersTitle: 'ほかのすべての場所でログアウトしますか？',
  endOthersLead:
    'ほかのすべてのブラウザーと、独自にログインしたままのすべてのアプリがログアウトされます。ここではログインしたままです。',
  endOthersDone: 'ほかのすべての場所でログアウトしました。',

  appsTitle: 'アプリ',
  appsLead: '次のアプリは、アカウントを利用できるか、確認なしに再び利用できます。',
  appsNone: 'アカウントを利用しているアプリはありません。',
  appSince: '{time} UTC から',
  appNoAccess: '現在はアクセスできませんが、確認なしに再びアクセスできるようになります。',
  appWithdraw: '{app} のアクセスを取り消す',
  appWithdrawShort: 'アクセスを取り消す',
  appWithdrawMeans:
    'すぐにアカウントにアクセスできなくなります。再びアクセスするには、あなたの許可が必要です。',
  appWithdrawnDone: 'アプリはアカウントにアクセスできなくなりました。',

  activityTitle: '最近のアクティビティ',
  activityLead:
    '心当たりのないものがあれば、パスワードを変更し、ほかのすべての場所でログアウトしてください。',
  activityNone: 'まだ何もありません。',

  deleteTitle: 'アカウントの削除',
  deleteLead: 'この操作は取り消せません。',
  deleteLost:
    'アカウントはすぐに、その内容とともに削除されます。名前とアドレス、パスワードとほかのすべてのログイン方法、許可したアプリ、最近のアクティビティが含まれます。',
  deleteApps:
    'アプリはアクセスできなくなり、アカウントがなくなったことを知ります。アプリ自身が保存している情報はこれでは削除されません。各アプリにお問い合わせください。',
  deleteType: '確認のため、メールアドレスを入力してください',
  deleteMistyped: 'このアカウントのアドレスではありません。',
  deleteButton: 'アカウントを削除する',
  deletedTitle: 'アカウントを削除しました',
  deleted: 'すべての場所でログアウトしました。このページは閉じてかまいません。',
};
