import { type CryptoKey, type JWTPayload, SignJWT, exportJWK, generateKeyPair } from 'jose';
import { type LocalServer, startLocalServer } from './local-server.ts';

/** What an issuer says, each part of which can be a lie. */
export interface Says {
  metadata: (metadata: Record<string, unknown>) => unknown;
  claims: (claims: JWTPayload) => JWTPayload;
  /** Of the claims, as the honest one would. */
  sign: (claims: JWTPayload) => Promise<string>;
  tokens: (answer: Record<string, unknown>) => { status?: number; body: unknown };
  userinfo: (claims: Record<string, unknown>) => unknown;
}

export interface TestIssuer extends AsyncDisposable {
  readonly origin: string;
  readonly server: LocalServer;
  readonly privateKey: CryptoKey;
  readonly publicKey: CryptoKey;
  says: Says;
  honest: Says;
  /** Of the authorization request that the next code is for. */
  nonce: string;
  sign(claims: JWTPayload, alg: string, key: CryptoKey | Uint8Array): Promise<string>;
}

export const clientId = 'symbolon-there';

/** An OpenID Connect issuer on this machine. */
export async function startTestIssuer(): Promise<TestIssuer> {
  const { privateKey, publicKey } = await generateKeyPair('RS256', { extractable: true });
  const jwk = { ...(await exportJWK(publicKey)), kid: 'key-1', use: 'sig' };
  const sign = (claims: JWTPayload, alg: string, key: CryptoKey | Uint8Array): Promise<string> =>
    new SignJWT(claims).setProtectedHeader({ alg, kid: 'key-1' }).sign(key);
  const honest: Says = {
    metadata: (metadata) => metadata,
    claims: (claims) => claims,
    sign: (claims) => sign(claims, 'RS256', privateKey),
    tokens: (answer) => ({ body: answer }),
    userinfo: (claims) => claims,
  };
  const server = await startLocalServer(async ({ path, method }) => {
    const { says } = issuer;
    if (path === '/.well-known/openid-configuration') return json(says.metadata(metadataOf(server.origin)));
    if (path === '/jwks') return json({ keys: [jwk] });
    if (path === '/userinfo')
      return json(says.userinfo({ sub: 'ada', email: 'ada@acme.example', email_verified: true }));
    if (path.startsWith('/authorize?'))
      return backWithCode(issuer, new URL(path, server.origin).searchParams);
    if (path !== '/token' || method !== 'POST') return { status: 404, body: '{}' };
    const claims = says.claims(claimsOf(server.origin, issuer.nonce));
    const { status = 200, body } = says.tokens({
      access_token: 'at',
      token_type: 'Bearer',
      id_token: await says.sign(claims),
    });
    return json(body, status);
  });
  const issuer: TestIssuer = {
    origin: server.origin,
    server,
    privateKey,
    publicKey,
    says: honest,
    honest,
    nonce: '',
    sign,
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
  return issuer;
}

/** For browsers: somebody is signed in there, and sent back at once. */
function backWithCode(issuer: TestIssuer, asked: URLSearchParams) {
  issuer.nonce = asked.get('nonce') ?? '';
  const answer = new URLSearchParams({ code: 'a-code', state: asked.get('state') ?? '', iss: issuer.origin });
  return {
    status: 302,
    headers: { location: `${asked.get('redirect_uri') ?? ''}?${answer.toString()}` },
    body: '',
  };
}

function json(body: unknown, status = 200): { status: number; body: string } {
  return { status, body: typeof body === 'string' ? body : JSON.stringify(body) };
}

function metadataOf(origin: string): Record<string, unknown> {
  return {
    issuer: origin,
    authorization_endpoint: `${origin}/authorize`,
    token_endpoint: `${origin}/token`,
    userinfo_endpoint: `${origin}/userinfo`,
    jwks_uri: `${origin}/jwks`,
    id_token_signing_alg_values_supported: ['RS256'],
    response_types_supported: ['code'],
    subject_types_supported: ['public'],
    authorization_response_iss_parameter_supported: true,
  };
}

function claimsOf(origin: string, nonce: string): JWTPayload {
  const now = Math.floor(Date.now() / 1000);
  return {
    iss: origin,
    sub: 'ada',
    aud: clientId,
    iat: now,
    exp: now + 300,
    auth_time: now,
    nonce,
    email: 'ada@acme.example',
    email_verified: true,
    name: 'Ada',
  };
}
