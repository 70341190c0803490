import type { Client as EngineClient, Provider } from 'oidc-provider';
import { type ClientExtension, extensionName } from './client-extension.ts';

/**
 * The account pages are a client like any other, so that there is one way to sign in and one place that decides how strong it
 * has to be. They are on this origin and read the session, so no code is issued to them (`response_type=none`, OAuth 2.0
 * Multiple Response Type Encoding Practices §4). The id is one that nobody can register.
 */
export const accountClientId = '~account';

/** Where the browser comes back to; `state` names the page. */
export const accountReturnPath = '/account/return';

export interface AccountSignIn {
  /** The account page to come back to, a path. */
  readonly page: string;
  /** Sign in again, although a session is there. */
  readonly again: boolean;
}

export function accountSignInPath(issuer: string, { page, again }: AccountSignIn): string {
  const parameters = new URLSearchParams({
    client_id: accountClientId,
    response_type: 'none',
    scope: 'openid',
    redirect_uri: `${issuer}${accountReturnPath}`,
    state: page,
    ...(again ? { prompt: 'login' } : {}),
  });
  return `/authorize?${parameters.toString()}`;
}

export function createAccountClient(provider: Provider, issuer: string): EngineClient {
  // Its types leave the constructor out.
  const Client = provider.Client as unknown as new (metadata: Record<string, unknown>) => EngineClient;
  const extension: ClientExtension = {
    secretDigests: [],
    audiences: [],
    apis: [],
    defaultResource: null,
    firstParty: true,
    tokenProfile: 'standard',
    requirePkce: true,
    requiredAcr: 'pwd',
    allowedOrigins: [],
    accentColor: null,
  };
  return new Client({
    client_id: accountClientId,
    client_name: new URL(issuer).host,
    application_type: 'web',
    redirect_uris: [`${issuer}${accountReturnPath}`],
    grant_types: [],
    response_types: ['none'],
    response_modes: ['query'],
    scope: 'openid',
    token_endpoint_auth_method: 'none',
    [extensionName]: extension,
  });
}
