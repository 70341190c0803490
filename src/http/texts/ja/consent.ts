import type { consent as english } from '../en/consent.ts';
import type { Translated } from '../translated.ts';

export const consent: Translated<typeof english> = {
  title: '{app} に許可しますか？',
  heading: '{app} があなたのアカウントへのアクセスを求めています',
  website: 'アプリが申告しているウェブサイト：{website}',
  signedInAs: 'ログイン中のアカウント',
  useAnotherAccount: '別の方ですか？ ほかのアカウントを使う',
  wouldBeAble: '許可すると、このアプリは次のことができます',
  wouldBeAbleAt: '許可すると、このアプリは {api} で次のことができます',
  howLong: '有効な期間',
  untilSignOut: 'ログアウトするまで',
  whereNext: '次に進む場所',
  technicalDetails: '技術的な詳細',
  thisComputer: 'このコンピューター上のアプリ（{host}）',
  onlyIfTrusted:
    '{app} をご存じで、信頼できる場合にのみ許可してください。拒否した場合、情報は一切共有されません。',
  deny: '拒否',
  allow: '許可',
  scopeOpenid: 'ここでのあなたを識別する',
  scopeProfile: '名前を見る',
  scopeEmail: 'メールアドレスを見る',
  scopeOfflineAccess: 'ログアウト中もアクセスを続ける',
};
