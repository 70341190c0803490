import { type ClientMetadata, clientMetadataSchema } from './client-metadata.ts';
import { describeIssue, type InputProblem, problemsOf } from './input-problem.ts';
import { originProblem } from './syntax/allowed-origin.ts';
import { audienceProblem } from './syntax/audience.ts';
import { displayTextProblem } from './syntax/display-text.ts';
import { judgeRedirectUri } from './syntax/redirect-uri.ts';
import { scopeProblem } from './syntax/scope.ts';

export type ClientMetadataResult =
  | { readonly ok: true; readonly metadata: ClientMetadata; readonly warnings: readonly string[] }
  | { readonly ok: false; readonly problems: readonly InputProblem[] };

type Field = keyof ClientMetadata;

interface Finding extends InputProblem {
  readonly severity: 'problem' | 'warning';
}

/** Applied unless a field it reads has the wrong shape: everything else that is wrong is said at once. */
interface Rule {
  readonly reads: readonly Field[];
  readonly check: (metadata: ClientMetadata) => readonly Finding[];
}

/** Parses what an operator or a declarations file says about a client, with every rule a client has to keep. */
export function parseClientMetadata(input: unknown): ClientMetadataResult {
  const completed = withProfileDefaults(input);
  const parsed = clientMetadataSchema.safeParse(completed, { error: describeIssue });
  if (parsed.success) {
    const findings = rules.flatMap((rule) => rule.check(parsed.data));
    const problems = findings.filter(({ severity }) => severity === 'problem').map(toProblem);
    if (problems.length > 0) return { ok: false, problems };
    return {
      ok: true,
      metadata: parsed.data,
      warnings: findings.map(({ path, message }) => `${path}: ${message}`),
    };
  }
  const misshapen = new Set(parsed.error.issues.map((issue) => String(issue.path[0] ?? '')));
  const rest = clientMetadataSchema.safeParse(withoutFields(completed, misshapen));
  const findings = rest.success
    ? rules
        .filter(({ reads }) => !reads.some((field) => misshapen.has(field)))
        .flatMap((rule) => rule.check(rest.data))
    : [];
  const further = findings.filter(({ severity }) => severity === 'problem').map(toProblem);
  return { ok: false, problems: [...problemsOf(parsed.error, 'a client'), ...further] };
}

/** A `persistent` client that does not say which grants it uses means the one that makes sense. */
function withProfileDefaults(input: unknown): unknown {
  if (!isMapping(input) || input['token_profile'] !== 'persistent' || input['grant_types'] !== undefined)
    return input;
  return { ...input, grant_types: ['authorization_code'] };
}

/** Only known fields of the right shape, so that the rules about them can still run. */
function withoutFields(input: unknown, misshapen: ReadonlySet<string>): unknown {
  const fields = isMapping(input) ? Object.entries(input) : [];
  const known = fields.filter(
    ([field]) => Object.hasOwn(clientMetadataSchema.shape, field) && !misshapen.has(field),
  );
  return { client_name: 'unnamed', ...Object.fromEntries(known) };
}

const rules: readonly Rule[] = [
  {
    reads: ['client_name'],
    check: (client) => optionalProblem('client_name', displayTextProblem(client.client_name)),
  },
  {
    reads: ['redirect_uris', 'application_type'],
    check: (client) => checkRedirectUris(client, 'redirect_uris'),
  },
  {
    reads: ['post_logout_redirect_uris', 'application_type'],
    check: (client) => checkRedirectUris(client, 'post_logout_redirect_uris'),
  },
  { reads: ['grant_types', 'redirect_uris', 'response_modes', 'token_profile'], check: checkGrantTypes },
  { reads: ['grant_types', 'apis'], check: checkUsefulness },
  { reads: ['token_endpoint_auth_method', 'grant_types', 'require_pkce'], check: checkPublicClient },
  { reads: ['application_type', 'token_endpoint_auth_method', 'first_party'], check: checkNativeClient },
  { reads: ['scope'], check: ({ scope }) => optionalProblem('scope', scopeProblem(scope)) },
  { reads: ['apis', 'default_resource'], check: checkApis },
  { reads: ['allowed_origins'], check: checkAllowedOrigins },
  ...(['grant_types', 'response_modes'] as const).map((field): Rule => ({
    reads: [field],
    check: (client) => repetitions(field, client[field]),
  })),
];

