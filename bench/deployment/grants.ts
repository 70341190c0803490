import { createHash, randomBytes } from 'node:crypto';
import { createExpiringIdentifier } from '../../src/domain/tokens/expiring-identifier.ts';
import type { RowKey } from '../../src/domain/tokens/row-key.ts';
import type { Payload } from '../../src/domain/tokens/token-stores.ts';
import type { TokenKind } from '../../src/domain/tokens/token-string.ts';
import { systemClock } from '../../src/platform/clock.ts';
import { systemRandom } from '../../src/platform/random.ts';
import type { BenchAccount } from './accounts.ts';
import type { Deployment } from './deployment.ts';
import type { ModelRows, Parties } from './parties.ts';
import { createMint } from './token-mint.ts';

/** One sign-in of the app, as the service would have left it. What was not asked for does not exist. */
export interface PreparedGrant {
  readonly code: string;
  readonly refreshToken: string;
  readonly accessToken: string;
}

export interface GrantsToPrepare {
  readonly deployment: Deployment;
  readonly parties: Parties;
  readonly model: ModelRows;
  /** Whose grants they are, in turn. */
  readonly accounts: readonly BenchAccount[];
  readonly count: number;
  readonly of: ReadonlySet<keyof PreparedGrant>;
}

const grantTtlSeconds = 90 * 86_400;
const refreshTtlSeconds = 30 * 86_400;
/** Longer than any code of the service lives, so that those which are asked for last are still good. */
const codeTtlSeconds = 3600;
const accessTtlSeconds = 3600;
const batchSize = 200;
const lanes = 4;

/** Of all prepared codes. */
export const codeVerifier = randomBytes(32).toString('base64url');
const codeChallenge = createHash('sha256').update(codeVerifier).digest('base64url');

/** Puts in grants and what belongs to them through the stores of the domain, many to a transaction. */
export async function prepareGrants(wanted: GrantsToPrepare): Promise<PreparedGrant[]> {
  const { registry } = wanted.deployment;
  const prepare = createPreparation(wanted);
  const prepared: PreparedGrant[] = [];
  const batches = Array.from({ length: Math.ceil(wanted.count / batchSize) }, (_, index) =>
    Math.min(batchSize, wanted.count - index * batchSize),
  ).values();
  const lane = async (): Promise<void> => {
    for (const size of batches) {
      await registry.storage.unitOfWork(async () => {
        for (let index = 0; index < size; index += 1) prepared.push(await prepare());
        return 'commit';
      });
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return prepared;
}

function createPreparation({ deployment, parties, model, accounts, of }: GrantsToPrepare) {
  const { storage } = deployment.registry;
  const mint = createMint();
  const { clientId } = parties.app;
  let turn = 0;

  return async function prepareOne(): Promise<PreparedGrant> {
    const accountId = accounts[(turn += 1) % accounts.length]?.id ?? '';
    const grantId = createExpiringIdentifier('gra', {
      ttlSeconds: grantTtlSeconds,
      clock: systemClock,
      random: systemRandom,
    });
    const { resources } = model;
    await storage.grants.insert(
      { id: grantId, accountId, clientId, sessionUid: null, scope: '', claims: [], resources },
      grantTtlSeconds,
    );
    const own = { accountId, grantId };
    const make = (kind: TokenKind, payload: Payload, ttlSeconds: number) => {
      const token = mint.mint(kind, ttlSeconds);
      const key = mint.locate(kind, token) as RowKey;
      return { token, row: { key, clientId, ...own, payload: { ...payload, ...own }, ttlSeconds } };
    };
    const code = make('authorization_code', { ...model.code, codeChallenge }, codeTtlSeconds);
    const refreshToken = make('refresh_token', model.refreshToken, refreshTtlSeconds);
    const accessToken = make('access_token', model.accessToken, accessTtlSeconds);
    if (of.has('code')) await storage.authorizationCodes.insert(code.row);
    if (of.has('refreshToken')) await storage.refreshTokens.insert(refreshToken.row);
    if (of.has('accessToken'))
      await storage.accessTokens.insert({ ...accessToken.row, kind: 'access_token' });
    return { code: code.token, refreshToken: refreshToken.token, accessToken: accessToken.token };
  };
}
