import type { consent as english } from '../en/consent.ts';
import type { Translated } from '../translated.ts';

export const consent: Translated<typeof english> = {
  title: '{app} erlauben?',
  heading: '{app} möchte auf Ihr Konto zugreifen',
  website: 'Nach eigener Angabe ist dies die Website der App: {website}',
  signedInAs: 'Angemeldet als',
  useAnotherAccount: 'Nicht Sie? Anderes Konto verwenden',
  wouldBeAble: 'Die App könnte',
  wouldBeAbleAt: 'Bei {api} könnte die App',
  howLong: 'Wie lange das gilt',
  untilSignOut: 'Bis Sie sich abmelden',
  whereNext: 'Wohin es danach geht',
  technicalDetails: 'Technische Angaben',
  thisComputer: 'Eine App auf diesem Computer ({host})',
  onlyIfTrusted:
    'Erlauben Sie das nur, wenn Sie {app} kennen und der App vertrauen. Wenn Sie ablehnen, wird nichts weitergegeben.',
  deny: 'Ablehnen',
  allow: 'Erlauben',
  scopeOpenid: 'Wissen, wer Sie hier sind',
  scopeProfile: 'Ihren Namen sehen',
  scopeEmail: 'Ihre E-Mail-Adresse sehen',
  scopeOfflineAccess: 'Den Zugriff behalten, während Sie abgemeldet sind',
};
