/**
 * What the embedded default adds to an ordinary service, so that it can be tried at once: the declarations file applied,
 * credentials for its demo API, a demo account, and all of it written to `<dataDir>/demo.json` (mode 0600). Never runs
 * anywhere else: it creates a person whose password lies in a file.
 */
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Config } from './config/config.ts';
import { readText } from './config/text-file.ts';
import { applyDeclarations } from './declarations-file.ts';
import { generatePassword } from './domain/accounts/passwords/generated-password.ts';
import type { PasswordHasher } from './domain/accounts/passwords/password-hasher.ts';
import { createClientSecret } from './domain/clients/client-secret.ts';
import type { Storage } from './domain/storage.ts';
import { isEmbedded } from './master-secret.ts';
import { sha256 } from './platform/digest.ts';
import { createIdentifier } from './platform/identifiers.ts';
import type { RandomBytes } from './platform/random.ts';

const clientId = 'demo-app';
const audience = 'https://notes.demo.example';
const email = 'demo@example.com';

const credentialsSchema = z.strictObject({
  issuer: z.string(),
  client: z.strictObject({ client_id: z.string() }),
  api: z.strictObject({ audience: z.string(), client_id: z.string(), client_secret: z.string() }),
  account: z.strictObject({ email: z.string(), password: z.string() }),
});

/** The content of `demo.json`, the one place where these secrets can be read again. */
export type DemoCredentials = z.infer<typeof credentialsSchema>;

export interface EmbeddedDefaultOptions {
  readonly config: Config;
  readonly storage: Pick<Storage, 'accounts' | 'apis' | 'clients' | 'unitOfWork'>;
  readonly hasher: Pick<PasswordHasher, 'hash' | 'verify'>;
  readonly random: RandomBytes;
}

/** Null when the declarations name another client or API than the demo's: then there is nothing to demonstrate. */
export async function prepareEmbeddedDefault(
  options: EmbeddedDefaultOptions,
): Promise<DemoCredentials | null> {
  const { config, storage } = options;
  if (!isEmbedded(config))
    throw new Error('the embedded default is for development with embedded storage only');
  if (config.declarations === null) return null;

  const applied = await applyDeclarations(config.declarations, storage);
  if (!applied.ok)
    throw new Error(applied.problems.map(({ path, message }) => `${path}: ${message}`).join('\n'));
  const client = await storage.clients.findLive(clientId);
  const api = await storage.apis.findLive(audience);
  if (client === null || api === null) return null;

  const file = join(config.storage.dataDir, 'demo.json');
  const written = readCredentials(file);
  const credentials = {
    issuer: config.issuer,
    client: { client_id: clientId },
    api: {
      audience,
      client_id: api.clientId,
      client_secret: await apiSecret(api.clientId, written, options),
    },
    account: { email, password: await accountPassword(written, options) },
  };
  writeCredentials(file, credentials);
  return credentials;
}

async function apiSecret(
  apiClientId: string,
  written: DemoCredentials | null,
  { storage, random }: EmbeddedDefaultOptions,
): Promise<string> {
  const live = await storage.clients.findLive(apiClientId);
  const known = written?.api.client_secret;
  if (known !== undefined && live?.secretDigests.some((digest) => digest.equals(sha256(known)))) return known;
  const { id, secret, digest } = createClientSecret(random);
  await storage.unitOfWork(async () => {
    await storage.clients.addSecret(apiClientId, { id, digest });
    await storage.clients.expireOtherSecrets(apiClientId, id, 0);
    return 'commit';
  });
  return secret;
}

async function accountPassword(
  written: DemoCredentials | null,
  { storage, hasher, random }: EmbeddedDefaultOptions,
): Promise<string> {
  const account = await storage.accounts.findByEmail(email);
  const known = written?.account.password;
  if (account !== null && known !== undefined && (await hasher.verify(account.passwordHash, known)))
    return known;
  const password = generatePassword(random);
  const passwordHash = await hasher.hash(password);
  if (account === null) {
    const id = createIdentifier('acc', random);
    await storage.accounts.insert({ id, email, emailVerified: true, name: 'Demo Person', passwordHash });
  } else {
    await storage.accounts.putPasswordHash(account.id, passwordHash);
  }
  return password;
}

/** Null when there is none, or somebody wrote something else there. */
function readCredentials(file: string): DemoCredentials | null {
  const text = readText(file);
  if ('failure' in text) return null;
  try {
    const parsed = credentialsSchema.safeParse(JSON.parse(text.content));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}

/** Written aside and renamed, so that a crash leaves the old file or the new one. */
function writeCredentials(file: string, credentials: DemoCredentials): void {
  mkdirSync(join(file, '..'), { recursive: true, mode: 0o700 });
  const draft = `${file}.new`;
  writeFileSync(draft, `${JSON.stringify(credentials, null, 2)}\n`, { mode: 0o600, flush: true });
  renameSync(draft, file);
}
