import { z } from 'zod';
import { argon2Hash, type Argon2Variant } from '../hashes/argon2-hash.ts';
import type { PasswordHash } from '../hashes/password-hash.ts';
import { type Pbkdf2Digest, pbkdf2Hash } from '../hashes/pbkdf2-hash.ts';
import { boundedHash, type ForeignHashResult } from './foreign-hash.ts';

// What else Keycloak writes there says nothing about the hash.
const credentialDataSchema = z.object({
  algorithm: z.string(),
  hashIterations: z.number(),
  additionalParameters: z.record(z.string(), z.array(z.string())).nullish(),
});
const secretDataSchema = z.object({ value: z.string(), salt: z.string() });

type CredentialData = z.infer<typeof credentialDataSchema>;

/** Keycloak's names for them: `pbkdf2` is the oldest. */
const digests: Partial<Record<string, Pbkdf2Digest>> = {
  pbkdf2: 'sha1',
  'pbkdf2-sha1': 'sha1',
  'pbkdf2-sha256': 'sha256',
  'pbkdf2-sha512': 'sha512',
};
const variants: Partial<Record<string, Argon2Variant>> = { id: 'argon2id', i: 'argon2i', d: 'argon2d' };

/** `credentialData` and `secretData` of a password credential in Keycloak's export, as JSON texts or what is in them. */
export function parseKeycloakCredential(credentialData: unknown, secretData: unknown): ForeignHashResult {
  const credential = credentialDataSchema.safeParse(unwrapped(credentialData));
  if (!credential.success)
    return refused('credentialData: expected algorithm, hashIterations and additionalParameters');
  const secret = secretDataSchema.safeParse(unwrapped(secretData));
  if (!secret.success) return refused('secretData: expected value and salt');
  const parts = { salt: unpadded(secret.data.salt), tag: unpadded(secret.data.value) };
  const { algorithm } = credential.data;
  const digest = Object.hasOwn(digests, algorithm) ? digests[algorithm] : undefined;
  if (digest === undefined && algorithm !== 'argon2')
    return refused('credentialData: expected the algorithm argon2, pbkdf2, pbkdf2-sha256 or pbkdf2-sha512');
  const hash =
    digest === undefined
      ? toArgon2(credential.data, parts)
      : pbkdf2Hash({ digest, iterations: credential.data.hashIterations, ...parts });
  return hash === null
    ? refused('expected parameters of the algorithm, and value and salt in base64')
    : boundedHash(hash);
}

function toArgon2(
  { hashIterations: iterations, additionalParameters }: CredentialData,
  parts: { readonly salt: string; readonly tag: string },
): PasswordHash | null {
  const parameter = (name: string): string => additionalParameters?.[name]?.[0] ?? '';
  const variant = variants[parameter('type')];
  const memoryKiB = Number(parameter('memory'));
  const parallelism = Number(parameter('parallelism'));
  const areCounts = [iterations, memoryKiB, parallelism].every(
    (number) => Number.isInteger(number) && number >= 1,
  );
  if (variant === undefined || !areCounts || parameter('version') !== '1.3') return null;
  return argon2Hash({ variant, memoryKiB, iterations, parallelism, ...parts });
}

function unwrapped(data: unknown): unknown {
  if (typeof data !== 'string') return data;
  try {
    return JSON.parse(data);
  } catch {
    return null;
  }
}

function unpadded(base64: string): string {
  return base64.replace(/={1,2}$/, '');
}

function refused(problem: string): ForeignHashResult {
  return { ok: false, problem };
}
