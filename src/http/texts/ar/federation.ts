import type { federation as english } from '../en/federation.ts';
import type { Translated } from '../translated.ts';

export const federation: Translated<typeof english> = {
  or: 'أو',
  continueWith: 'المتابعة باستخدام {provider}',
  goingTo: 'الانتقال إلى {provider}',
  goingToLead: 'سيتم نقلك إلى {provider} لإثبات هويتك هناك.',
  unavailable: 'يتعذر الوصول إلى {provider} حاليًا. سجّل الدخول بطريقة أخرى أو أعد المحاولة لاحقًا.',
  failed: 'لم ينجح تسجيل الدخول باستخدام {provider}. أعد المحاولة أو سجّل الدخول بطريقة أخرى.',
  refused: 'لا يمكن استخدام هذا الحساب لتسجيل الدخول هنا.',
  known:
    'يوجد حساب بالعنوان {email} بالفعل. سجّل الدخول بطريقتك المعتادة، ثم يمكنك ربط {provider} من صفحة حسابك.',
  knownEnforced:
    'يوجد حساب بالعنوان {email} بالفعل، ولا يمكن هنا إثبات أنه لك. اطلب المساعدة من القائمين على هذه الخدمة.',
  notOfDomain: 'هذا الحساب لدى {provider} لا يخص عنوانك هنا. اختر الحساب التابع لمؤسستك.',
  notAgain:
    'لا يؤكد {provider} أنك أنت من سجّل الدخول الآن. سجّل الدخول بطريقة أخرى، مثل رمز يُرسل بالبريد الإلكتروني.',
  enforcedTitle: 'تسجيل الدخول باستخدام {provider}',
  enforcedLead: 'أصحاب العناوين التابعة لنطاق {domain} يسجّلون الدخول باستخدام {provider}.',
  addressTitle: 'عنوان بريدك الإلكتروني',
  addressLead: 'لا يخبرنا {provider} بعنوان بريدك الإلكتروني. ما هو عنوانك؟',
  addressTaken: 'يوجد حساب بهذا العنوان بالفعل. عُد وسجّل الدخول إليه.',
  codeLead: 'أرسلنا رمزًا إلى عنوانك. أدخله هنا للمتابعة. الرمز صالح لمدة 10 دقائق.',
  codeTaken: 'أصبح هذا الحساب مستخدمًا. عُد وسجّل الدخول به.',
  linksTitle: 'الحسابات المرتبطة',
  linksLead: 'حسابات لدى خدمات أخرى يمكنك تسجيل الدخول بها هنا.',
  linksNone: 'لم يُربط أي حساب بعد.',
  linkedAt: 'تم الربط في {date}',
  lastUsedAt: 'آخر استخدام في {date}',
  notForSigningIn: 'لا يُستخدم لتسجيل الدخول',
  unlink: 'إلغاء ربط {provider}',
  linkAnother: 'ربط حساب آخر',
  linkOne: 'ربط {provider}',
  linkTaken: 'حساب {provider} هذا يخص شخصًا آخر هنا، لذلك لم يُربط.',
  linkCancelled: 'لم يُربط شيء.',
  linkFailed: 'لم ينجح ربط {provider}. أعد المحاولة.',
  linkUnavailable: 'يتعذر الوصول إلى {provider} حاليًا. أعد المحاولة لاحقًا.',
  unlinkLast:
    '{provider} هو وسيلتك الوحيدة لتسجيل الدخول. عيّن كلمة مرور أو أضف مفتاح مرور أولًا، ثم يمكنك إلغاء ربطه.',
  otherSession:
    'بدأ هذا شخص آخر، أو بدأ قبل أن تسجّل الدخول من جديد. لم يُربط شيء. عُد إلى حسابك وأعد المحاولة.',
  callbackMalformed: 'تعذرت قراءة رد الموقع الآخر. عُد وأعد المحاولة.',
};
