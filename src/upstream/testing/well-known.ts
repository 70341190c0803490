import { type CryptoKey, type JWTPayload, SignJWT, exportJWK, generateKeyPair } from 'jose';
import type { Fetch } from '../fetch/guarded-fetch.ts';

/** What a well-known provider answers, by the address it is asked at. */
export interface WellKnown {
  readonly fetch: Fetch;
  /** Bodies of what was posted to its token endpoint. */
  readonly redeemed: URLSearchParams[];
  /** Claims of the next ID token, given the nonce that was asked for. */
  says: (nonce: string) => JWTPayload;
  /** Of the authorization request that the next code is for. */
  nonce: string;
}

export type Answers = Readonly<Record<string, unknown>>;

const { privateKey, publicKey } = await generateKeyPair('RS256', { extractable: true });
const jwk = { ...(await exportJWK(publicKey)), kid: 'their-key', use: 'sig', alg: 'RS256' };

/**
 * @param answers metadata and profiles, by URL; `keysUrl` and `tokenUrl` answer by themselves
 * @throws what is asked of any other address is a failed test
 */
export function createWellKnown(answers: Answers, keysUrl: string, tokenUrl: string): WellKnown {
  const wellKnown: WellKnown = {
    redeemed: [],
    says: () => ({}),
    nonce: '',
    fetch: async (url, { method, body }) => {
      if (url === keysUrl) return json({ keys: [jwk] });
      if (url === tokenUrl && method === 'POST') {
        wellKnown.redeemed.push(new URLSearchParams(body));
        const claims = wellKnown.says(wellKnown.nonce);
        const idToken = Object.keys(claims).length === 0 ? {} : { id_token: await sign(claims, privateKey) };
        return json({ access_token: 'at', token_type: 'Bearer', expires_in: 3600, ...idToken });
      }
      if (!(url in answers)) throw new Error(`nothing is asked at ${url}`);
      const answer = answers[url];
      return typeof answer === 'number' ? json({ message: 'no' }, answer) : json(answer);
    },
  };
  return wellKnown;
}

function sign(claims: JWTPayload, key: CryptoKey): Promise<string> {
  return new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid: 'their-key' }).sign(key);
}

function json(body: unknown, status = 200): Response {
  return Response.json(body, { status });
}
