import type { Account as EngineAccount, AccountClaims } from 'oidc-provider';
import type { Account, AccountStore } from '../../domain/accounts/account-store.ts';
import { type GroupRequirements, requiredByGroups } from '../../domain/authentication/requirements.ts';
import type { AccountRequirement } from './sign-in-policy.ts';
import { guarded } from '../request/engine-request.ts';

export interface AccountOptions {
  readonly storage: { readonly accounts: Pick<AccountStore, 'findById'> };
  readonly groupRequirements: GroupRequirements;
}

/**
 * The person behind `sub`, or undefined when there is none who may sign in.
 *
 * @param signedInAt when the browser's session was signed in (epoch seconds), where a session is what is asked about: one
 *   from before the account was last shut counts for nothing
 */
export async function findAccount(
  { storage: { accounts }, groupRequirements }: AccountOptions,
  accountId: string,
  signedInAt: number | undefined,
): Promise<(EngineAccount & AccountRequirement) | undefined> {
  const account = await guarded(() => accounts.findById(accountId));
  if (account === null || account.disabledAt !== null) return undefined;
  // Sign-ins are kept in whole seconds.
  if (signedInAt !== undefined && (signedInAt + 1) * 1000 <= account.validFrom.getTime()) return undefined;
  return {
    accountId,
    claims: () => claimsOf(account),
    requiredAcr: requiredByGroups(account.groups, groupRequirements),
  };
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
