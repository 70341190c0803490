import { type Language, type Texts, textsIn } from '../texts/texts.ts';

/** What a page has of the app that somebody signs in to. */
export interface Theme {
  /** An https address; the policy of the page has to allow its origin. */
  readonly logoUri: string | null;
  /** `#rrggbb` */
  readonly accentColor: string | null;
}

/** What every page has, whatever it is about. */
export interface Look {
  readonly language: Language;
  readonly texts: Texts;
  /** Whose service this is, to people: the host of its address. */
  readonly issuerName: string;
  readonly theme: Theme;
}

const plain: Theme = { logoUri: null, accentColor: null };

export function createLook(language: Language, issuerName: string, theme: Theme = plain): Look {
  return { language, texts: textsIn(language), issuerName, theme };
}
