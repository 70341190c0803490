/** What the owner of an account does with its passkeys, having just shown who they are. */
import { sha256 } from '../../../platform/digest.ts';
import { createIdentifier } from '../../../platform/identifiers.ts';
import { isLastWayIn } from '../../accounts/ways-in.ts';
import { AlreadyExistsError } from '../../already-exists-error.ts';
import { displayTextProblem } from '../../clients/syntax/display-text.ts';
import type { Storage } from '../../storage.ts';
import { inUnitOfWork } from '../../unit-of-work.ts';
import type { PasskeyParts } from './passkey-parts.ts';
import { parseEnrolmentResponse, verifyEnrolment } from './passkey-responses.ts';
import type { NewPasskey, PasskeyName } from './passkey-store.ts';
import { codesForNewFactor, type FactorChange, removeCodesWithLastFactor } from '../second-factors.ts';

export const maxPasskeys = 20;
export const maxPasskeyNameLength = 60;

export interface Enrolment {
  /** The browser's secret for this. */
  readonly transaction: string;
  /** What the authenticator said, as the browser's JSON. */
  readonly response: string;
  readonly name: string;
}

export type AddedPasskey =
  /** The recovery codes are shown now or never; null: there are some already. */
  | { readonly outcome: 'added'; readonly codes: readonly string[] | null }
  | { readonly outcome: 'refused' | 'bad_name' | 'too_many' | 'known' };

type Enrolled =
  { readonly outcome: 'enrolled'; readonly name: string } | Exclude<AddedPasskey, { outcome: 'added' }>;

/** A passkey that was made for this account in this browser just now. */
export async function addPasskey(
  parts: PasskeyParts,
  change: FactorChange,
  enrolment: Enrolment,
): Promise<AddedPasskey> {
  const { accountId, validFrom, origin, language } = change;
  return inUnitOfWork(parts.storage, async () => {
    if (!(await parts.storage.accounts.holdUnended(accountId, validFrom))) return { outcome: 'refused' };
    const enrolled = await enrol(parts, accountId, enrolment);
    if (enrolled.outcome !== 'enrolled') return enrolled;
    const activity = { accountId, kind: 'passkey_added', detail: enrolled.name, ...origin } as const;
    await parts.activity.note(activity, language);
    return { outcome: 'added', codes: await codesForNewFactor(parts, accountId) };
  });
}

/** WebAuthn Level 3, section 7.1. */
async function enrol(
  { storage: { passkeys }, random, party }: PasskeyParts,
  accountId: string,
  { transaction, response: text, name }: Enrolment,
): Promise<Enrolled> {
  const parsedName = parsePasskeyName(name);
  if (parsedName === null) return { outcome: 'bad_name' };
  const response = parseEnrolmentResponse(text);
  if (response === null) return { outcome: 'refused' };
  const challenge = { transactionDigest: sha256(transaction), purpose: 'enrol' } as const;
  if (!(await passkeys.consumeChallenge(challenge, sha256(response.challenge))))
    return { outcome: 'refused' };
  const verified = await verifyEnrolment(party, response);
  if (verified === null) return { outcome: 'refused' };
  if ((await passkeys.list(accountId)).length >= maxPasskeys) return { outcome: 'too_many' };
  const id = createIdentifier('psk', random);
  const isNew = await insert(passkeys, { ...verified, id, accountId, name: parsedName });
  return isNew ? { outcome: 'enrolled', name: parsedName } : { outcome: 'known' };
}

export type RemovedPasskey =
  | { readonly outcome: 'removed'; readonly codesRemoved: boolean }
  /** `last`: nobody could sign in to the account without it. */
  | { readonly outcome: 'unknown' | 'last' };

export async function removePasskey(
  parts: PasskeyParts,
  { accountId, origin, language }: FactorChange,
  id: string,
): Promise<RemovedPasskey> {
  const { accounts, passkeys } = parts.storage;
  return inUnitOfWork(parts.storage, async () => {
    await accounts.lock(accountId);
    const account = await accounts.findById(accountId);
    const passkey = (await passkeys.list(accountId)).find((each) => each.id === id);
    if (account === null || passkey === undefined) return { outcome: 'unknown' };
    if (await isLastWayIn(parts.waysIn, account, (way) => way.kind === 'passkey' && way.id === id))
      return { outcome: 'last' };
    await passkeys.remove({ accountId, id });
    const activity = { accountId, kind: 'passkey_removed', detail: passkey.name, ...origin } as const;
    await parts.activity.note(activity, language);
    return { outcome: 'removed', codesRemoved: await removeCodesWithLastFactor(parts, accountId) };
  });
}

/** Null: not to be shown as a name. */
export function parsePasskeyName(text: string): string | null {
  const name = text.normalize('NFC').trim();
  const isShort = [...name].length <= maxPasskeyNameLength;
  return isShort && displayTextProblem(name) === null ? name : null;
}

export async function renamePasskey(
  { storage: { passkeys } }: { readonly storage: Pick<Storage, 'passkeys'> },
  passkey: PasskeyName,
  name: string,
): Promise<'renamed' | 'bad_name' | 'unknown'> {
  const parsedName = parsePasskeyName(name);
  if (parsedName === null) return 'bad_name';
  return (await passkeys.rename(passkey, parsedName)) ? 'renamed' : 'unknown';
}

async function insert(passkeys: Storage['passkeys'], passkey: NewPasskey): Promise<boolean> {
  try {
    await passkeys.insert(passkey);
    return true;
  } catch (error) {
    if (error instanceof AlreadyExistsError) return false;
    throw error;
  }
}
