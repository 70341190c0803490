import type { Account as EngineAccount, AccountClaims } from 'oidc-provider';
import type { Account, AccountStore } from '../../domain/accounts/account-store.ts';
import { guarded } from '../request/engine-request.ts';

/**
 * The person behind `sub`, or undefined when there is none who may sign in.
 *
 * @param signedInAt when the browser's session was signed in (epoch seconds), where a session is what is asked about: one
 *   from before the account was last shut counts for nothing
 */
export async function findAccount(
  accounts: AccountStore,
  accountId: string,
  signedInAt: number | undefined,
): Promise<EngineAccount | undefined> {
  const account = await guarded(() => accounts.findById(accountId));
  if (account === null || account.disabledAt !== null) return undefined;
  // Sign-ins are kept in whole seconds.
  if (signedInAt !== undefined && (signedInAt + 1) * 1000 <= account.validFrom.getTime()) return undefined;
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
