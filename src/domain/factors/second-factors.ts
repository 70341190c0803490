/**
 * What the owner of an account does with its second factors, having just shown who they are. Recovery codes come with the first
 * one and go with the last: without a factor there is nothing that they could stand in for.
 */
import type { ActivityKind } from '../activity/activity-kind.ts';
import type { AccountChange, ActivityLog } from '../activity/activity.ts';
import type { EnrolledFactors } from '../authentication/next-step.ts';
import type { Storage } from '../storage.ts';
import { inUnitOfWork } from '../unit-of-work.ts';
import type { RandomBytes } from '../../platform/random.ts';
import type { Attempt, FactorAttempt } from './factor-attempt.ts';
import { makeRecoveryCodes, useRecoveryCode } from './recovery-codes.ts';
import { type TotpParts, confirmTotpEnrolment, verifyTotp } from './totp/totp.ts';

export interface FactorParts extends TotpParts {
  readonly storage: Pick<Storage, 'accounts' | 'totps' | 'recoveryCodes' | 'knownDevices' | 'unitOfWork'>;
  readonly enrolled: EnrolledFactors;
  readonly activity: ActivityLog;
}

export interface FactorChange extends AccountChange {
  /** The account's, when they were let in: nothing is added once everything has ended. */
  readonly validFrom: Date;
}

export type AddedTotp =
  /** The codes are shown now or never; null: there are some already. */
  | { readonly outcome: 'added'; readonly codes: readonly string[] | null }
  | { readonly outcome: 'wrong' | 'over' };

/** The authenticator app that was begun in this session, with a first code as proof that it has the secret. */
export async function addTotp(
  parts: FactorParts,
  change: FactorChange,
  { sessionUid, code }: { readonly sessionUid: string; readonly code: string },
): Promise<AddedTotp> {
  const { accountId, validFrom } = change;
  return inUnitOfWork(parts.storage, async () => {
    if (!(await parts.storage.accounts.holdUnended(accountId, validFrom))) return { outcome: 'over' };
    const confirmed = await confirmTotpEnrolment(parts, { accountId, sessionUid }, code);
    if (confirmed !== 'confirmed') return { outcome: confirmed };
    await note(parts, change, 'totp_added');
    return { outcome: 'added', codes: await codesForNewFactor(parts, accountId) };
  });
}

export type RemovedTotp =
  { readonly outcome: 'removed'; readonly codesRemoved: boolean } | { readonly outcome: 'none' };

export async function removeTotp(parts: FactorParts, change: FactorChange): Promise<RemovedTotp> {
  const { accountId } = change;
  return inUnitOfWork(parts.storage, async () => {
    // Whoever removes the other factor at this moment is waited for: one of the two is the last.
    await parts.storage.accounts.lock(accountId);
    if (!(await parts.storage.totps.remove(accountId))) return { outcome: 'none' };
    await note(parts, change, 'totp_removed');
    return { outcome: 'removed', codesRemoved: await removeCodesWithLastFactor(parts, accountId) };
  });
}

/** Codes in the place of all there were, shown now or never; null where there is nothing that they could stand in for. */
export async function renewRecoveryCodes(
  parts: FactorParts,
  change: FactorChange,
): Promise<readonly string[] | null> {
  const { storage, random, enrolled } = parts;
  const { accountId, validFrom } = change;
  return inUnitOfWork(storage, async () => {
    const isHeld = await storage.accounts.holdUnended(accountId, validFrom);
    if (!isHeld || (await enrolled.find(accountId)).size === 0) return null;
    const codes = await makeRecoveryCodes(storage.recoveryCodes, accountId, random);
    await note(parts, change, 'recovery_codes_made');
    return codes;
  });
}

/** Takes a code of the authenticator app for a second factor. */
export async function enterTotp(
  parts: FactorParts,
  change: FactorChange,
  attempt: Attempt,
): Promise<FactorAttempt> {
  return warned(parts, change, await verifyTotp(parts, attempt));
}

/** Takes a recovery code for a second factor, and tells the owner. */
export async function enterRecoveryCode(
  parts: FactorParts,
  change: FactorChange,
  attempt: Attempt,
): Promise<FactorAttempt> {
  const { storage, limits } = parts;
  const consume = (accountId: string, digest: Buffer): Promise<boolean> =>
    inUnitOfWork(storage, async () => {
      const isConsumed = await storage.recoveryCodes.consume(accountId, digest);
      if (isConsumed) await note(parts, change, 'recovery_code_used');
      return isConsumed;
    });
  return warned(parts, change, await useRecoveryCode({ consume, limits }, attempt));
}

/** Whoever tries out codes has the password: its owner must know, now and then is enough. */
async function warned(
  parts: FactorParts,
  change: FactorChange,
  attempt: FactorAttempt,
): Promise<FactorAttempt> {
  const { storage, limits } = parts;
  const { accountId } = change;
  if (attempt.outcome !== 'limited' || attempt.of !== 'account') return attempt;
  if (!(await limits.warningPerAccount.spend(accountId)).allowed) return attempt;
  try {
    await inUnitOfWork(storage, () => note(parts, change, 'codes_tried'));
  } catch (error) {
    await limits.warningPerAccount.refund(accountId);
    throw error;
  }
  return attempt;
}

/** Inside the unit of work that adds a factor: codes for an account that has none left, to be shown with it. */
export async function codesForNewFactor(
  { storage: { recoveryCodes }, random }: CodeParts & { readonly random: RandomBytes },
  accountId: string,
): Promise<readonly string[] | null> {
  const left = (await recoveryCodes.countLeft(accountId)) ?? 0;
  return left > 0 ? null : makeRecoveryCodes(recoveryCodes, accountId, random);
}

/** Inside the unit of work that removes a factor. True when it was the last one, and the codes went with it. */
export async function removeCodesWithLastFactor(
  { storage: { recoveryCodes }, enrolled }: CodeParts & { readonly enrolled: EnrolledFactors },
  accountId: string,
): Promise<boolean> {
  if ((await enrolled.find(accountId)).size > 0) return false;
  await recoveryCodes.remove(accountId);
  return true;
}

interface CodeParts {
  readonly storage: Pick<Storage, 'recoveryCodes'>;
}

function note(
  { activity }: Pick<FactorParts, 'activity'>,
  { accountId, origin, language }: FactorChange,
  kind: ActivityKind,
): Promise<void> {
  return activity.note({ accountId, kind, detail: null, ...origin }, language);
}
