import type { passkeys as english } from '../../en/account/passkeys.ts';
import type { Translated } from '../../translated.ts';

export const passkeys: Translated<typeof english> = {
  or: 'または',
  use: 'パスキーを使う',
  notUsed: 'パスキーは使われませんでした。もう一度お試しいただくか、別の方法でログインしてください。',
  refused:
    'このパスキーではログインできませんでした。もう一度お試しいただくか、別の方法でログインしてください。',

  stepTitle: 'パスキーを使ってください',
  stepLead: 'パスキーで確認して、ログインを完了してください。',
  notHere:
    'このブラウザーでは、ここでパスキーを使えません。別のブラウザーか、別のログイン方法をお試しください。',

  title: 'パスキー',
  lead: 'パスキーを使うと、指紋、顔、画面ロックでログインできます。偽のサイトに盗まれることはありません。',
  none: 'パスキーはまだありません。',
  added: '追加：{at}',
  lastUsed: '最後に使用：{at}',
  neverUsed: 'まだ使われていません',
  name: '名前',
  rename: '名前を保存',
  remove: 'このパスキーを削除',
  removeMeans: 'このパスキーではログインできなくなります。',
  addTitle: 'パスキーを追加',
  newNameHint: '例：自分のスマートフォン',
  defaultName: 'パスキー',
  add: 'パスキーを追加',
  notAdded: 'パスキーは追加されませんでした。もう一度お試しください。',
  cannotAdd: 'このブラウザーでは、ここでパスキーを作成できません。別のブラウザーで追加してください。',
  known: 'このデバイスには、このアカウントのパスキーがすでにあります。',
  tooMany: {
    other: 'パスキーが {count} 個あり、上限に達しています。追加する前に、どれか一つを削除してください。',
  },
  badName: { other: '目に見える文字を {count} 文字以内で入力してください。' },
  addedTitle: 'パスキーを追加しました',
  addedLead: '今後は、このパスキーでログインできます。',
  removedTitle: 'パスキーを削除しました',
  removedLead: 'このパスキーではもうログインできません。デバイスからも削除できます。',
  last: 'このパスキーが唯一のログイン方法です。削除する前に、別のパスキーかパスワードを追加してください。',
};
