/**
 * The configuration: its shape, its defaults, and the rules that span sections. Read once at start by `loadConfig`
 * from a YAML file and the environment, then frozen and handed down as plain values: nothing else in the service
 * reads process.env. Each section has a file in `sections/` with its schema, bounds, defaults and documentation.
 * A secret or a database password never appears in a problem's text.
 */
import { z } from 'zod';
import { introspectionSchema } from './sections/introspection.ts';
import { issuerSchema } from './sections/issuer.ts';
import { logSchema } from './sections/log.ts';
import { mailSchema } from './sections/mail.ts';
import { passwordsSchema } from './sections/passwords.ts';
import { insecureAddresses, providersSchema } from './sections/providers/providers.ts';
import { rateLimitsSchema } from './sections/rate-limits.ts';
import { secretsSchema } from './sections/secrets.ts';
import { type DeepReadonly, ifValid } from './sections/section.ts';
import { serverSchema } from './sections/server.ts';
import { signInSchema } from './sections/sign-in.ts';
import { sessionsSchema } from './sections/sessions.ts';
import { storageSchema } from './sections/storage.ts';
import { tokensSchema } from './sections/tokens.ts';

export const configSchema = z
  .strictObject({
    mode: z
      .enum(['production', 'development'])
      .default('production')
      .describe(
        'production refuses to start with anything unsafe; development is for a machine of your own.',
      ),
    issuer: issuerSchema,
    declarations: z
      .string()
      .min(1, { error: 'expected the path of a YAML file, or null' })
      .nullable()
      .default(null)
      .describe('YAML file with clients and APIs to apply at start, relative to the working directory.'),
    server: serverSchema.prefault({}).describe('Ports, proxies and shutdown.'),
    storage: storageSchema.prefault({}).describe('PostgreSQL, Redis, or neither.'),
    secrets: secretsSchema.prefault({}).describe('What protects signing keys and other secrets at rest.'),
    tokens: tokensSchema.prefault({}).describe('Lifetimes of what clients hold.'),
    introspection: introspectionSchema.prefault({}).describe('How tokens are checked.'),
    sessions: sessionsSchema.prefault({}).describe('Lifetimes of what browsers hold.'),
    signIn: signInSchema.prefault({}).describe('How strongly people have to show who they are.'),
    passwords: passwordsSchema.prefault({}).describe('Password rules and the cost of hashing.'),
    rateLimits: rateLimitsSchema
      .prefault({})
      .describe('How often something may be tried before it is refused.'),
    mail: mailSchema.prefault({}).describe('How people are written to.'),
    providers: providersSchema
      .default([])
      .describe('Other places where people can sign in: OpenID Connect, OAuth 2.0, Steam.'),
    log: logSchema.prefault({}).describe('What is written to standard output.'),
  })
  .refine((config) => config.mode !== 'production' || !config.issuer.startsWith('http:'), {
    error: 'expected https in production; for a trial on this machine set mode: development',
    path: ['issuer'],
    when: ifValid('mode', 'issuer'),
  })
  .refine((config) => config.mode !== 'production' || config.storage.databaseUrl !== null, {
    error:
      'expected a PostgreSQL URL in production (embedded storage is for trying the service); set DATABASE_URL',
    path: ['storage', 'databaseUrl'],
    when: ifValid('mode', 'storage.databaseUrl'),
  })
  .refine((config) => config.mode !== 'production' || config.secrets.master.length > 0, {
    error:
      'expected a master secret in production; set SYMBOLON_SECRET or SYMBOLON_SECRET_FILE (openssl rand -base64 48)',
    path: ['secrets', 'master'],
    when: ifValid('mode', 'secrets.master'),
  })
  .refine(
    // A generated secret lies in one machine's dataDir: a database that others can share must not depend on it.
    (config) =>
      config.mode === 'production' || config.storage.databaseUrl === null || config.secrets.master.length > 0,
    {
      error:
        'expected a master secret when storage.databaseUrl is set; set SYMBOLON_SECRET (openssl rand -base64 48)',
      path: ['secrets', 'master'],
      when: ifValid('mode', 'secrets.master', 'storage.databaseUrl'),
    },
  )
  .refine(
    (config) =>
      config.mode === 'production' || config.storage.databaseUrl !== null || config.server.workers === 1,
    {
      error: 'expected 1 with the embedded database, which belongs to one process; for more set DATABASE_URL',
      path: ['server', 'workers'],
      when: ifValid('mode', 'server.workers', 'storage.databaseUrl'),
    },
  )
  .refine(
    (config) =>
      config.mode !== 'production' || config.mail.smtpUrl === null || !isPlaceholder(config.mail.from),
    {
      error: 'expected an address that the SMTP server may send for; set SYMBOLON_MAIL_FROM',
      path: ['mail', 'from'],
      when: ifValid('mode', 'mail.smtpUrl', 'mail.from'),
    },
  )
  .superRefine(
    ({ issuer, providers }, context) => {
      if (issuer.startsWith('http:')) return;
      for (const path of insecureAddresses(providers))
        context.addIssue({ code: 'custom', path: ['providers', ...path], message: 'expected https' });
    },
    { when: ifValid('issuer', 'providers') },
  )
  .refine((config) => config.mode !== 'production' || !config.log.pretty, {
    error: 'expected false in production: log collectors need one JSON object per line',
    path: ['log', 'pretty'],
    when: ifValid('mode', 'log.pretty'),
  });

function isPlaceholder(from: string): boolean {
  return from.endsWith('@localhost>');
}

export type Config = DeepReadonly<z.output<typeof configSchema>>;
