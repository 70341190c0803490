import { parse } from 'node:querystring';

/** What an introspection request says, as far as the lane takes it (RFC 7662 §2.1, RFC 6749 §2.3.1). */
export interface IntrospectionForm {
  readonly token: string;
  readonly clientId: string | null;
  readonly clientSecret: string | null;
}

/** A token and nothing else: what nearly every request is. */
const onlyToken = /^token=([0-9A-Za-z._~-]+)$/;
const parameters = ['token', 'token_type_hint', 'client_id', 'client_secret'] as const;

/** null for what the engine has to judge: no token, or a parameter given twice. The hint only tells where to look first. */
export function parseIntrospectionForm(body: Buffer): IntrospectionForm | null {
  const text = body.toString();
  const token = onlyToken.exec(text)?.[1];
  if (token !== undefined) return { token, clientId: null, clientSecret: null };

  // Whether a byte order mark counts depends on the charset.
  if (text.startsWith('\uFEFF')) return null;
  const form = parse(text);
  if (parameters.some((name) => Array.isArray(form[name]))) return null;
  const given = (name: (typeof parameters)[number]): string | null =>
    (form[name] as string | undefined) || null;
  const presented = given('token');
  if (presented === null) return null;
  return { token: presented, clientId: given('client_id'), clientSecret: given('client_secret') };
}
