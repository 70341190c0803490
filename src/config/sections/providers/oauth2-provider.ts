import { z } from 'zod';
import { clientSecret, registration, scope, text, trust, webAddress } from './provider-parts.ts';

const claim = (what: string) =>
  text(`${what}, with dots between the names where it is nested`).nullable().default(null);

/** A provider that issues access tokens only: who somebody is, one of its endpoints says. */
export const oauth2ProviderSchema = z.strictObject({
  type: z.literal('oauth2').describe('An OAuth 2.0 provider without ID tokens.'),
  ...registration,
  preset: z
    .enum(['github', 'discord'])
    .nullable()
    .default(null)
    .describe('A well-known provider. null: the endpoints and claims below say what it is.'),
  clientSecret,
  issuer: webAddress('an address that names the provider')
    .nullable()
    .default(null)
    .describe('Name of the provider in what is stored. null: the origin of authorizationEndpoint.'),
  authorizationEndpoint: webAddress('where people sign in')
    .nullable()
    .default(null)
    .describe('Where people sign in.'),
  tokenEndpoint: webAddress('where codes are redeemed')
    .nullable()
    .default(null)
    .describe('Where codes are redeemed.'),
  userinfoEndpoint: webAddress('where the provider says who somebody is')
    .nullable()
    .default(null)
    .describe('Where the provider says who somebody is, as a JSON object.'),
  subjectClaim: claim('the claim').describe('Claim that never changes and is never given to somebody else.'),
  emailClaim: claim('the claim').describe('Claim with the address. null: the provider says none.'),
  emailVerifiedClaim: claim('the claim').describe(
    'Claim that is true when the provider verified the address.',
  ),
  nameClaim: claim('the claim').describe('Claim with the name. null: the provider says none.'),
  scope: scope
    .nullable()
    .default(null)
    .describe('What is asked of the provider. null: what the preset needs.'),
  ...trust,
});

export type OAuth2ProviderSettings = z.output<typeof oauth2ProviderSchema>;

const NEEDED = ['authorizationEndpoint', 'tokenEndpoint', 'userinfoEndpoint', 'subjectClaim'] as const;
const OWN = [...NEEDED, 'issuer', 'emailClaim', 'emailVerifiedClaim', 'nameClaim'] as const;

interface Problem {
  readonly key: keyof OAuth2ProviderSettings;
  readonly message: string;
}

export function problemsOfOAuth2Provider(provider: OAuth2ProviderSettings): Problem[] {
  const { preset } = provider;
  const problems: Problem[] = [];
  const say = (isWrong: boolean, key: Problem['key'], message: string): void => {
    if (isWrong) problems.push({ key, message });
  };
  // It cannot be asked to have somebody show again who they are, and its people would have no other way to.
  say(provider.enforce, 'enforce', 'expected false: only a provider of type oidc can be the only way in');
  say(preset === 'github' && provider.clientSecret === null, 'clientSecret', 'expected with preset github');
  for (const key of NEEDED) say(preset === null && provider[key] === null, key, 'expected without a preset');
  for (const key of OWN)
    say(preset !== null && provider[key] !== null, key, `expected none: preset ${preset ?? ''} knows it`);
  return problems;
}
