import { createHash } from 'node:crypto';
import { systemRandom } from '../../../platform/random.ts';
import type { Account } from '../../accounts/account-store.ts';
import { createCountingLimits } from '../../accounts/testing/in-memory.ts';
import { enrolPasskey } from '../passkey-changes.ts';
import { createEnrolmentOptions } from '../passkey-options.ts';
import type { RelyingParty } from '../relying-party.ts';
import { createMemoryPasskeys } from './in-memory-passkeys.ts';
import type { SoftwareAuthenticator, SoftwarePasskey } from './software-authenticator.ts';

export const party: RelyingParty = {
  id: 'id.example.com',
  name: 'id.example.com',
  origin: 'https://id.example.com',
};

export function createPasskeyWorld() {
  const accounts = new Map<string, Account>();
  const passkeys = createMemoryPasskeys();
  const findById = (id: string) => Promise.resolve(accounts.get(id) ?? null);
  return {
    accounts,
    passkeys,
    limits: createCountingLimits(1000),
    storage: { passkeys, accounts: { findById } as never },
    random: systemRandom,
    party,
  };
}

export type PasskeyWorld = ReturnType<typeof createPasskeyWorld>;

export function addAccount({ accounts }: PasskeyWorld, id: string): Account {
  const account: Account = {
    id,
    email: `${id}@example.com`,
    emailVerified: true,
    name: null,
    groups: [],
    createdAt: new Date(0),
    disabledAt: null,
    validFrom: new Date(1000),
  };
  accounts.set(id, account);
  return account;
}

/** @returns the passkey, of an account of that id which exists from then on */
export async function enrol(
  world: PasskeyWorld,
  authenticator: SoftwareAuthenticator,
  accountId: string,
): Promise<SoftwarePasskey> {
  const account = world.accounts.get(accountId) ?? addAccount(world, accountId);
  const transaction = createHash('sha256').update(accountId).digest('hex');
  const { passkey, response } = authenticator.create(
    await createEnrolmentOptions(world, transaction, account),
  );
  const { outcome } = await enrolPasskey(world, { transaction, accountId, response, name: 'Passkey' });
  if (outcome !== 'enrolled') throw new Error(`the passkey was not enrolled: ${outcome}`);
  return passkey;
}
