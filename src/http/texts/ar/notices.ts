import type { notices as english } from '../en/notices.ts';
import type { Translated } from '../translated.ts';

export const notices: Translated<typeof english> = {
  subject: 'تغيير في حسابك لدى {issuer}',
  newDeviceSubject: 'تسجيل دخول جديد إلى حسابك لدى {issuer}',
  from: 'تم ذلك باستخدام هذا المتصفح: {browser}.',
  notYou: 'إذا لم تكن أنت، فاختر كلمة مرور جديدة فورًا: افتح {address} وأنهِ هناك كل جلسة لا تعرفها.',

  new_device: 'سجّل شخص ما الدخول إلى حسابك لاستخدام {detail}، في متصفح لم تسجّل الدخول فيه من قبل.',
  password_changed: 'تم تغيير كلمة مرورك، وتم تسجيل خروجك من كل مكان آخر.',
  passkey_added: 'تمت إضافة مفتاح المرور «{detail}» إلى حسابك. يمكن تسجيل الدخول به من الآن.',
  passkey_removed: 'تمت إزالة مفتاح المرور «{detail}» من حسابك.',
  totp_added: 'تمت إضافة تطبيق مصادقة إلى حسابك. ستُطلب رموزه عند كل تسجيل دخول.',
  totp_removed: 'تمت إزالة تطبيق المصادقة من حسابك. لن تُطلب رموزه بعد الآن.',
  recovery_codes_made: 'تم إنشاء رموز استرداد جديدة لحسابك. لم تعد للرموز السابقة أي قيمة.',
  recovery_code_used:
    'تم استخدام رمز استرداد لتسجيل الدخول إلى حسابك. إذا فقدت وسيلة التحقق الأخرى، فاستبدلها قريبًا.',
  identity_linked: 'تم ربط حساب لدى {detail} بحسابك. يمكن تسجيل الدخول به من الآن.',
  identity_unlinked: 'تم فصل الحساب لدى {detail} عن حسابك.',
};
