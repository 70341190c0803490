/** What the owner of an account does with its passkeys, having just shown who they are. */
import { sha256 } from '../../platform/digest.ts';
import { createIdentifier } from '../../platform/identifiers.ts';
import type { RandomBytes } from '../../platform/random.ts';
import { AlreadyExistsError } from '../already-exists-error.ts';
import { displayTextProblem } from '../clients/syntax/display-text.ts';
import type { Storage } from '../storage.ts';
import { parseEnrolmentResponse, verifyEnrolment } from './passkey-responses.ts';
import type { NewPasskey, PasskeyName } from './passkey-store.ts';
import type { RelyingParty } from './relying-party.ts';

export interface PasskeyChangeParts {
  readonly storage: Pick<Storage, 'passkeys'>;
  readonly random: RandomBytes;
  readonly party: RelyingParty;
}

export const maxPasskeys = 20;
export const maxPasskeyNameLength = 60;

export interface Enrolment {
  /** The browser's secret for this. */
  readonly transaction: string;
  readonly accountId: string;
  /** What the authenticator said, as the browser's JSON. */
  readonly response: string;
  readonly name: string;
}

export type EnrolledPasskey =
  | { readonly outcome: 'enrolled'; readonly id: string; readonly name: string }
  | { readonly outcome: 'refused' | 'bad_name' | 'too_many' | 'known' };

/** WebAuthn Level 3, section 7.1. */
export async function enrolPasskey(
  { storage: { passkeys }, random, party }: PasskeyChangeParts,
  { transaction, accountId, response: text, name }: Enrolment,
): Promise<EnrolledPasskey> {
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
  return isNew ? { outcome: 'enrolled', id, name: parsedName } : { outcome: 'known' };
}

/** Null: not to be shown as a name. */
export function parsePasskeyName(text: string): string | null {
  const name = text.normalize('NFC').trim();
  const isShort = [...name].length <= maxPasskeyNameLength;
  return isShort && displayTextProblem(name) === null ? name : null;
}

export async function renamePasskey(
  { storage: { passkeys } }: Pick<PasskeyChangeParts, 'storage'>,
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
