import type { factors as english } from '../../en/account/factors.ts';
import type { Translated } from '../../translated.ts';

export const factors: Translated<typeof english> = {
  totpStepTitle: 'コードを入力してください',
  totpStepLead: '認証アプリを開き、{issuer} に表示されている 6 桁の数字を入力してください。',
  totpCode: 'アプリに表示されたコード',
  wrongTotpCode:
    'コードが正しくないか、すでに使われています。アプリに次のコードが表示されるまでお待ちください。',
  wrongFirstCode:
    'コードが正しくありません。スマートフォンの時刻が自動で設定されていることを確認し、アプリに今表示されているコードを入力してください。',
  useTotp: '認証アプリを使う',
  useRecoveryCode: 'リカバリーコードを使う',
  usePasskey: 'パスキーを使う',

  recoveryStepTitle: 'リカバリーコードを使う',
  recoveryStepLead:
    'ほかの認証手段が使えないときのために保管しておいたコードを、一つ入力してください。それぞれ一度だけ使えます。',
  recoveryCode: 'リカバリーコード',
  wrongRecoveryCode: 'お持ちのリカバリーコードではないか、すでに使われています。',
  noCodesLeft: 'コードが残っていませんか？ {issuer} の運営者にお問い合わせください。',

  totpTitle: '認証アプリ',
  addTotpLead:
    '30 秒ごとに新しいコードが表示されます。追加すると、パスキーを使う場合を除き、ログインにはそのコードが必要になります。',
  replaceTotpLead: 'このアプリを追加すると、現在お使いのアプリは使えなくなります。',
  totpNeeds:
    'コードを表示するアプリを用意してください。Google Authenticator、1Password、Aegis など、どれでもかまいません。',
  scanThis: 'アプリでこれを読み取ってください：',
  qrCode: '認証アプリ用の QR コード',
  openHere: 'このデバイスのアプリで開く',
  typeKey: 'または、このキーをアプリに入力してください：',
  addTotp: 'アプリを追加',
  codesFollow: 'このあと、スマートフォンが手元にないときのためのリカバリーコードが表示されます。',
  enrolmentOver:
    '時間がかかりすぎたため、新しいキーを用意しました。先ほど読み取ったものをアプリから削除し、こちらを読み取ってください。',

  totpIsOn: 'パスキーを使う場合を除き、ログインには認証アプリのコードが必要です。',
  addedAt: '追加日時',
  lastUsedAt: '最後に使った日時',
  notUsedYet: 'まだ使っていません',
  replaceTotp: '別のアプリを設定',
  removeTotp: 'アプリを削除',
  removeTotpMeans: 'このアプリのコードはすぐに使えなくなり、ログイン時にも求められなくなります。',
  lastFactorMeans: 'これは最後の第二の認証手段です。削除すると、リカバリーコードも使えなくなります。',

  totpAddedTitle: '認証アプリを追加しました',
  totpAddedLead: '今後は、パスキーを使う場合を除き、ログインにこのアプリのコードが必要です。',
  totpRemovedTitle: '認証アプリを削除しました',
  totpRemovedLead: 'このアプリのコードは使えなくなりました。',
  codesRemoved: '最後の第二の認証手段だったため、リカバリーコードも削除されました。',
  endOthersLead: 'ログイン中のほかのブラウザーは、ログインしたままです。',
  endOthers: 'ほかのすべての場所でログアウト',

  codesTitle: 'リカバリーコード',
  codesLead: 'スマートフォンやパスキーをなくしたときは、それぞれのコードで一度だけログインできます。',
  codesLeft: { other: '未使用のコードが {count} 個残っています。' },
  makeCodes: '新しいコードを作成',
  makeCodesMeans: '現在お持ちのコードは、すぐにすべて使えなくなります。',
  codesNeedless:
    'リカバリーコードは第二の認証手段の代わりになるものです。先に認証アプリかパスキーを追加してください。',
  codesMadeTitle: '新しいリカバリーコード',
  codesOnce: '今すぐ安全な場所に保管してください。二度と表示されません。',
  codesOf: '{account}（{issuer}）用、{date} 作成。',
  codesSaved: '保管しました',
};
