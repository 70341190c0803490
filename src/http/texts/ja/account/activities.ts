import type { activities as english } from '../../en/account/activities.ts';
import type { Translated } from '../../translated.ts';

export const activities: Translated<typeof english> = {
  signed_in: '{detail} のためにログイン',
  new_device: '新しいブラウザーで {detail} のためにログイン',
  account_created: 'アカウントを作成',
  password_changed: 'パスワードを変更',
  password_reset: 'メールのコードでパスワードを再設定',
  password_removed: '運営者がパスワードを無効化',
  factors_removed: '運営者が第二の認証手段をすべて削除',
  email_changed: 'メールアドレスを変更',
  email_verified: 'メールアドレスを確認',
  address_claimed: 'ログインによってアドレスを確認し、以前のログイン方法をすべて削除',
  profile_changed: '名前を変更',
  passkey_added: 'パスキー「{detail}」を追加',
  passkey_removed: 'パスキー「{detail}」を削除',
  passkey_copied: 'パスキー「{detail}」を拒否（複製されたおそれがあります）',
  totp_added: '認証アプリを追加',
  totp_removed: '認証アプリを削除',
  recovery_codes_made: '新しいリカバリーコードを作成',
  recovery_code_used: 'リカバリーコードを使ってログイン',
  codes_tried: '何者かがパスワードを入力し、続けて誤ったコードを何度も入力',
  identity_linked: '{detail} のアカウントを連携',
  identity_unlinked: '{detail} のアカウントとの連携を解除',
  session_ended: 'ブラウザー {detail} をログアウト',
  other_sessions_ended: 'ほかのすべてのブラウザーとアプリをログアウト',
  app_withdrawn: '{detail} のアクセスを取り消し',
};
