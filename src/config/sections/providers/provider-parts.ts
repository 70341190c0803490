import { z } from 'zod';

/** What the kinds of providers have in common. Messages never repeat a value: it may be a secret. */

const ID = 'expected lower-case letters, digits and dashes, at most 32, beginning with a letter';
const LABEL = 'expected a name of 1 to 40 characters, as people know it';
const DOMAIN = 'expected a domain such as example.com, in lower case';
const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);

/** A name of the operator's choice. Part of addresses and of what is stored: it never changes once people use it. */
export const providerId = z
  .string({ error: ID })
  .regex(/^[a-z][a-z0-9-]{0,31}$/, { error: ID })
  .describe(
    'Name in addresses and in what is stored: it never changes once somebody has signed in with the provider.',
  );

export const label = z
  .string({ error: LABEL })
  .regex(/^[^\p{Cc}]{1,40}$/u, { error: LABEL })
  .nullable()
  .default(null)
  .describe('Name on the button "Continue with …". null: the name of the preset, or the id.');

export const text = (what: string) =>
  z.string({ error: `expected ${what}` }).regex(/^[^\s\p{Cc}]{1,500}$/u, { error: `expected ${what}` });

export const scope = z
  .string({ error: 'expected scopes with one space between them' })
  .regex(/^[\x21\x23-\x5b\x5d-\x7e]+( [\x21\x23-\x5b\x5d-\x7e]+)*$/, {
    error: 'expected scopes with one space between them',
  });

/** An address of the provider: https, or http on this machine, which only a service on this machine may use. */
export function webAddress(what: string) {
  const error = `expected ${what}: an https URL without user name, password, query or fragment`;
  return z.string({ error }).refine((value) => isWebAddress(value), { error });
}

function isWebAddress(value: string): boolean {
  if (!/^https?:\/\//.test(value) || /[@?#\s\\]/.test(value) || !URL.canParse(value)) return false;
  const { protocol, hostname } = new URL(value);
  return protocol === 'https:' || LOOPBACK.has(hostname);
}

export const clientSecret = z
  .string({ error: 'expected text' })
  .min(1, { error: 'expected text' })
  .max(1000, { error: 'expected at most 1000 characters' })
  .nullable()
  .default(null)
  .describe(
    'Secret of our registration there; better set by SYMBOLON_PROVIDERS_<ID>_CLIENT_SECRET, or by ' +
      'SYMBOLON_PROVIDERS_<ID>_CLIENT_SECRET_FILE, which names a file that holds it. null: there is none.',
  );

export const trust = {
  trustEmail: z
    .boolean()
    .default(false)
    .describe(
      'Whether an address counts as proven when the provider says that it verified it. Otherwise we ask its owner by mail.',
    ),
  domains: z
    .array(z.string({ error: DOMAIN }).regex(/^(?:[a-z0-9-]{1,63}\.)+[a-z0-9-]{2,63}$/, { error: DOMAIN }))
    .max(100, { error: 'expected at most 100 domains' })
    .default([])
    .describe('Domains of addresses that the provider speaks for. Empty: it speaks for none in particular.'),
  enforce: z
    .boolean()
    .default(false)
    .describe(
      'Whether people with an address in `domains` sign in with this provider only, with an identity of which it says that it ' +
        'verified such an address (Microsoft says it by the optional claim xms_edov). With type oidc.',
    ),
  allowPrivateAddresses: z
    .boolean()
    .default(false)
    .describe(
      'Whether the provider may be in a private network, where we otherwise refuse to connect to. Link-local addresses stay ' +
        'closed; this machine is open only to a service whose issuer is an http address.',
    ),
};

/** The shortest way in for a new provider: everything else has a default. */
export const registration = {
  id: providerId,
  label,
  clientId: text('the client id of our registration there').describe(
    'Name of our registration at the provider.',
  ),
};
