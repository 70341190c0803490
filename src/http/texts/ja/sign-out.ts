import type { signOut as english } from '../en/sign-out.ts';
import type { Translated } from '../translated.ts';

export const signOut: Translated<typeof english> = {
  title: 'ログアウトしますか？',
  appAsks: '{app} がログアウトを求めています。',
  signedInAs: '{email} としてログインしています。',
  stay: 'ログインしたままにする',
  signOut: 'ログアウト',
  notSignedInTitle: 'ログインしていません',
  notSignedIn: 'このブラウザーでは、どなたもログインしていません。',
  signedOutTitle: 'ログアウトしました',
  stillSignedInTitle: 'ログインしたままです',
  stillSignedIn: '何も変更されていません。このページを閉じるか、そのまま続けてください。',
  goBack: '{app} に戻るか、このページを閉じてください。',
  sharedComputer: '共用のパソコンでは、ブラウザーも閉じてください。',
};
