import type { notices as english } from '../../en/account/notices.ts';
import type { Translated } from '../../translated.ts';

export const notices: Translated<typeof english> = {
  subject: '{issuer} のアカウントが変更されました',
  newDeviceSubject: '{issuer} のアカウントに新しいログインがありました',
  from: '操作に使われたブラウザー：{browser}',
  at: '日時：{time} UTC',
  fromNetwork: '接続元：{network}',
  notYou:
    'お心当たりがない場合は、すぐに新しいパスワードを設定してください。{address} を開き、見覚えのないセッションをすべて終了してください。',

  new_device:
    'これまでログインしたことのないブラウザーから、{detail} を使うためにアカウントへのログインがありました。',
  new_device_here: 'これまでログインしたことのないブラウザーから、アカウントへのログインがありました。',
  password_changed: 'パスワードが変更され、ほかの場所ではすべてログアウトされました。',
  password_removed:
    'このサービスの運営者がパスワードを無効にし、すべての場所でログアウトしました。新しいパスワードを設定するには、ログイン画面で「パスワードをお忘れですか？」を選んでください。',
  factors_removed:
    'このサービスの運営者が認証アプリ、パスキー、リカバリーコードを削除し、すべての場所でログアウトしました。ログインすると、新しく追加できます。',
  passkey_added: 'パスキー「{detail}」がアカウントに追加されました。今後はこのパスキーでログインできます。',
  passkey_removed: 'パスキー「{detail}」がアカウントから削除されました。',
  passkey_copied:
    'パスキー「{detail}」は拒否されました。複製が存在する可能性があります。アカウントから削除し、新しいパスキーを追加してください。',
  totp_added: '認証アプリがアカウントに追加されました。今後はログインのたびにコードの入力が必要です。',
  totp_removed: '認証アプリがアカウントから削除されました。今後はコードの入力は必要ありません。',
  recovery_codes_made:
    'アカウントの新しいリカバリーコードが作成されました。以前のコードは使えなくなりました。',
  recovery_code_used:
    'リカバリーコードを使ってアカウントへのログインがありました。もう一つの認証手段を失くした場合は、早めに設定し直してください。',
  codes_tried:
    '何者かがアカウントのパスワードを入力したあと、誤ったコードを何度も入力しました。ログインは拒否されました。',
  identity_linked: '{detail} のアカウントが連携されました。今後はそのアカウントでもログインできます。',
  identity_unlinked: '{detail} のアカウントとの連携が解除されました。',
};
