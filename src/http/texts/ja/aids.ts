import type { aids as english } from '../en/aids.ts';
import type { Translated } from '../translated.ts';

export const aids: Translated<typeof english> = {
  showPassword: 'パスワードを表示',
  copy: 'コピー',
  copied: 'コピーしました',
  download: 'ダウンロード',
  print: '印刷',
};
