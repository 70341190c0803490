import type { Account as EngineAccount, AccountClaims } from 'oidc-provider';
import type { Account, AccountStore } from '../../domain/accounts/account-store.ts';
import { type GroupRequirements, requiredByGroups } from '../../domain/authentication/requirements.ts';
import type { FoundAccount } from './sign-in-policy.ts';
import { guarded } from '../request/engine-request.ts';

export interface AccountOptions {
  readonly storage: { readonly accounts: Pick<AccountStore, 'findById'> };
  readonly groupRequirements: GroupRequirements;
}

/** What `interactions.signIn` left in the interaction. */
export interface CompletedSignIn {
  readonly accountId: string;
  readonly validFrom: string;
}

/**
 * The person behind `sub`, or undefined when there is none who may sign in.
 *
 * @param login the sign-in that the request completes, if it does: one from before everything of the account was ended is none
 */
export async function findAccount(
  { storage: { accounts }, groupRequirements }: AccountOptions,
  accountId: string,
  login: CompletedSignIn | undefined,
): Promise<(EngineAccount & FoundAccount) | undefined> {
  const account = await guarded(() => accounts.findById(accountId));
  if (account === null || account.disabledAt !== null) return undefined;
  if (login !== undefined && login.validFrom !== account.validFrom.toISOString()) return undefined;
  return {
    accountId,
    claims: () => claimsOf(account),
    validFrom: account.validFrom,
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
