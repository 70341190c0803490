import { systemRandom } from '../../../../platform/random.ts';
import type { Account } from '../../../accounts/account-store.ts';
import { createCountingLimits } from '../../../accounts/testing/in-memory.ts';
import type { NewActivity } from '../../../activity/activity.ts';
import type { AccountStore } from '../../../accounts/account-store.ts';
import type { SecondFactor } from '../../../authentication/next-step.ts';
import { addPasskey } from '../passkey-changes.ts';
import { createEnrolmentOptions } from '../passkey-options.ts';
import type { PasskeyParts } from '../passkey-parts.ts';
import type { RelyingParty } from '../relying-party.ts';
import { createMemoryRecoveryCodes } from '../../testing/in-memory.ts';
import { createMemoryPasskeys } from './in-memory-passkeys.ts';
import type { SoftwareAuthenticator, SoftwarePasskey } from './software-authenticator.ts';

export const party: RelyingParty = {
  id: 'id.example.com',
  name: 'id.example.com',
  origin: 'https://id.example.com',
};

/** What owners do, they do from here. */
export const origin = { network: '192.0.2.7', browser: 'Firefox on Linux' };

/** Everything that passkeys need, in memory, and what became of it. */
export function createPasskeyWorld() {
  const accounts = new Map<string, Account>();
  const activities: NewActivity[] = [];
  const passkeys = createMemoryPasskeys();
  const recoveryCodes = createMemoryRecoveryCodes();
  const limits = createCountingLimits(1000);
  const parts: PasskeyParts = {
    waysIn: {
      storage: {
        passkeys,
        accounts: { findPasswordHash: () => Promise.resolve('a password') },
        identities: { list: () => Promise.resolve([]) },
      },
      providers: [],
      enforcedProviderOf: () => null,
    },
    storage: {
      passkeys,
      recoveryCodes,
      accounts: {
        lock: (id: string) => Promise.resolve(accounts.has(id)),
        findById: (id: string) => Promise.resolve(accounts.get(id) ?? null),
        holdUnended: (id: string, validFrom: Date) =>
          Promise.resolve(accounts.get(id)?.validFrom.getTime() === validFrom.getTime()),
      } as unknown as AccountStore,
      async unitOfWork(work) {
        await work();
      },
    },
    enrolled: {
      async find(accountId) {
        const has = (await passkeys.list(accountId)).length > 0;
        return new Set<SecondFactor>(has ? ['passkey'] : []);
      },
    },
    activity: {
      note(activity) {
        activities.push(activity);
        return Promise.resolve();
      },
    },
    limits,
    random: systemRandom,
    party,
  };
  return { parts, accounts, activities, passkeys, recoveryCodes, limits };
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
  const transaction = `session of ${accountId}`;
  const options = await createEnrolmentOptions(world.parts, transaction, account);
  const { passkey, response } = authenticator.create(options);
  const change = { accountId, validFrom: account.validFrom, origin, language: 'en' };
  const { outcome } = await addPasskey(world.parts, change, { transaction, response, name: 'Passkey' });
  if (outcome !== 'added') throw new Error(`the passkey was not added: ${outcome}`);
  return passkey;
}
