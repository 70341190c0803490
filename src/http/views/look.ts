import { type Language, type Texts, textsIn } from '../texts/texts.ts';

/** What every page has, whatever it is about. */
export interface Look {
  readonly language: Language;
  readonly texts: Texts;
  /** Whose service this is, to people: the host of its address. */
  readonly issuerName: string;
}

export function createLook(language: Language, issuerName: string): Look {
  return { language, texts: textsIn(language), issuerName };
}
