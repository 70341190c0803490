import { exportJWK, generateKeyPair, type JWK } from 'jose';
import type { Keyring } from './keyring.ts';

/** A key pair for ID tokens and JWT access tokens. The private half is stored sealed (`signing-key`, context = `kid`). */
export interface SigningKey {
  readonly kid: string;
  readonly alg: SigningAlgorithm;
  readonly privateJwk: JWK;
}

export type SigningAlgorithm = 'ES256' | 'RS256';

/** ES256 first: the engine signs with the first key that fits. */
const signingAlgorithms: readonly SigningAlgorithm[] = ['ES256', 'RS256'];

export interface StoredSigningKey {
  readonly kid: string;
  readonly alg: SigningAlgorithm;
  readonly sealedPrivateJwk: Buffer;
}

export interface SigningKeyStore {
  list(): Promise<readonly StoredSigningKey[]>;
  /** Stores the keys unless one of the same algorithm exists; replicas starting together agree on one. */
  addMissing(keys: readonly StoredSigningKey[]): Promise<void>;
}

/** The service's signing keys, generated on the first start. */
export async function loadSigningKeys(
  store: SigningKeyStore,
  keyring: Keyring,
  createKid: () => string,
): Promise<SigningKey[]> {
  const missing = missingAlgorithms(await store.list());
  if (missing.length > 0) {
    await store.addMissing(await Promise.all(missing.map((alg) => generate(alg, keyring, createKid()))));
  }
  const stored = await store.list();
  return stored
    .map((key) => ({ kid: key.kid, alg: key.alg, privateJwk: openPrivateJwk(keyring, key) }))
    .sort((a, b) => signingAlgorithms.indexOf(a.alg) - signingAlgorithms.indexOf(b.alg));
}

function missingAlgorithms(keys: readonly StoredSigningKey[]): SigningAlgorithm[] {
  return signingAlgorithms.filter((alg) => !keys.some((key) => key.alg === alg));
}

async function generate(alg: SigningAlgorithm, keyring: Keyring, kid: string): Promise<StoredSigningKey> {
  const { privateKey } = await generateKeyPair(alg, { extractable: true, modulusLength: 2048 });
  const jwk = await exportJWK(privateKey);
  return { kid, alg, sealedPrivateJwk: keyring.seal('signing-key', Buffer.from(JSON.stringify(jwk)), kid) };
}

function openPrivateJwk(keyring: Keyring, key: StoredSigningKey): JWK {
  return JSON.parse(keyring.open('signing-key', key.sealedPrivateJwk, key.kid).toString()) as JWK;
}
