import { createPasswordHasher } from '../../domain/accounts/passwords/password-hasher.ts';
import { clientMetadataSchema } from '../../domain/clients/client-metadata.ts';
import { createClientSecret } from '../../domain/clients/client-secret.ts';
import type { Api } from '../../domain/clients/client.ts';
import { settleMs } from '../../domain/coherence/coherence.ts';
import { systemClock, systemMonotonicMs } from '../../platform/clock.ts';
import { createIdentifier } from '../../platform/identifiers.ts';
import { createLogger } from '../../platform/logger.ts';
import { systemRandom } from '../../platform/random.ts';
import { type OpenStorage, openStorage } from '../../storage/open-storage.ts';

export interface TestClient {
  readonly clientId: string;
  /** Empty for a public client. */
  readonly clientSecret: string;
  readonly redirectUri: string;
}

export interface TestApi {
  readonly audience: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

export interface TestAccount {
  readonly id: string;
  readonly email: string;
  readonly password: string;
}

export interface Registry extends AsyncDisposable {
  readonly storage: OpenStorage;
  /** `metadata` in RFC 7591 words; defaults to a public native client on loopback. */
  createClient(metadata?: Record<string, unknown>): Promise<TestClient>;
  createApi(api?: Partial<Api>): Promise<TestApi>;
  createAccount(account?: { email?: string; password?: string }): Promise<TestAccount>;
}

const day = 86_400;
let serial = 0;

export async function createRegistry(databaseUrl: string): Promise<Registry> {
  const storage = await openStorage({
    databaseUrl,
    dataDir: '',
    poolSize: 4,
    connectTimeoutMs: 5000,
    statementTimeoutMs: 10_000,
    lifetimes: { accessTokenSeconds: 30 * day, grantSeconds: 90 * day, sessionSeconds: 30 * day },
    settleMs,
    clock: systemClock,
    monotonicMs: systemMonotonicMs,
    random: systemRandom,
    logger: createLogger({ level: 'silent' }),
  });
  const hasher = createPasswordHasher({
    memoryKiB: 19_456,
    iterations: 2,
    parallelism: 1,
    concurrency: 2,
    queueLimit: 100,
    maxLength: 256,
    random: systemRandom,
  });
  const unique = (): string => `${(serial += 1)}-${createIdentifier('t', systemRandom).slice(2, 8)}`;

  async function createClient(metadata: Record<string, unknown> = {}): Promise<TestClient> {
    const clientId = `client-${unique()}`;
    const parsed = clientMetadataSchema.parse({
      client_name: `Test ${clientId}`,
      application_type: 'native',
      token_endpoint_auth_method: 'none',
      redirect_uris: ['http://127.0.0.1/callback'],
      ...metadata,
    });
    await storage.clients.put(clientId, parsed, 'operator');
    const clientSecret =
      parsed.token_endpoint_auth_method === 'none' ? '' : await addSecret(storage, clientId);
    return { clientId, clientSecret, redirectUri: parsed.redirect_uris[0] ?? '' };
  }

  return {
    storage,
    createClient,
    async createApi(api = {}) {
      const audience = api.audience ?? `https://api-${unique()}.example`;
      const owner = await createClient({
        application_type: 'web',
        token_endpoint_auth_method: 'client_secret_basic',
        grant_types: [],
        redirect_uris: [],
        scope: '',
      });
      await storage.apis.put({
        name: 'Test API',
        scopes: { 'notes:read': 'Read notes', 'notes:write': 'Write notes' },
        accessTokenFormat: 'opaque',
        accessTokenTtlSeconds: null,
        managedBy: 'operator',
        ...api,
        audience,
        clientId: owner.clientId,
      });
      return { audience, clientId: owner.clientId, clientSecret: owner.clientSecret };
    },
    async createAccount({
      email = `person-${unique()}@example.com`,
      password = `a quiet river ${unique()}`,
    } = {}) {
      const id = createIdentifier('acc', systemRandom);
      const passwordHash = await hasher.hash(password);
      await storage.accounts.insert({ id, email, emailVerified: true, name: 'Test Person', passwordHash });
      return { id, email, password };
    },
    [Symbol.asyncDispose]: () => storage[Symbol.asyncDispose](),
  };
}

async function addSecret(storage: OpenStorage, clientId: string): Promise<string> {
  const { id, secret, digest } = createClientSecret(systemRandom);
  await storage.clients.addSecret(clientId, { id, digest });
  return secret;
}
