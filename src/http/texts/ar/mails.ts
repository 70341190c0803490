import type { mails as english } from '../en/mails.ts';
import type { Translated } from '../translated.ts';

export const mails: Translated<typeof english> = {
  unasked: 'إذا لم تطلب ذلك، فليس عليك فعل شيء: لا يحدث شيء من دون الرمز.',
  never: 'لن يطلبه منك أحد من طرفنا أبدًا.',
  validity: 'الرمز صالح لمدة 10 دقائق، في المتصفح الذي طلبته فيه.',
  signUpCodeSubject: '{code} هو رمزك لدى {issuer}',
  signUpCode: 'لإنشاء حسابك لدى {issuer}، أدخل هذا الرمز:',
  signUpKnownSubject: 'لديك حساب بالفعل لدى {issuer}',
  signUpKnown: 'أراد شخص ما، ربما أنت، إنشاء حساب لدى {issuer} بهذا العنوان. لديك حساب بالفعل.',
  signUpKnownInstead: 'سجّل الدخول بكلمة مرورك بدلًا من ذلك، أو اختر «{link}» في الصفحة نفسها.',
  signUpKnownNotYou: 'إذا لم تكن أنت، فليس عليك فعل شيء.',
  linkCodeSubject: '{code} هو رمزك لتسجيل الدخول باستخدام {provider}',
  linkCode: 'من الآن فصاعدًا تسجّل الدخول إلى {issuer} باستخدام {provider}. لربط حسابك به، أدخل هذا الرمز:',
  resetCodeSubject: '{code} هو رمزك لاختيار كلمة مرور جديدة',
  resetCode: 'لاختيار كلمة مرور جديدة لدى {issuer}، أدخل هذا الرمز:',
  passwordChangedSubject: 'تم تغيير كلمة مرورك لدى {issuer}',
  passwordChanged: 'تم تغيير كلمة مرورك للتو، وتم تسجيل خروجك من كل مكان.',
  passwordChangedNotYou:
    'إذا لم تكن أنت، فبإمكان شخص ما قراءة بريدك. أمّن صندوق بريدك أولًا، ثم اختر كلمة مرور جديدة هنا.',

  mailboxTitle: 'صندوق البريد',
  mailboxEmpty: 'لم يُرسل شيء بعد. تظهر هنا رموز الخدمة وإشعاراتها.',
  mailboxTo: 'إلى {address}، {time} ‎UTC',
};
