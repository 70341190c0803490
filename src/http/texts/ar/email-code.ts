import type { emailCode as english } from '../en/email-code.ts';
import type { Translated } from '../translated.ts';

export const emailCode: Translated<typeof english> = {
  instead: 'إرسال رمز إليّ بالبريد بدلًا من ذلك',
  requestTitle: 'تسجيل الدخول برمز',
  requestLead: 'سنرسل إلى عنوانك رمزًا تسجّل به الدخول هنا.',
  title: 'تحقق من بريدك',
  lead: 'إذا كان هناك حساب بالعنوان {email}، فالرمز في طريقه إليه. الرمز صالح لمدة 10 دقائق.',
  submit: 'تسجيل الدخول',
};
