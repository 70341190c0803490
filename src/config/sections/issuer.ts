import { z } from 'zod';

const EXPECTED = 'expected the public origin of the service, such as https://id.example.com';
const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);

/** Returns the origin that `text` names, or what is wrong with it. */
function parseIssuer(text: string): { origin: string } | { message: string } {
  if (!/^https?:\/\//i.test(text) || !URL.canParse(text)) return { message: EXPECTED };
  const url = new URL(text);
  if (text.includes('@')) return { message: `${EXPECTED}, without user name or password` };
  if (/[?#]/.test(text)) return { message: `${EXPECTED}, without query or fragment` };
  if (url.pathname !== '/') return { message: `${EXPECTED}, without a path` };
  if (url.protocol === 'http:' && !LOOPBACK.has(url.hostname)) {
    return { message: 'expected https; http is for localhost, 127.0.0.1 and [::1] in development' };
  }
  return { origin: url.origin };
}

/** Parses to the origin without trailing slash: clients compare `iss` byte by byte (OpenID Connect Discovery §4.3). */
export const issuerSchema = z
  .string({ error: EXPECTED })
  .transform((text, context) => {
    const parsed = parseIssuer(text);
    if ('origin' in parsed) return parsed.origin;
    context.addIssue({ code: 'custom', message: parsed.message });
    return z.NEVER;
  })
  .describe(
    'Public URL of the service, the `iss` of everything it issues: https and no path; http only on localhost in development, where it follows from server.port unless it is set.',
  );
