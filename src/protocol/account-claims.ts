import type { Account as EngineAccount, AccountClaims } from 'oidc-provider';
import type { Account, AccountStore } from '../domain/accounts/account-store.ts';
import { guarded } from './engine-request.ts';

/** The person behind `sub`, or undefined when there is none who may sign in. */
export async function findAccount(
  accounts: AccountStore,
  accountId: string,
): Promise<EngineAccount | undefined> {
  const account = await guarded(() => accounts.findById(accountId));
  if (account === null || account.disabledAt !== null) return undefined;
  return { accountId, claims: () => claimsOf(account) };
}

/** Every claim we know; the engine hands out those that scope and grant allow (OpenID Connect Core §5.1). */
function claimsOf(account: Account): AccountClaims {
  return {
    sub: account.id,
    email: account.email,
    email_verified: account.emailVerified,
    ...(account.name === null ? {} : { name: account.name }),
  };
}
