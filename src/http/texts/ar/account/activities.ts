import type { activities as english } from '../../en/account/activities.ts';
import type { Translated } from '../../translated.ts';

export const activities: Translated<typeof english> = {
  signed_in: 'تسجيل دخول لاستخدام {detail}',
  new_device: 'تسجيل دخول لاستخدام {detail}، في متصفح جديد',
  account_created: 'تم إنشاء الحساب',
  password_changed: 'تم تغيير كلمة المرور',
  password_reset: 'تم استبدال كلمة المرور برمز بالبريد',
  password_removed: 'أبطل مشغّل الخدمة كلمة المرور',
  factors_removed: 'أزال مشغّل الخدمة كل وسائل التحقق الثانية',
  email_changed: 'تم تغيير عنوان البريد الإلكتروني',
  email_verified: 'تم تأكيد عنوان البريد الإلكتروني',
  address_claimed: 'تم تأكيد العنوان بتسجيل دخول، وأُزيلت كل طرق تسجيل الدخول السابقة',
  profile_changed: 'تم تغيير الاسم',
  passkey_added: 'تمت إضافة مفتاح المرور «{detail}»',
  passkey_removed: 'تمت إزالة مفتاح المرور «{detail}»',
  passkey_copied: 'تم رفض مفتاح المرور «{detail}»: يبدو أنه نُسخ',
  totp_added: 'تمت إضافة تطبيق مصادقة',
  totp_removed: 'تمت إزالة تطبيق المصادقة',
  recovery_codes_made: 'تم إنشاء رموز استرداد جديدة',
  recovery_code_used: 'تم استخدام رمز استرداد لتسجيل الدخول',
  codes_tried: 'أدخل شخص ما كلمة المرور ثم عدة رموز خاطئة',
  identity_linked: 'تم ربط حساب لدى {detail}',
  identity_unlinked: 'تم فصل الحساب لدى {detail}',
  session_ended: 'تم تسجيل خروج المتصفح {detail}',
  other_sessions_ended: 'تم تسجيل خروج كل المتصفحات والتطبيقات الأخرى',
  app_withdrawn: 'تم سحب وصول {detail}',
};
