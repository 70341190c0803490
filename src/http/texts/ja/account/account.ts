import type { account as english } from '../../en/account/account.ts';
import type { Translated } from '../../translated.ts';

export const account: Translated<typeof english> = {
  title: 'アカウント',
  lead: '{email} としてログインしています',
  signOut: 'ログアウト',
  back: 'アカウントに戻る',

  waysIn: 'ログイン方法',
  devicesAndApps: 'ログイン中の場所',
  you: 'あなたについて',

  password: 'パスワード',
  passkeys: 'パスキー',
  totp: '認証アプリ',
  recoveryCodes: 'リカバリーコード',
  links: '連携アカウント',
  sessions: 'ブラウザー',
  apps: 'アプリ',
  activity: '最近のアクティビティ',
  profile: '名前',
  email: 'メールアドレス',
  delete: 'アカウントを削除',

  isSet: '設定済み',
  isNotSet: '未設定',
  isOn: 'オン',
  isOff: 'オフ',

  setUpTitle: 'もう一つ手順が必要です',
  setUpLead: '{app} は、現在のアカウントより強力なログイン方法を求めています。',
  setUpHow:
    'アカウントにパスキーまたは認証アプリを追加してから、このページに戻り、もう一度ログインしてください。',
  setUpLink: 'アカウントに移動',
  setUpAgain: 'もう一度ログイン',
  setUpCancel: 'キャンセル',
};
