import { z } from 'zod';
import { acrValues } from '../authentication/strength.ts';
import { accentProblem } from './accent.ts';
import { refusing } from './input-problem.ts';
import { logoUriProblem } from './syntax/logo-uri.ts';

/**
 * What is registered about a client, in RFC 7591 words; our own additions are marked. Rules that need more than one field
 * are in `client-rules.ts`.
 */
export const clientMetadataSchema = z.strictObject({
  client_name: z.string().min(1).max(100),
  client_uri: z.url({ protocol: /^https?$/ }).optional(),
  /** A picture that browsers fetch from where it is. */
  logo_uri: z.string().superRefine(refusing(logoUriProblem)).optional(),
  application_type: z.enum(['web', 'native']).default('web'),
  redirect_uris: z.array(z.string()).default([]),
  post_logout_redirect_uris: z.array(z.string()).default([]),
  grant_types: z
    .array(z.enum(['authorization_code', 'refresh_token', 'client_credentials']))
    .default(['authorization_code', 'refresh_token']),
  token_endpoint_auth_method: z
    .enum(['none', 'client_secret_basic', 'client_secret_post'])
    .default('client_secret_basic'),
  response_modes: z.array(z.enum(['query', 'form_post'])).default(['query']),
  scope: z.string().default('openid profile email offline_access'),
  id_token_signed_response_alg: z.enum(['ES256', 'RS256']).default('ES256'),
  require_pushed_authorization_requests: z.boolean().default(false),
  /** Ours: audiences of the APIs the client may ask tokens for. */
  apis: z.array(z.string()).default([]),
  /** Ours: the API a request without `resource` means. */
  default_resource: z.string().optional(),
  /** Ours: part of the operator's own product, so that no consent is asked. */
  first_party: z.boolean().default(false),
  /** Ours: `persistent` gives one long-lived access token and no refresh token. */
  token_profile: z.enum(['standard', 'persistent']).default('standard'),
  /** Ours: false exempts a confidential client from PKCE (older OpenID Connect clients use `nonce`). */
  require_pkce: z.boolean().default(true),
  /** Ours: the weakest sign-in that will do, whatever a request asks for. */
  required_acr: z.enum(acrValues).default('pwd'),
  /** Ours: `#rrggbb`, of links and buttons while somebody signs in to it. */
  accent_color: z.string().superRefine(refusing(accentProblem)).optional(),
  /** Ours: browser origins that may call the token endpoint (CORS). */
  allowed_origins: z.array(z.string()).default([]),
});

export type ClientMetadata = z.infer<typeof clientMetadataSchema>;
