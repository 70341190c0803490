import { expect } from 'vitest';
import { clientMetadataSchema } from '../../domain/clients/client-metadata.ts';
import { createKeyring } from '../../domain/keys/keyring.ts';
import type { LiveToken } from '../../domain/introspection/live-token.ts';
import type { Storage } from '../../domain/storage.ts';
import { createExpiringIdentifier } from '../../domain/tokens/expiring-identifier.ts';
import type { RowKey } from '../../domain/tokens/row-key.ts';
import type { SaveSession } from '../../domain/tokens/session-store.ts';
import { createTokenStrings, type TokenKind } from '../../domain/tokens/token-string.ts';
import type { AccessTokenKind, Payload, StoredToken } from '../../domain/tokens/token-stores.ts';
import { systemClock } from '../../platform/clock.ts';
import { sha256 } from '../../platform/digest.ts';
import { createIdentifier } from '../../platform/identifiers.ts';
import { systemRandom } from '../../platform/random.ts';

const clock = systemClock;
const random = systemRandom;
const keyring = createKeyring(['contract-tests-contract-tests-00'], random);

export const hour = 3600;
export const tokenStrings = createTokenStrings({ keyring, random, clock });
export const metadata = clientMetadataSchema.parse({ client_name: 'A client' });

/** Everything a token hangs on, all of it live: end one part and see what dies. */
export interface Subject {
  readonly accountId: string;
  readonly clientId: string;
  readonly sessionUid: string;
  readonly cookie: string;
  /** Ends with the session. */
  readonly grantId: string;
  /** Does not: given with `offline_access`. */
  readonly offlineGrantId: string;
}

export async function createSubject(storage: Storage): Promise<Subject> {
  const accountId = await insertAccount(storage);
  const clientId = createIdentifier('cli', random);
  await storage.clients.put(clientId, metadata, 'operator');
  const cookie = createSecret();
  const session = newSession({ idDigest: sha256(cookie), accountId });
  await storage.sessions.save(session);
  const grantId = await insertGrant(storage, { accountId, clientId, sessionUid: session.uid });
  const offlineGrantId = await insertGrant(storage, { accountId, clientId, sessionUid: null });
  return { accountId, clientId, sessionUid: session.uid, cookie, grantId, offlineGrantId };
}

export function createSecret(): string {
  return random(32).toString('hex');
}

export async function insertAccount(storage: Pick<Storage, 'accounts'>): Promise<string> {
  const id = createIdentifier('acc', random);
  const email = `${id}@example.com`;
  await storage.accounts.insert({ id, email, emailVerified: false, name: null, passwordHash: null });
  return id;
}

export function newSession(session: Partial<SaveSession> = {}): SaveSession {
  return {
    uid: createExpiringIdentifier('ses', { ttlSeconds: hour, clock, random }),
    idDigest: sha256(createSecret()),
    previousIdDigest: null,
    accountId: null,
    payload: {},
    authorizations: {},
    sealedState: null,
    idleTtlSeconds: hour,
    origin: null,
    ...session,
  };
}

export async function saveSession(
  { sessions }: Pick<Storage, 'sessions'>,
  session: Partial<SaveSession> = {},
): Promise<SaveSession> {
  const whole = newSession(session);
  await sessions.save(whole);
  return whole;
}

export async function validFromOfAccount({ accounts }: Pick<Storage, 'accounts'>, id: string): Promise<Date> {
  return (await accounts.findById(id))?.validFrom ?? new Date(0);
}

export interface GrantParts {
  readonly accountId: string;
  readonly clientId: string;
  readonly sessionUid: string | null;
}

export async function insertGrant(
  storage: Pick<Storage, 'grants'>,
  parts: GrantParts,
  ttlSeconds = hour,
): Promise<string> {
  const id = createExpiringIdentifier('gra', { ttlSeconds: hour, clock, random });
  await storage.grants.insert({ ...parts, id, scope: 'openid', claims: [], resources: {} }, ttlSeconds);
  return id;
}

export interface TokenParts {
  readonly accountId: string;
  readonly clientId: string;
  readonly grantId: string;
}

