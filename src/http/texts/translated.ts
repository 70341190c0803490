/** A message that depends on a number, by the plural categories of its language; `{count}` is the number. */
export type Plural = { readonly other: string } & {
  readonly [Category in Exclude<Intl.LDMLPluralRule, 'other'>]?: string;
};

/** What another language must have for an area of the English texts: the same messages, in its own words. */
export type Translated<English> = {
  readonly [Key in keyof English]: English[Key] extends string ? string : Plural;
};

/** All areas of one language. */
export type Catalogue<English> = { readonly [Area in keyof English]: Translated<English[Area]> };
