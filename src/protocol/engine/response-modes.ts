import type { KoaContextWithOIDC, Provider } from 'oidc-provider';

/**
 * Keeps errors to the response modes a client is registered for, as the engine keeps successes: it would tell an error in
 * whatever mode the request asks for. It reads the mode right after this event.
 */
export function keepErrorsToRegisteredModes(provider: Provider): void {
  (provider as NodeJS.EventEmitter).on('authorization.error', ({ oidc }: KoaContextWithOIDC) => {
    const { params, client } = oidc;
    const registered = client?.['responseModes'];
    if (params !== undefined && registered?.includes(String(params['response_mode'])) !== true) {
      params['response_mode'] = 'query';
    }
  });
}
