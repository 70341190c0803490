import { Option } from 'commander';
import { type ApiDefinition, parseApiDefinition } from '../../domain/clients/api-definition.ts';
import type { Api } from '../../domain/clients/client.ts';
import { createClientSecret, type NewClientSecret } from '../../domain/clients/client-secret.ts';
import { apiClientMetadata } from '../../domain/clients/declarations.ts';
import type { Storage } from '../../domain/storage.ts';
import { type Answer, table } from '../answer.ts';
import { collect } from '../client-options.ts';
import type { Call, Commands } from '../commands.ts';
import { openContext } from '../context.ts';
import { CliFailure, notFound, usageError } from '../failure.ts';
import { defaultGrace, parseGrace, rotateSecret, secretText } from '../rotate-secret.ts';
import type { World } from '../world.ts';

interface CreateOptions {
  readonly name: string;
  readonly clientId: string;
  readonly scope?: readonly string[];
  readonly format?: string;
  readonly ttlSeconds?: string;
}

export function addApis({ program, answering }: Commands): void {
  const apis = program.command('apis').description('services that accept tokens (resource servers)');
  apis
    .command('create <audience>')
    .description('register an API; credentials for token checks are made with it and shown once')
    .requiredOption('--name <name>', 'name that people see')
    .requiredOption('--client-id <id>', 'client that holds its credentials; made unless it exists')
    .option('--scope <name=words>', 'a scope and what people read about it (repeatable)', collect)
    .addOption(new Option('--format <format>', 'form of its access tokens').choices(['opaque', 'jwt']))
    .option('--ttl-seconds <seconds>', 'life of its access tokens (else the default of the service)')
    .action(answering(createApi));
  apis.command('list').description('all APIs').action(answering(listApis));
  apis
    .command('rotate-secret <audience>')
    .description('a new secret for its client, shown once; the old ones end after the grace time')
    .option('--grace <time>', 'how long the old secrets stay good: 0, 30m, 24h, 7d', defaultGrace)
    .action(answering(rotateApiSecret));
  apis
    .command('remove <audience>')
    .description('remove an API; its tokens are no longer accepted, its client stays')
    .action(answering(removeApi));
}

async function createApi(call: Call<CreateOptions>): Promise<Answer> {
  const api = parseOptions(call);
  await using context = await openContext(call);
  const { storage } = context;
  if ((await storage.apis.findLive(api.audience)) !== null) {
    throw new CliFailure(`There is an API ${api.audience} already.`);
  }
  const secret = await register(api, storage, call.world);
  const text =
    secret === null
      ? `Created API ${api.audience}. It uses the credentials that client ${api.clientId} has already.`
      : [
          `Created API ${api.audience} with client ${api.clientId} and the secret`,
          secretText(secret.secret),
        ].join('\n');
  const secretJson = secret === null ? {} : { client_secret: secret.secret };
  return { text, json: { audience: api.audience, client_id: api.clientId, ...secretJson } };
}

/** The secret of the client that was made for it, or null when the client existed. */
async function register(
  api: ApiDefinition,
  storage: Storage,
  { random }: World,
): Promise<NewClientSecret | null> {
  const client = await storage.clients.findRecord(api.clientId);
  if (client?.metadata.token_endpoint_auth_method === 'none') {
    throw usageError(`Client ${api.clientId} is public: an API needs a client with a secret.`);
  }
  const secret = client === null ? createClientSecret(random) : null;
  await storage.unitOfWork(async () => {
    if (secret !== null) {
      await storage.clients.put(api.clientId, apiClientMetadata(api.name), 'operator');
      await storage.clients.addSecret(api.clientId, { id: secret.id, digest: secret.digest });
    }
    await storage.apis.put({ ...api, managedBy: 'operator' });
    return 'commit';
  });
  return secret;
}

async function listApis(call: Call): Promise<Answer> {
  await using context = await openContext(call);
  const apis = await context.storage.apis.list();
  const rows = apis.map((api) => [
    api.audience,
    api.name,
    api.clientId,
    Object.keys(api.scopes).join(' ') || '-',
    api.accessTokenFormat,
    api.accessTokenTtlSeconds === null ? 'default' : `${api.accessTokenTtlSeconds} s`,
    api.managedBy,
  ]);
  const headings = ['AUDIENCE', 'NAME', 'CLIENT', 'SCOPES', 'TOKENS', 'TOKEN LIFE', 'MANAGED BY'];
  return {
    text: table(headings, rows, 'There are no APIs. Register one: symbolon apis create --help'),
    json: apis.map(apiJson),
  };
}

async function rotateApiSecret(call: Call<{ readonly grace: string }>): Promise<Answer> {
  const graceSeconds = parseGrace(call.options.grace);
  await using context = await openContext(call);
  const { audience, clientId } = await getApi(call, context.storage);
  const { id, secret } = await rotateSecret(context.storage, clientId, graceSeconds, call.world);
  const old =
    graceSeconds === 0 ? 'Older secrets have ended.' : `Older secrets end in ${call.options.grace}.`;
  return {
    text: [`New secret of API ${audience} (client ${clientId}):`, secretText(secret), old].join('\n'),
    json: {
      audience,
      client_id: clientId,
      secret_id: id,
      client_secret: secret,
      others_end_in_seconds: graceSeconds,
    },
  };
}

async function removeApi(call: Call): Promise<Answer> {
  await using context = await openContext(call);
  const { storage } = context;
  const { audience, clientId, managedBy } = await getApi(call, storage);
  await storage.apis.remove(audience);
  const listing = (await storage.clients.list()).filter(({ metadata }) => metadata.apis.includes(audience));
  return {
    text: [
      `Removed API ${audience}. Its client stays; to end its credentials, too: symbolon clients remove ${clientId}`,
      ...listing.map((client) => `Note: client ${client.clientId} still lists it.`),
      ...(managedBy === 'declaration' ? ['It comes back when its declarations file is applied again.'] : []),
    ].join('\n'),
    json: { audience, client_id: clientId, removed: true },
  };
}

async function getApi(call: Call, storage: Storage): Promise<Api> {
  const audience = call.args[0] ?? '';
  const api = (await storage.apis.list()).find((candidate) => candidate.audience === audience);
  if (api === undefined) throw notFound(`There is no API ${audience}. See: symbolon apis list`);
  return api;
}

function parseOptions({ args, options }: Call<CreateOptions>): ApiDefinition {
  const result = parseApiDefinition({
    audience: args[0],
    name: options.name,
    client_id: options.clientId,
    scopes: Object.fromEntries((options.scope ?? []).map(parseScope)),
    ...(options.format === undefined ? {} : { access_token_format: options.format }),
    ...(options.ttlSeconds === undefined ? {} : { access_token_ttl_seconds: Number(options.ttlSeconds) }),
  });
  if (result.ok) return result.api;
  const lines = result.problems.map(({ path, message }) => `  ${path}: ${message}`);
  throw usageError(['The API cannot be registered like this:', ...lines].join('\n'));
}

function parseScope(text: string): [string, string] {
  const [, name, words] = /^([^=]+)=(.+)$/.exec(text) ?? [];
  if (name !== undefined && words !== undefined) return [name, words];
  throw usageError(`--scope ${text}: expected name=words, such as "notes:read=Read your notes".`);
}

function apiJson(api: Api) {
  return {
    audience: api.audience,
    name: api.name,
    client_id: api.clientId,
    scopes: api.scopes,
    access_token_format: api.accessTokenFormat,
    access_token_ttl_seconds: api.accessTokenTtlSeconds,
    managed_by: api.managedBy,
  };
}
