import { createKeyring } from '../../domain/keys/keyring.ts';
import { createExpiringIdentifier } from '../../domain/tokens/expiring-identifier.ts';
import type { RowKey } from '../../domain/tokens/row-key.ts';
import { type TokenKind, createTokenStrings } from '../../domain/tokens/token-string.ts';
import { systemClock } from '../../platform/clock.ts';
import { sha256 } from '../../platform/digest.ts';
import { createIdentifier } from '../../platform/identifiers.ts';
import { systemRandom } from '../../platform/random.ts';
import type { OpenStorage } from '../../storage/open-storage.ts';
import { masterSecret } from './processes/cluster.ts';

const clock = systemClock;
const random = systemRandom;
const hour = 3600;
const day = 24 * hour;

const tokenStrings = createTokenStrings({ keyring: createKeyring([masterSecret], random), random, clock });

/** Issues what a sign-in issues, straight into the database and in the form the service stores it: thousands in seconds. */
export interface Issuance {
  /** A person without a password. */
  account(): Promise<string>;
  session(accountId: string, ttlSeconds?: number): Promise<IssuedSession>;
  grant(to: Grantee, ttlSeconds?: number): Promise<IssuedGrant>;
  accessToken(grant: IssuedGrant, options?: AccessTokenOptions): Promise<string>;
  /** Of a client acting for itself. */
  clientToken(clientId: string, audience: string, ttlSeconds?: number): Promise<string>;
  refreshToken(grant: IssuedGrant, ttlSeconds?: number): Promise<string>;
  authorizationCode(grant: IssuedGrant): Promise<string>;
}

export interface IssuedSession {
  readonly uid: string;
  readonly accountId: string;
  /** Value of the session cookie. */
  readonly cookie: string;
}

export interface Grantee {
  readonly accountId: string;
  readonly clientId: string;
  readonly audience: string;
  /** The session that the grant ends with. */
  readonly session?: IssuedSession | null;
}

export interface IssuedGrant extends Grantee {
  readonly id: string;
}

export interface AccessTokenOptions {
  readonly ttlSeconds?: number;
  readonly scope?: string;
  readonly extra?: Readonly<Record<string, unknown>> | null;
}

/** Where a token's row is. */
export function keyOf(kind: TokenKind, token: string): RowKey {
  const key = tokenStrings.locate(kind, token);
  if (key === null) throw new Error(`no ${kind}: ${token}`);
  return key;
}

/** A string that could be a token of ours, and is none. */
export function unknownToken(kind: TokenKind): string {
  return tokenStrings.mint(kind, hour);
}

export function createIssuance(storage: OpenStorage): Issuance {
  return {
    async account() {
      const id = createIdentifier('acc', random);
      const email = `${id}@example.com`;
      await storage.accounts.insert({ id, email, emailVerified: true, name: null, passwordHash: null });
      return id;
    },
    async session(accountId, ttlSeconds = day) {
      const uid = createExpiringIdentifier('ses', { ttlSeconds: 7 * day, clock, random });
      const cookie = random(32).toString('base64url');
      await storage.sessions.save({
        uid,
        idDigest: sha256(cookie),
        previousIdDigest: null,
        accountId,
        payload: { kind: 'Session', acr: 'pwd', amr: ['pwd'], loginTs: now(), isUndated: false },
        authorizations: {},
        sealedState: null,
        idleTtlSeconds: ttlSeconds,
        origin: { browser: '', network: '192.0.2.1' },
      });
      return { uid, accountId, cookie };
    },
    async grant(to, ttlSeconds = 30 * day) {
      const id = createExpiringIdentifier('gra', { ttlSeconds: 30 * day, clock, random });
      const { accountId, clientId, audience } = to;
      const resources = { [audience]: 'notes:read notes:write' };
      const sessionUid = to.session?.uid ?? null;
      await storage.grants.insert(
        { id, accountId, clientId, sessionUid, scope: 'openid', claims: [], resources },
        ttlSeconds,
      );
      return { ...to, id };
    },
    accessToken: (grant, options) => insertAccessToken(storage, grant, options),
    async clientToken(clientId, audience, ttlSeconds = hour) {
      const token = tokenStrings.mint('access_token', Math.max(ttlSeconds, 0));
      const payload = {
        ...times(ttlSeconds),
        aud: audience,
        kind: 'ClientCredentials',
        scope: 'notes:read',
        clientId,
      };
      const key = keyOf('access_token', token);
      const kind = 'client_credentials';
      await storage.accessTokens.insert({
        key,
        kind,
        clientId,
        accountId: null,
        grantId: null,
        payload,
        ttlSeconds,
      });
      return token;
    },
    async refreshToken(grant, ttlSeconds = 7 * day) {
      const token = tokenStrings.mint('refresh_token', Math.max(ttlSeconds, 0));
      const payload = {
        ...ofPerson(grant, ttlSeconds),
        gty: 'authorization_code',
        iiat: now(),
        kind: 'RefreshToken',
        resource: grant.audience,
        rotations: 0,
      };
      const key = keyOf('refresh_token', token);
      await storage.refreshTokens.insert({ ...columns(grant), key, payload, ttlSeconds });
      return token;
    },
    async authorizationCode(grant) {
      const token = tokenStrings.mint('authorization_code', 60);
      const payload = { ...ofPerson(grant, 60), kind: 'AuthorizationCode', resource: grant.audience };
      const key = keyOf('authorization_code', token);
      await storage.authorizationCodes.insert({ ...columns(grant), key, payload, ttlSeconds: 60 });
      return token;
    },
  };
}

async function insertAccessToken(
  storage: OpenStorage,
  grant: IssuedGrant,
  { ttlSeconds = hour, scope = 'notes:read notes:write', extra }: AccessTokenOptions = {},
): Promise<string> {
  const token = tokenStrings.mint('access_token', Math.max(ttlSeconds, 0));
  const signIn = { acr: 'pwd', amr: ['pwd'], auth_time: now() };
  const payload = {
    ...times(ttlSeconds),
    aud: grant.audience,
    gty: 'authorization_code',
    kind: 'AccessToken',
    ...(extra === null ? {} : { extra: extra ?? signIn }),
    scope,
    grantId: grant.id,
    clientId: grant.clientId,
    accountId: grant.accountId,
    sessionUid: grant.session?.uid,
  };
  const key = keyOf('access_token', token);
  await storage.accessTokens.insert({ ...columns(grant), key, kind: 'access_token', payload, ttlSeconds });
  return token;
}

function ofPerson(grant: IssuedGrant, ttlSeconds: number): Record<string, unknown> {
  return {
    ...times(ttlSeconds),
    acr: 'pwd',
    amr: ['pwd'],
    authTime: now(),
    scope: 'openid notes:read notes:write',
    grantId: grant.id,
    clientId: grant.clientId,
    accountId: grant.accountId,
    sessionUid: grant.session?.uid,
  };
}

function columns({ id, accountId, clientId }: IssuedGrant) {
  return { grantId: id, accountId, clientId };
}

function times(ttlSeconds: number): { iat: number; exp: number } {
  return { iat: now(), exp: now() + ttlSeconds };
}

function now(): number {
  return Math.floor(Date.now() / 1000);
}
