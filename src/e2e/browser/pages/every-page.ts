import { accountPages } from './account-pages.ts';
import { factorPages } from './factor-pages.ts';
import { federationPages } from './federation-pages.ts';
import { otherPages } from './other-pages.ts';
import { passkeyPages } from './passkey-pages.ts';
import { signInPages } from './sign-in-pages.ts';
import type { Pages } from './visit.ts';

/** A new page belongs into one of these: then it is held to what holds for all of them. */
export const everyPage: Pages = {
  ...signInPages,
  ...accountPages,
  ...factorPages,
  ...passkeyPages,
  ...federationPages,
  ...otherPages,
};
