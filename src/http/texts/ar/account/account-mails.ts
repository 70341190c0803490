import type { accountMails as english } from '../../en/account/account-mails.ts';
import type { Translated } from '../../translated.ts';

export const accountMails: Translated<typeof english> = {
  signInCodeSubject: '{code} هو رمزك لتسجيل الدخول',
  signInCode: 'لتسجيل الدخول إلى {app}، أدخل هذا الرمز:',
  emailCodeSubject: '{code} هو رمزك لدى {issuer}',
  emailCode: 'لاستخدام هذا العنوان لحسابك لدى {issuer}، أدخل هذا الرمز:',
  emailKnownSubject: 'عنوانك لدى {issuer}',
  emailKnown:
    'أراد شخص ما، ربما أنت، تعيين هذا العنوان لحسابه لدى {issuer}. العنوان تابع لحساب بالفعل، ولذلك لم يتغير شيء.',
  emailKnownInstead:
    'إذا كنت أنت: فسجّل الدخول بهذا العنوان للوصول إلى ذلك الحساب، واحذفه هناك إذا لم تكن بحاجة إليه.',
  emailChangedSubject: 'أصبح لحسابك لدى {issuer} عنوان آخر',
  emailChanged: 'أصبح لحسابك لدى {issuer} عنوان بريد إلكتروني آخر منذ لحظات. لم يعد هذا العنوان مستخدمًا له.',
  emailChangedNotYou:
    'إذا لم تكن أنت، فقد كان شخص آخر مسجّل الدخول إلى حسابك. أبلغ مشغّل {issuer} فورًا: لم يعد بإمكانك الدخول بهذا العنوان.',
  accountDeletedSubject: 'تم حذف حسابك لدى {issuer}',
  accountDeleted:
    'تم للتو حذف حسابك لدى {issuer} بكل ما فيه، وتم تسجيل خروجك من كل مكان. هذه آخر رسالة بشأنه.',
  accountDeletedNotYou: 'إذا لم تكن أنت، فأبلغ مشغّل {issuer}.',
  addressClaimed:
    'سجّل شخص ما الدخول برمز أُرسل إلى هذا العنوان، ولم يكن أحد قد أكّده من قبل. حرصًا على الأمان، أُزيلت من الحساب كلمة المرور وكل طرق تسجيل الدخول الأخرى، وتم تسجيل خروجه من كل مكان آخر.',
};
