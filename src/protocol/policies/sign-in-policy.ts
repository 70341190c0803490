import { type KoaContextWithOIDC, interactionPolicy } from 'oidc-provider';
import {
  type Acr,
  isAtLeast,
  parseAcr,
  requestedAcr,
  strongest,
} from '../../domain/authentication/strength.ts';
import { accountClientId } from './account-client.ts';
import { extensionOf } from './client-extension.ts';

/** What our policies want to know of an account, on the engine's object of it. */
export interface FoundAccount {
  readonly validFrom: Date;
  /** What the groups of the account ask for. */
  readonly requiredAcr: Acr;
}

/** The engine's policy, and: whoever's account is gone signs in again, and so does whoever's sign-in was too weak for this. */
export function signInPolicy(): interactionPolicy.DefaultPolicy {
  const policy = interactionPolicy.base();
  const checks = policy.get('login')?.checks;
  checks?.add(
    new interactionPolicy.Check(
      'account_gone',
      'the account can no longer be signed in to',
      'login_required',
      ({ oidc }) => oidc.session?.accountId !== undefined && oidc.account === undefined,
    ),
  );
  checks?.add(
    new interactionPolicy.Check(
      'undated',
      'nobody says when the person authenticated, which this asks for',
      'login_required',
      ({ oidc }) => oidc.params?.['max_age'] !== undefined && isUndated(oidc.session),
    ),
  );
  checks?.add(
    new interactionPolicy.Check(
      'acr_too_weak',
      'the sign-in is not as strong as this asks for',
      'unmet_authentication_requirements',
      (ctx) => isTooWeak(ctx),
    ),
  );
  return policy;
}

/** What a request asks for, by itself and because of its client. */
export function wantedAcr(acrValues: unknown, requiredByClient: Acr): Acr {
  return strongest(requestedAcr(typeof acrValues === 'string' ? acrValues : null), requiredByClient);
}

/** Signed in elsewhere, where it is not said since when: older than whatever age is asked for. */
function isUndated(session: (object & { isUndated?: boolean }) | undefined): boolean {
  return session?.isUndated === true;
}

function isTooWeak({ oidc }: KoaContextWithOIDC): boolean {
  const { session, client, account, params } = oidc;
  if (session?.accountId === undefined || client === undefined) return false;
  // What a group needs is added there; each page sees for itself whether the sign-in will do.
  if (client.clientId === accountClientId) return false;
  const { requiredAcr = 'pwd' } = (account ?? {}) as Partial<FoundAccount>;
  const wanted = strongest(wantedAcr(params?.['acr_values'], extensionOf(client).requiredAcr), requiredAcr);
  return !isAtLeast(parseAcr(session.acr) ?? 'pwd', wanted);
}
