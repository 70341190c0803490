import type { consent as english } from '../en/consent.ts';
import type { Translated } from '../translated.ts';

export const consent: Translated<typeof english> = {
  title: 'السماح لتطبيق {app}؟',
  heading: 'يطلب تطبيق {app} الوصول إلى حسابك',
  website: 'يقول التطبيق إن موقعه هو {website}',
  signedInAs: 'تم تسجيل الدخول باسم',
  useAnotherAccount: 'لست أنت؟ استخدام حساب آخر',
  wouldBeAble: 'سيتمكن التطبيق من',
  wouldBeAbleAt: 'في {api} سيتمكن التطبيق من',
  howLong: 'مدة السماح',
  untilSignOut: 'حتى تسجّل الخروج',
  whereNext: 'وجهتك التالية',
  technicalDetails: 'تفاصيل تقنية',
  thisComputer: 'تطبيق على هذا الجهاز ({host})',
  onlyIfTrusted: 'لا تسمح بذلك إلا إذا كنت تعرف {app} وتثق به. إذا رفضت، فلن تتم مشاركة أي شيء.',
  deny: 'رفض',
  allow: 'سماح',
  scopeOpenid: 'معرفة هويتك هنا',
  scopeProfile: 'الاطلاع على اسمك',
  scopeEmail: 'الاطلاع على عنوان بريدك الإلكتروني',
  scopeOfflineAccess: 'الاحتفاظ بالوصول بعد تسجيل خروجك',
};
