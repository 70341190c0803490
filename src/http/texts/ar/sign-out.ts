import type { signOut as english } from '../en/sign-out.ts';
import type { Translated } from '../translated.ts';

export const signOut: Translated<typeof english> = {
  title: 'تسجيل الخروج؟',
  appAsks: 'يطلب {app} تسجيل خروجك.',
  signedInAs: 'لقد سجّلت الدخول باسم {email}.',
  stay: 'البقاء مسجّلًا',
  signOut: 'تسجيل الخروج',
  notSignedInTitle: 'لم تسجّل الدخول',
  notSignedIn: 'لا توجد جلسة لتسجيل الخروج منها في هذا المتصفح.',
  signedOutTitle: 'تم تسجيل خروجك',
  stillSignedInTitle: 'ما زلت مسجّل الدخول',
  stillSignedIn: 'لم يتغيّر شيء. يمكنك إغلاق هذه الصفحة أو المتابعة.',
  goBack: 'يمكنك العودة إلى {app} أو إغلاق هذه الصفحة.',
  sharedComputer: 'على جهاز مشترك، أغلق المتصفح أيضًا.',
};