/** @param ttlSeconds by the database's clock; the string itself is always good for an hour */
export async function insertCode(
  storage: Pick<Storage, 'authorizationCodes'>,
  parts: TokenParts,
  ttlSeconds = hour,
): Promise<RowKey> {
  const key = newKey('authorization_code');
  await storage.authorizationCodes.insert({ ...tokenOf(parts), key, ttlSeconds });
  return key;
}

export async function insertRefreshToken(
  storage: Pick<Storage, 'refreshTokens'>,
  parts: TokenParts,
  ttlSeconds = hour,
): Promise<RowKey> {
  const key = newKey('refresh_token');
  await storage.refreshTokens.insert({ ...tokenOf(parts), key, ttlSeconds });
  return key;
}

export async function insertAccessToken(
  storage: Pick<Storage, 'accessTokens'>,
  parts: TokenParts,
  ttlSeconds = hour,
): Promise<RowKey> {
  const key = newKey('access_token');
  await storage.accessTokens.insert({ ...tokenOf(parts), key, ttlSeconds, kind: 'access_token' });
  return key;
}

/** A token of the client itself, for nobody. */
export async function insertClientToken(
  storage: Pick<Storage, 'accessTokens'>,
  clientId: string,
  ttlSeconds = hour,
): Promise<RowKey> {
  const key = newKey('access_token');
  const kind: AccessTokenKind = 'client_credentials';
  const token = { key, kind, clientId, accountId: null, grantId: null, payload: {}, ttlSeconds };
  await storage.accessTokens.insert(token);
  return key;
}

export function newKey(kind: TokenKind, ttlSeconds = hour): RowKey {
  return keyOf(kind, tokenStrings.mint(kind, ttlSeconds));
}

export function keyOf(kind: TokenKind, token: string): RowKey {
  const key = tokenStrings.locate(kind, token);
  if (key === null) throw new Error('not a token of ours');
  return key;
}

function tokenOf({ accountId, clientId, grantId }: TokenParts): TokenParts & { payload: Payload } {
  return { accountId, clientId, grantId, payload: {} };
}

/** One of each kind under a grant. */
export interface TokenKeys {
  readonly accessToken: RowKey;
  readonly refreshToken: RowKey;
  readonly code: RowKey;
}

export async function insertTokens(storage: Storage, parts: TokenParts): Promise<TokenKeys> {
  return {
    accessToken: await insertAccessToken(storage, parts),
    refreshToken: await insertRefreshToken(storage, parts),
    code: await insertCode(storage, parts),
  };
}

/** Which of the tokens the stores call live. */
export async function liveOf(storage: Storage, keys: TokenKeys): Promise<string[]> {
  const found = {
    accessToken: await storage.accessTokens.findLive(keys.accessToken, 'access_token'),
    refreshToken: await storage.refreshTokens.findLive(keys.refreshToken, 0),
    code: await storage.authorizationCodes.findLive(keys.code),
  };
  return Object.entries(found).flatMap(([kind, token]) => (token === null ? [] : [kind]));
}

/** The same, as introspection reads them by a statement of its own, which must agree. Outside of units of work only. */
export async function agreedLiveOf(storage: Storage, keys: TokenKeys): Promise<string[]> {
  const { accessToken, refreshToken } = keys;
  const access = await storage.accessTokens.findLive(accessToken, 'access_token');
  const refresh = await storage.refreshTokens.findLive(refreshToken, 0);
  await expectSameOfIntrospection(storage, 'access_token', accessToken, access);
  await expectSameOfIntrospection(
    storage,
    'refresh_token',
    refreshToken,
    refresh?.state === 'unspent' ? refresh : null,
  );
  return liveOf(storage, keys);
}

async function expectSameOfIntrospection(
  storage: Pick<Storage, 'liveTokens'>,
  kind: LiveToken['kind'],
  { digest, bucket }: RowKey,
  expected: StoredToken | null,
): Promise<void> {
  const [live = null] = await storage.liveTokens.findLive(kind, [{ digest: digest.toString('hex'), bucket }]);
  const seconds = (instant: Date): number => Math.floor(instant.getTime() / 1000);
  expect(live === null ? null : { ...live, liveUntil: undefined }).toEqual(
    expected === null
      ? null
      : expect.objectContaining({
          payload: expected.payload,
          issuedAt: seconds(expected.issuedAt),
          expiresAt: seconds(expected.expiresAt),
        }),
  );
}

export const allKinds = ['accessToken', 'refreshToken', 'code'];
