import type { Look } from '../look.ts';

export type Pages = Readonly<Record<string, string>>;

/** The same text in every field a value can reach. */
export interface Filled {
  readonly text: string;
  readonly look: Look;
  readonly since: Date;
  readonly form: { readonly look: Look; readonly action: string; readonly csrfToken: string };
  readonly shared: Filled['form'] & { readonly clientName: string; readonly email: string };
}
