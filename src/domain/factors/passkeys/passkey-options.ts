/** What is asked of authenticators. In the JSON form of WebAuthn Level 3, section 5.1.8 and 5.1.10, which browsers parse themselves. */
import { sha256 } from '../../../platform/digest.ts';
import type { Account } from '../../accounts/account-store.ts';
import type { PasskeyParts } from './passkey-parts.ts';
import type { Passkey, PasskeyPurpose } from './passkey-store.ts';

type OptionParts = Pick<PasskeyParts, 'storage' | 'random' | 'party'>;

interface CredentialDescriptor {
  readonly type: 'public-key';
  readonly id: string;
  readonly transports: readonly string[];
}

export interface SignInOptions {
  readonly challenge: string;
  readonly rpId: string;
  readonly allowCredentials: readonly CredentialDescriptor[];
  readonly userVerification: 'required';
  readonly timeout: number;
}

export interface EnrolmentOptions {
  readonly challenge: string;
  readonly rp: { readonly id: string; readonly name: string };
  readonly user: { readonly id: string; readonly name: string; readonly displayName: string };
  readonly pubKeyCredParams: readonly { readonly type: 'public-key'; readonly alg: number }[];
  readonly excludeCredentials: readonly CredentialDescriptor[];
  readonly authenticatorSelection: {
    readonly residentKey: 'required';
    readonly requireResidentKey: true;
    readonly userVerification: 'required';
  };
  readonly attestation: 'none';
  readonly extensions: { readonly credProps: true };
  readonly timeout: number;
}

/** ES256, EdDSA, RS256 (RFC 9053, RFC 8812). */
export const algorithms: readonly number[] = [-7, -8, -257];

const challengeBytes = 32;
const userHandleBytes = 32;
const challengeTtlSeconds = 300;

/**
 * @param accountId who signs in, once another factor has said so. Before that it must be null: options that name credentials
 * tell whoever asks that there is an account.
 */
export async function createSignInOptions(
  parts: OptionParts,
  { transaction, accountId }: { readonly transaction: string; readonly accountId: string | null },
): Promise<SignInOptions> {
  const known = accountId === null ? [] : await parts.storage.passkeys.list(accountId);
  return {
    challenge: await openChallenge(parts, transaction, 'sign_in'),
    rpId: parts.party.id,
    allowCredentials: known.map(toDescriptor),
    userVerification: 'required',
    timeout: challengeTtlSeconds * 1000,
  };
}

export async function createEnrolmentOptions(
  parts: OptionParts,
  transaction: string,
  account: Pick<Account, 'id' | 'email' | 'name'>,
): Promise<EnrolmentOptions> {
  const { storage, random, party } = parts;
  const { passkeys } = storage;
  const userHandle = await passkeys.userHandleOf(account.id, random(userHandleBytes));
  const known = await passkeys.list(account.id);
  return {
    challenge: await openChallenge(parts, transaction, 'enrol'),
    rp: { id: party.id, name: party.name },
    user: {
      id: userHandle.toString('base64url'),
      name: account.email,
      displayName: account.name ?? account.email,
    },
    pubKeyCredParams: algorithms.map((alg) => ({ type: 'public-key', alg })),
    excludeCredentials: known.map(toDescriptor),
    authenticatorSelection: {
      residentKey: 'required',
      requireResidentKey: true,
      userVerification: 'required',
    },
    attestation: 'none',
    extensions: { credProps: true },
    timeout: challengeTtlSeconds * 1000,
  };
}

async function openChallenge(
  { storage, random }: OptionParts,
  transaction: string,
  purpose: PasskeyPurpose,
): Promise<string> {
  const challenge = random(challengeBytes).toString('base64url');
  await storage.passkeys.putChallenge({
    transactionDigest: sha256(transaction),
    purpose,
    challengeDigest: sha256(challenge),
    ttlSeconds: challengeTtlSeconds,
  });
  return challenge;
}

function toDescriptor({ credentialId, transports }: Passkey): CredentialDescriptor {
  return { type: 'public-key', id: credentialId.toString('base64url'), transports };
}
