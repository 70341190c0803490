import { emailKey } from '../accounts/email/email.ts';
import type { Provider, UpstreamIdentity } from './provider.ts';

/** The one provider that people with this address sign in with; null: they are free to choose. */
export type EnforcedProviderOf = (email: string) => Provider | null;

export function enforcedDomains(providers: readonly Provider[]): EnforcedProviderOf {
  const byDomain = new Map(
    providers
      .filter(({ enforce }) => enforce)
      .flatMap((provider) => provider.domains.map((domain) => [domain, provider] as const)),
  );
  return (email) => byDomain.get(domainOf(email)) ?? null;
}

/**
 * Whether the provider says of this identity that it is of a domain it speaks for. Where anybody can have an account, being
 * there proves nothing of a domain: a personal account is no employee's.
 */
export function speaksFor(
  { domains }: Pick<Provider, 'domains'>,
  { email, emailVerified }: Pick<UpstreamIdentity, 'email' | 'emailVerified'>,
): boolean {
  return email !== null && emailVerified && domains.includes(domainOf(email));
}

/** As addresses are compared: what another spelling leads to is the same domain. */
export function domainOf(email: string): string {
  const key = emailKey(email);
  return key.slice(key.lastIndexOf('@') + 1);
}
