import type { Keyring } from '../../keys/keyring.ts';
import type { RateLimiters } from '../../limits/rate-limiter.ts';
import type { Storage } from '../../storage.ts';
import { createIdentifier } from '../../../platform/identifiers.ts';
import type { RandomBytes } from '../../../platform/random.ts';
import { type Attempt, type FactorAttempt, attemptFactor, totpBudgets } from '../factor-attempt.ts';
import { type AuthenticatorSetup, describeTotp, stepsOfCode, totpSecretBytes } from './totp-code.ts';
import type { EnrolmentName, StoredTotp, TotpUse } from './totp-store.ts';

export interface TotpParts {
  readonly storage: Pick<Storage, 'totps'>;
  readonly keyring: Keyring;
  readonly random: RandomBytes;
  readonly limits: RateLimiters;
  /** What apps show above the codes. */
  readonly issuerName: string;
}

const enrolmentTtlSeconds = 900;

/** What to show to the session that adds an authenticator: the same until it is confirmed or over, then another. */
export async function beginTotpEnrolment(
  { storage: { totps }, keyring, random, issuerName }: TotpParts,
  name: EnrolmentName,
  label: string,
): Promise<AuthenticatorSetup> {
  const { accountId } = name;
  const begun = await totps.beginEnrolment({
    ...name,
    totpId: createIdentifier('totp', random),
    sealedSecret: keyring.seal('totp', random(totpSecretBytes), contextOf(accountId)),
    ttlSeconds: enrolmentTtlSeconds,
  });
  return describeTotp(open(keyring, accountId, begun), issuerName, label);
}

/**
 * `confirmed` at most once for an enrolment: the app has the secret, and is the authenticator of the account from then on, in
 * the place of any other. `over`: there is nothing to confirm, or not any more.
 */
export async function confirmTotpEnrolment(
  { storage: { totps }, keyring }: Pick<TotpParts, 'storage' | 'keyring'>,
  name: EnrolmentName,
  code: string,
): Promise<'confirmed' | 'wrong' | 'over'> {
  const begun = await totps.findEnrolment(name);
  if (begun === null) return 'over';
  const uses = usesOf(keyring, name.accountId, begun, code);
  if (uses.length === 0) return 'wrong';
  return (await anyOf(uses, (use) => totps.consumeEnrolment({ ...use, ...name }))) ? 'confirmed' : 'over';
}

/** Checks a code by the database's clock. Each step is good once: a code that was seen on its way is of no use any more. */
export function verifyTotp(parts: TotpParts, attempt: Attempt): Promise<FactorAttempt> {
  const { storage, keyring, limits } = parts;
  const { accountId, code } = attempt;
  return attemptFactor(totpBudgets(limits, attempt), async () => {
    const stored = await storage.totps.find(accountId);
    if (stored === null) return false;
    return anyOf(usesOf(keyring, accountId, stored, code), (use) => storage.totps.consumeStep(use));
  });
}

function usesOf(keyring: Keyring, accountId: string, stored: StoredTotp, code: string): TotpUse[] {
  const { totpId, currentStep } = stored;
  return stepsOfCode(open(keyring, accountId, stored), code, currentStep).map((step) => ({
    accountId,
    totpId,
    step,
  }));
}

async function anyOf(
  uses: readonly TotpUse[],
  consume: (use: TotpUse) => Promise<boolean>,
): Promise<boolean> {
  for (const use of uses) if (await consume(use)) return true;
  return false;
}

function open(keyring: Keyring, accountId: string, { sealedSecret }: StoredTotp): Buffer {
  return keyring.open('totp', sealedSecret, contextOf(accountId));
}

function contextOf(accountId: string): string {
  return `totp ${accountId}`;
}
