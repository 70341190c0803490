import { importPKCS8, SignJWT } from 'jose';
import type { ClientAuth } from 'openid-client';
import { type Clock, epochSeconds } from '../platform/clock.ts';

export interface AppleKey {
  readonly teamId: string;
  readonly keyId: string;
  /** PEM. */
  readonly privateKey: string;
}

const lifetimeSeconds = 300;

/** Apple wants a secret that is made anew from a key (Sign in with Apple, "Creating a client secret"). */
export function appleAuthentication({ teamId, keyId, privateKey }: AppleKey, clock: Clock): ClientAuth {
  const key = importPKCS8(privateKey, 'ES256');
  // Told when it is used: a key that is none must not stop the service.
  key.catch(() => undefined);
  const authenticate = async (
    server: { readonly issuer: string },
    clientId: string,
    body: URLSearchParams,
  ): Promise<void> => {
    const now = epochSeconds(clock);
    const secret = await new SignJWT()
      .setProtectedHeader({ alg: 'ES256', kid: keyId })
      .setIssuer(teamId)
      .setSubject(clientId)
      .setAudience(server.issuer)
      .setIssuedAt(now)
      .setExpirationTime(now + lifetimeSeconds)
      .sign(await key);
    body.set('client_id', clientId);
    body.set('client_secret', secret);
  };
  // The library waits for what it returns, as for the keys of others (`PrivateKeyJwt`); its type does not say so.
  const waited: (...[server, client, body]: Parameters<ClientAuth>) => unknown = (server, client, body) =>
    authenticate(server, client.client_id, body);
  return waited;
}
