import type { aids as english } from '../en/aids.ts';
import type { Translated } from '../translated.ts';

export const aids: Translated<typeof english> = {
  showPassword: 'إظهار كلمة المرور',
  copy: 'نسخ',
  copied: 'تم النسخ',
  download: 'تنزيل',
  print: 'طباعة',
};
