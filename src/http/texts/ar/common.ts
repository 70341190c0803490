import type { common as english } from '../en/common.ts';
import type { Translated } from '../translated.ts';

export const common: Translated<typeof english> = {
  errorTitle: 'خطأ: {title}',
  signsYouInWith: 'يتم تسجيل دخولك إلى {issuer} باستخدام {product}.',
  optional: '(اختياري)',
  email: 'البريد الإلكتروني',
  password: 'كلمة المرور',
  cancel: 'إلغاء',
  continue: 'متابعة',
  signIn: 'تسجيل الدخول',
  createAccount: 'إنشاء الحساب',
  emailMalformed: 'أدخل عنوان بريد إلكتروني بصيغة مثل ‎name@example.com‎.',
  tooManyAttempts: 'عدد المحاولات كبير جدًا. انتظر بضع دقائق ثم حاول مرة أخرى.',
  busy: 'الخدمة مشغولة حاليًا. حاول مرة أخرى بعد لحظات.',
  passwordTooShort: {
    zero: 'استخدم {count} حرف على الأقل.',
    one: 'استخدم حرفًا واحدًا ({count}) على الأقل.',
    two: 'استخدم حرفين ({count}) على الأقل.',
    few: 'استخدم {count} أحرف على الأقل.',
    many: 'استخدم {count} حرفًا على الأقل.',
    other: 'استخدم {count} حرف على الأقل.',
  },
  passwordTooLong: {
    zero: 'استخدم {count} حرف على الأكثر.',
    one: 'استخدم حرفًا واحدًا ({count}) على الأكثر.',
    two: 'استخدم حرفين ({count}) على الأكثر.',
    few: 'استخدم {count} أحرف على الأكثر.',
    many: 'استخدم {count} حرفًا على الأكثر.',
    other: 'استخدم {count} حرف على الأكثر.',
  },
  passwordTooUniform: 'استخدم عددًا أكبر من الأحرف المختلفة.',
  passwordGuessable: 'كلمة المرور هذه من أوائل ما قد يخمّنه أي شخص.',
  passwordIsEmail: 'لا تستخدم عنوان بريدك الإلكتروني كلمةً للمرور.',
};
