import type { account as english } from '../../en/account/account.ts';
import type { Translated } from '../../translated.ts';

export const account: Translated<typeof english> = {
  title: 'حسابك',
  lead: 'تم تسجيل الدخول باسم {email}',
  signOut: 'تسجيل الخروج',
  back: 'العودة إلى حسابك',

  waysIn: 'طرق تسجيل دخولك',
  devicesAndApps: 'أين سجّلت الدخول',
  you: 'معلومات عنك',

  password: 'كلمة المرور',
  passkeys: 'مفاتيح المرور',
  totp: 'تطبيق المصادقة',
  recoveryCodes: 'رموز الاسترداد',
  links: 'الحسابات المرتبطة',
  sessions: 'المتصفحات',
  apps: 'التطبيقات',
  activity: 'النشاط الأخير',
  profile: 'الاسم',
  email: 'البريد الإلكتروني',
  delete: 'حذف الحساب',

  isSet: 'معيّنة',
  isNotSet: 'غير معيّنة',
  isOn: 'مفعّل',
  isOff: 'غير مفعّل',

  setUpTitle: 'يلزم إجراء خطوة أخرى',
  setUpLead: 'يطلب {app} تسجيل دخول أقوى مما لدى حسابك.',
  setUpHow: 'أضف إلى حسابك مفتاح مرور أو تطبيق مصادقة، ثم عُد إلى هذه الصفحة وسجّل الدخول مرة أخرى.',
  setUpLink: 'الانتقال إلى حسابك',
  setUpAgain: 'تسجيل الدخول مرة أخرى',
  setUpCancel: 'إلغاء',
};
