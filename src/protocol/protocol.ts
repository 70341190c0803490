import type { IncomingMessage, ServerResponse } from 'node:http';
import { Provider } from 'oidc-provider';
import { createExpiringIdentifier } from '../domain/tokens/expiring-identifier.ts';
import { useSecretDigests } from './engine/client-secrets.ts';
import { useRegisteredClients } from './engine/engine-clients.ts';
import { engineConfiguration } from './engine/configuration.ts';
import { logEngineEvents } from './engine/events.ts';
import { createEngineMiddleware } from './request/engine-middleware.ts';
import { useTokenStrings } from './engine/token-strings.ts';
import { type BrowserSessions, createBrowserSessions } from './interactions/browser-session.ts';
import { cookieNames, useInteractionCookies } from './interactions/interaction-cookies.ts';
import { cookieOf, createInteractions, type Interactions } from './interactions/interactions.ts';
import type { ProtocolOptions } from './protocol-options.ts';
import { keepErrorsToRegisteredModes } from './engine/response-modes.ts';
import { useSessionRows } from './engine/session-rows.ts';

/**
 * OAuth 2.1 and OpenID Connect. The engine (oidc-provider) lives in this folder and nowhere else: it checks requests and
 * decides what comes next; what is stored, spent or revoked is decided by the ports it is given; what people see is drawn
 * by `http/`, which goes through `interactions`.
 */
export interface Protocol {
  /** Serves the engine's endpoints. The dispatcher pins host and proxy headers first. */
  readonly handle: (request: IncomingMessage, response: ServerResponse) => Promise<void>;
  readonly interactions: Interactions;
  readonly browserSessions: BrowserSessions;
  /** Whether the browser may be signed in; whether it is, the session's row knows. */
  readonly hasSessionCookie: (request: IncomingMessage) => boolean;
}

export function createProtocol(options: ProtocolOptions): Protocol {
  const secure = options.issuer.startsWith('https:');
  const names = cookieNames(secure);
  const provider = new Provider(options.issuer, engineConfiguration(options, names.session));
  provider.proxy = true;
  useTokenStrings(provider, options.tokenStrings);
  useRegisteredClients(provider, options.storage.clients, options.issuer);
  useSecretDigests(provider);
  useInteractionCookies(provider, names);
  const { sessionAbsoluteSeconds, interactionSeconds } = options.lifetimes;
  useSessionRows(provider, options.storage.sessions, (kind) =>
    createExpiringIdentifier('ses', {
      ...options,
      ttlSeconds: kind === 'signed_in' ? sessionAbsoluteSeconds : interactionSeconds,
    }),
  );
  logEngineEvents(provider, options.logger);
  keepErrorsToRegisteredModes(provider);
  provider.use(createEngineMiddleware(options, names) as never);
  return {
    handle: provider.callback(),
    interactions: createInteractions(provider, options, names),
    browserSessions: createBrowserSessions(options.storage.sessions, options.keyring, names),
    hasSessionCookie: (request) => cookieOf(request, names.session) !== null,
  };
}
