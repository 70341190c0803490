import { createPrivateKey } from 'node:crypto';
import { z } from 'zod';
import { clientSecret, registration, scope, text, trust, webAddress } from './provider-parts.ts';

const TENANT = 'expected the id of a directory, or common, organizations or consumers';

const APPLE_KEY = 'expected the private key that Apple gave out (a P-256 key, PKCS #8 in PEM form)';

function isAppleKey(pem: string): boolean {
  try {
    return createPrivateKey(pem).asymmetricKeyDetails?.namedCurve === 'prime256v1';
  } catch {
    return false;
  }
}

/** A provider that issues ID tokens. Its addresses and keys come from its metadata (OpenID Connect Discovery). */
export const oidcProviderSchema = z.strictObject({
  type: z.literal('oidc').describe('An OpenID Connect provider.'),
  ...registration,
  preset: z
    .enum(['google', 'microsoft', 'apple', 'clerk'])
    .nullable()
    .default(null)
    .describe(
      'What is particular about a well-known provider. google, microsoft and apple know their issuer.',
    ),
  issuer: webAddress('the issuer exactly as the provider writes it')
    .nullable()
    .default(null)
    .describe('Exactly as in the metadata of the provider, byte for byte.'),
  tenant: z
    .string({ error: TENANT })
    .regex(/^(?:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|common|organizations|consumers)$/, {
      error: TENANT,
    })
    .nullable()
    .default(null)
    .describe('With preset microsoft: whose people may sign in.'),
  clientSecret,
  appleTeamId: text('the id of the team').nullable().default(null).describe('With preset apple.'),
  appleKeyId: text('the id of the key').nullable().default(null).describe('With preset apple.'),
  applePrivateKey: z
    .string({ error: APPLE_KEY })
    .refine(isAppleKey, { error: APPLE_KEY })
    .nullable()
    .default(null)
    .describe(
      'With preset apple: the key in PEM form, from which client secrets are made; better set by ' +
        'SYMBOLON_PROVIDERS_<ID>_APPLE_PRIVATE_KEY_FILE.',
    ),
  scope: scope
    .nullable()
    .default(null)
    .describe(
      'What is asked of the provider, space separated. null: openid email profile, or what the preset knows.',
    ),
  ...trust,
  trustAmr: z
    .boolean()
    .default(false)
    .describe(
      'Whether what the provider says of how somebody signed in there (`amr`) counts here: then `mfa` is two factors.',
    ),
});

export type OidcProviderSettings = z.output<typeof oidcProviderSchema>;

interface Problem {
  readonly key: keyof OidcProviderSettings;
  readonly message: string;
}

/** What a preset needs and another must not have. */
export function problemsOfOidcProvider(provider: OidcProviderSettings): Problem[] {
  const { preset, issuer, tenant, clientSecret: secret } = provider;
  const scopes = provider.scope?.split(' ') ?? null;
  const problems: Problem[] = [];
  const say = (isWrong: boolean, key: Problem['key'], message: string): void => {
    if (isWrong) problems.push({ key, message });
  };
  const knowsIssuer = preset === 'google' || preset === 'microsoft' || preset === 'apple';
  say(knowsIssuer && issuer !== null, 'issuer', `expected none: preset ${preset ?? ''} knows it`);
  say(!knowsIssuer && issuer === null, 'issuer', 'expected the issuer of the provider');
  say(preset === 'microsoft' && tenant === null, 'tenant', TENANT_NEEDED);
  say(preset !== 'microsoft' && tenant !== null, 'tenant', 'expected only with preset microsoft');
  for (const key of ['appleTeamId', 'appleKeyId', 'applePrivateKey'] as const) {
    say(preset === 'apple' && provider[key] === null, key, 'expected with preset apple');
    say(preset !== 'apple' && provider[key] !== null, key, 'expected only with preset apple');
  }
  say(
    preset === 'apple' && secret !== null,
    'clientSecret',
    'expected none: it is made from applePrivateKey',
  );
  say(preset === 'google' && secret === null, 'clientSecret', 'expected with preset google');
  say(scopes?.includes('openid') === false, 'scope', 'expected openid among the scopes');
  say(
    provider.enforce && scopes?.includes('email') === false,
    'scope',
    'expected email among the scopes with enforce: people need a verified address',
  );
  say(
    preset === 'apple' && scopes?.includes('profile') === true,
    'scope',
    'expected name in the place of profile, which Apple does not know',
  );
  return problems;
}

const TENANT_NEEDED = `${TENANT}, by which Microsoft knows whose people may sign in`;
