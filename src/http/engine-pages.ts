import type { EnginePages } from '../protocol/protocol-options.ts';
import { renderErrorPage } from './error-texts.ts';
import { signedOutPage, signOutPage } from './views/sign-out-page.ts';

/** The pages of the engine's own endpoints, drawn like all others. */
export function createEnginePages(issuer: string): EnginePages {
  const issuerName = new URL(issuer).host;
  return {
    error: (answer) => renderErrorPage(answer, issuerName),
    signOut: (model) => signOutPage({ ...model, issuerName }),
    signedOut: (model) => signedOutPage({ ...model, issuerName }),
  };
}
