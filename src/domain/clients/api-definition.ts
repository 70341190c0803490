import { z } from 'zod';
import type { Api } from './client.ts';
import { describeIssue, type InputProblem, problemsOf, refusing } from './input-problem.ts';
import { audienceProblem } from './syntax/audience.ts';
import { clientIdProblem } from './syntax/client-id.ts';
import { displayTextProblem } from './syntax/display-text.ts';
import { apiScopeProblem } from './syntax/scope.ts';

export type ApiDefinition = Omit<Api, 'managedBy'>;

export type ApiDefinitionResult =
  | { readonly ok: true; readonly api: ApiDefinition }
  | { readonly ok: false; readonly problems: readonly InputProblem[] };

/** 30 days. */
const maxTtlSeconds = 2_592_000;

const scopesSchema = z
  .record(z.string(), z.string().max(200).superRefine(refusing(displayTextProblem)))
  .default({})
  .superRefine((scopes, context) => {
    for (const name of Object.keys(scopes)) {
      const message = apiScopeProblem(name);
      if (message !== null) context.addIssue({ code: 'custom', message, path: [name] });
    }
  });

const ttl = { error: `expected a whole number of seconds from 60 to ${maxTtlSeconds}` };

const apiDefinitionSchema = z.strictObject({
  audience: z.string().superRefine(refusing(audienceProblem)),
  name: z.string().max(100).superRefine(refusing(displayTextProblem)),
  client_id: z.string().superRefine(refusing(clientIdProblem)),
  scopes: scopesSchema,
  access_token_format: z.enum(['opaque', 'jwt']).default('opaque'),
  access_token_ttl_seconds: z.int(ttl).min(60, ttl).max(maxTtlSeconds, ttl).nullable().default(null),
});

export function parseApiDefinition(input: unknown): ApiDefinitionResult {
  const parsed = apiDefinitionSchema.safeParse(input, { error: describeIssue });
  if (!parsed.success) return { ok: false, problems: problemsOf(parsed.error, 'an API') };
  const { audience, name, scopes } = parsed.data;
  const api: ApiDefinition = {
    audience,
    name,
    scopes,
    clientId: parsed.data.client_id,
    accessTokenFormat: parsed.data.access_token_format,
    accessTokenTtlSeconds: parsed.data.access_token_ttl_seconds,
  };
  return { ok: true, api };
}
