import { type Command, Option } from 'commander';
import { acrValues } from '../domain/authentication/strength.ts';

/** Options of `clients create` and `clients update`: a client's metadata, field by field. */
export interface ClientOptions {
  readonly name?: string;
  readonly uri?: string;
  readonly logoUri?: string;
  readonly accentColor?: string;
  readonly type?: string;
  readonly auth?: string;
  readonly redirectUri?: readonly string[];
  readonly postLogoutRedirectUri?: readonly string[];
  readonly grantType?: readonly string[];
  readonly scope?: string;
  readonly api?: readonly string[];
  readonly defaultResource?: string;
  readonly allowedOrigin?: readonly string[];
  readonly profile?: string;
  readonly firstParty?: boolean;
  readonly requiredAcr?: string;
  /** Tri-state: undefined leaves it alone. */
  readonly pkce?: boolean;
}

const repeatable = '(repeatable)';

export function withClientOptions(command: Command): Command {
  return command
    .option('--name <name>', 'name that people see')
    .option('--uri <url>', 'home page that people see')
    .option('--logo-uri <url>', 'picture that people see while they sign in to it')
    .option('--accent-color <#rrggbb>', 'colour of links and buttons while they do')
    .addOption(new Option('--type <type>', 'where it runs').choices(['web', 'native']))
    .addOption(
      new Option('--auth <method>', 'how it authenticates; none for apps that can keep no secret').choices([
        'none',
        'client_secret_basic',
        'client_secret_post',
      ]),
    )
    .option('--redirect-uri <uri>', `where sign-ins return to ${repeatable}`, collect)
    .option('--post-logout-redirect-uri <uri>', `where sign-outs return to ${repeatable}`, collect)
    .option(
      '--grant-type <grant>',
      `authorization_code, refresh_token or client_credentials ${repeatable}`,
      collect,
    )
    .option('--scope <scope>', 'OpenID Connect scopes it may ask for, separated by spaces')
    .option('--api <audience>', `API it may ask tokens for ${repeatable}`, collect)
    .option('--default-resource <audience>', 'API that a request without `resource` means')
    .option(
      '--allowed-origin <origin>',
      `browser origin that may call the token endpoint ${repeatable}`,
      collect,
    )
    .addOption(
      new Option('--profile <profile>', 'persistent: one long-lived token, no refresh').choices([
        'standard',
        'persistent',
      ]),
    )
    .addOption(
      new Option('--required-acr <acr>', 'weakest sign-in that will do, whatever it asks for').choices(
        acrValues,
      ),
    )
    .option('--first-party', 'part of your own product: no consent is asked')
    .option('--no-first-party', 'consent is asked')
    .option('--pkce', 'require PKCE')
    .option('--no-pkce', 'let a confidential client go without PKCE');
}

/** Only what was said; everything else keeps its value or default. */
export function toMetadata(options: ClientOptions): Record<string, unknown> {
  const fields = {
    client_name: options.name,
    client_uri: options.uri,
    logo_uri: options.logoUri,
    accent_color: options.accentColor,
    application_type: options.type,
    token_endpoint_auth_method: options.auth,
    redirect_uris: options.redirectUri,
    post_logout_redirect_uris: options.postLogoutRedirectUri,
    grant_types: options.grantType,
    scope: options.scope,
    apis: options.api,
    default_resource: options.defaultResource,
    allowed_origins: options.allowedOrigin,
    token_profile: options.profile,
    required_acr: options.requiredAcr,
    first_party: options.firstParty,
    require_pkce: options.pkce,
  };
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

export function collect(value: string, earlier: readonly string[] = []): readonly string[] {
  return [...earlier, value];
}
