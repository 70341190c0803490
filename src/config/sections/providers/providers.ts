import { z } from 'zod';
import {
  type OAuth2ProviderSettings,
  oauth2ProviderSchema,
  problemsOfOAuth2Provider,
} from './oauth2-provider.ts';
import { type OidcProviderSettings, oidcProviderSchema, problemsOfOidcProvider } from './oidc-provider.ts';
import { type SteamProviderSettings, steamProviderSchema } from './steam-provider.ts';

const TYPE = 'expected a provider with type oidc, oauth2 or steam';

const providerSchema = z
  .discriminatedUnion('type', [oidcProviderSchema, oauth2ProviderSchema, steamProviderSchema], {
    error: (issue) => (issue.code === 'invalid_union' ? TYPE : undefined),
  })
  .superRefine((provider, context) => {
    for (const { key, message } of problemsOf(provider))
      context.addIssue({ code: 'custom', path: [key], message });
  });

type ProviderSettings = z.output<typeof providerSchema>;
type AnyProvider = OidcProviderSettings | OAuth2ProviderSettings | SteamProviderSettings;

export const providersSchema = z
  .array(providerSchema, { error: 'expected a list of providers' })
  .max(50, { error: 'expected at most 50 providers' })
  .superRefine((providers, context) => {
    for (const { index, key, message } of problemsBetween(providers))
      context.addIssue({ code: 'custom', path: [index, key], message });
  });

/** Paths (index and key) of addresses that only a service on this machine may use. */
export function insecureAddresses(providers: readonly AnyProvider[]): Array<readonly [number, string]> {
  return providers.flatMap((provider, index) =>
    Object.entries(provider)
      .filter(([, value]) => typeof value === 'string' && value.startsWith('http:'))
      .map(([key]) => [index, key] as const),
  );
}

function problemsOf(provider: AnyProvider) {
  if (provider.type === 'steam') return [];
  const needsDomains = provider.enforce && provider.domains.length === 0;
  const needsPrivate = provider.allowPrivateAddresses ? [] : insecureAddresses([provider]);
  return [
    ...(provider.type === 'oidc' ? problemsOfOidcProvider(provider) : problemsOfOAuth2Provider(provider)),
    ...(needsDomains ? [{ key: 'domains', message: 'expected at least one when enforce is true' }] : []),
    ...needsPrivate.map(([, key]) => ({ key, message: 'expected https, or allowPrivateAddresses: true' })),
  ];
}

/** One name for one provider, and one provider that a domain is bound to. */
function problemsBetween(providers: readonly ProviderSettings[]) {
  const ids = new Set<string>();
  const enforced = new Set<string>();
  const problems: Array<{ index: number; key: string; message: string }> = [];
  for (const [index, provider] of providers.entries()) {
    if (ids.has(provider.id)) problems.push({ index, key: 'id', message: 'expected every id once' });
    ids.add(provider.id);
    if (provider.type === 'steam' || !provider.enforce) continue;
    if (provider.domains.some((domain) => enforced.has(domain)))
      problems.push({
        index,
        key: 'domains',
        message: 'expected every domain to be enforced by one provider',
      });
    for (const domain of provider.domains) enforced.add(domain);
  }
  return problems;
}