function checkRedirectUris(
  client: ClientMetadata,
  field: 'redirect_uris' | 'post_logout_redirect_uris',
): Finding[] {
  const findings = client[field].flatMap((uri, index) => {
    const finding = judgeRedirectUri(uri, client.application_type);
    return finding === null ? [] : [{ ...finding, path: `${field}[${index}]` }];
  });
  return [...findings, ...repetitions(field, client[field])];
}

function checkGrantTypes(client: ClientMetadata): Finding[] {
  const uses = new Set(client.grant_types);
  const findings: Finding[] = [];
  if (uses.has('refresh_token') && !uses.has('authorization_code')) {
    findings.push(
      problem('grant_types', 'refresh_token needs authorization_code, which begins every sign-in'),
    );
  }
  if (uses.has('refresh_token') && client.token_profile === 'persistent') {
    findings.push(
      problem('grant_types', 'the persistent profile has no refresh tokens; remove refresh_token'),
    );
  }
  if (uses.has('authorization_code') && client.redirect_uris.length === 0) {
    findings.push(problem('redirect_uris', 'authorization_code needs at least one redirect URI'));
  }
  if (uses.has('authorization_code') && client.response_modes.length === 0) {
    findings.push(problem('response_modes', 'expected query, form_post or both'));
  }
  if (!uses.has('authorization_code') && client.redirect_uris.length > 0) {
    findings.push(warning('redirect_uris', 'unused without authorization_code in grant_types'));
  }
  return findings;
}

function checkUsefulness(client: ClientMetadata): Finding[] {
  if (!client.grant_types.includes('client_credentials') || client.apis.length > 0) return [];
  return [warning('apis', 'client_credentials without an API gives tokens that no API accepts')];
}

function checkPublicClient(client: ClientMetadata): Finding[] {
  if (client.token_endpoint_auth_method !== 'none') return [];
  const findings: Finding[] = [];
  if (client.grant_types.includes('client_credentials')) {
    // RFC 6749 §4.4: without a secret anybody could be this client.
    findings.push(
      problem('grant_types', 'client_credentials needs a secret: set token_endpoint_auth_method'),
    );
  }
  if (!client.require_pkce) {
    findings.push(
      problem('require_pkce', 'expected true: PKCE is all that protects a client without a secret'),
    );
  }
  return findings;
}

function checkNativeClient(client: ClientMetadata): Finding[] {
  if (client.application_type !== 'native') return [];
  if (client.token_endpoint_auth_method !== 'none') {
    const message = 'a secret inside an installed app is no secret (RFC 8252 §8.5); use none';
    return [warning('token_endpoint_auth_method', message)];
  }
  if (!client.first_party) return [];
  return [warning('first_party', 'consent is still asked: nothing proves which app a native client is')];
}

function checkApis(client: ClientMetadata): Finding[] {
  const { apis, default_resource: defaultResource } = client;
  const findings = apis.flatMap((audience, index) =>
    optionalProblem(`apis[${index}]`, audienceProblem(audience)),
  );
  if (defaultResource !== undefined && !apis.includes(defaultResource)) {
    findings.push(problem('default_resource', 'expected one of the audiences in apis'));
  }
  return [...findings, ...repetitions('apis', apis)];
}

function checkAllowedOrigins({ allowed_origins: origins }: ClientMetadata): Finding[] {
  const findings = origins.flatMap((origin, index) =>
    optionalProblem(`allowed_origins[${index}]`, originProblem(origin)),
  );
  return [...findings, ...repetitions('allowed_origins', origins)];
}

function repetitions(field: Field, values: readonly string[]): Finding[] {
  return values.flatMap((value, index) =>
    values.indexOf(value) === index ? [] : [problem(`${field}[${index}]`, 'is listed twice; keep one')],
  );
}

function isMapping(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function problem(path: string, message: string): Finding {
  return { severity: 'problem', path, message };
}

function warning(path: string, message: string): Finding {
  return { severity: 'warning', path, message };
}

function optionalProblem(path: string, message: string | null): Finding[] {
  return message === null ? [] : [problem(path, message)];
}

function toProblem({ path, message }: Finding): InputProblem {
  return { path, message };
}
