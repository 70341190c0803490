import type { IncomingMessage } from 'node:http';
import type { EnginePages } from '../protocol/protocol-options.ts';
import { renderErrorPage } from './error-texts.ts';
import { languageOf } from './texts/choose-language.ts';
import { languages } from './texts/texts.ts';
import { createLook, type Look } from './views/look.ts';
import { signedOutPage, signOutPage } from './views/sign-in/sign-out-page.ts';

/** The pages of the engine's own endpoints, drawn like all others. */
export function createEnginePages(issuer: string): EnginePages {
  const issuerName = new URL(issuer).host;
  const look = (request: IncomingMessage): Look => createLook(languageOf(request), issuerName);
  return {
    languages,
    error: (answer, request) => renderErrorPage(answer, look(request)),
    signOut: (model, request) => signOutPage({ ...model, look: look(request) }),
    signedOut: (model, request) => signedOutPage({ ...model, look: look(request) }),
  };
}
