import type { Client, ClientRecord } from '../../domain/clients/client.ts';
import type { ClientMetadata } from '../../domain/clients/client-metadata.ts';
import { parseClientMetadata } from '../../domain/clients/client-rules.ts';
import { createClientSecret } from '../../domain/clients/client-secret.ts';
import { clientIdProblem } from '../../domain/clients/syntax/client-id.ts';
import type { Storage } from '../../domain/storage.ts';
import { type Answer, fields, table } from '../answer.ts';
import { type ClientOptions, toMetadata, withClientOptions } from '../client-options.ts';
import type { Call, Commands } from '../commands.ts';
import { openContext } from '../context.ts';
import { CliFailure, notFound, usageError } from '../failure.ts';
import { defaultGrace, parseGrace, rotateSecret, secretText } from '../rotate-secret.ts';

export function addClients({ program, answering }: Commands): void {
  const clients = program.command('clients').description('programs that ask for tokens');
  withClientOptions(
    clients.command('create <client-id>').description('register a client; a secret is shown once'),
  ).action(answering(createClient));
  clients.command('list').description('all clients').action(answering(listClients));
  clients
    .command('show <client-id>')
    .description('everything about one client')
    .action(answering(showClient));
  withClientOptions(
    clients.command('update <client-id>').description('change what is given; a list replaces the whole list'),
  ).action(answering(updateClient));
  clients
    .command('rotate-secret <client-id>')
    .description('a new secret, shown once; the old ones end after the grace time')
    .option('--grace <time>', 'how long the old secrets stay good: 0, 30m, 24h, 7d', defaultGrace)
    .action(answering(rotateClientSecret));
  clients
    .command('remove <client-id>')
    .description('remove a client; ends its tokens and secrets')
    .action(answering(removeClient));
}

async function createClient(call: Call<ClientOptions>): Promise<Answer> {
  const clientId = argument(call);
  const idProblem = clientIdProblem(clientId);
  if (idProblem !== null) throw usageError(`client id ${clientId}: ${idProblem}`);
  const given = toMetadata(call.options);
  // An installed app can keep no secret (RFC 8252 §8.5).
  const auth = given['application_type'] === 'native' ? { token_endpoint_auth_method: 'none' } : {};
  const { metadata, warnings } = parseOptions({ ...auth, ...given });

  await using context = await openContext(call);
  const { storage } = context;
  if ((await storage.clients.findRecord(clientId)) !== null) {
    throw new CliFailure(
      `There is a client ${clientId} already. To change it: symbolon clients update ${clientId}`,
    );
  }
  await refuseUnknownApis(metadata, storage);
  const secret =
    metadata.token_endpoint_auth_method === 'none' ? null : createClientSecret(call.world.random);
  await storage.unitOfWork(async () => {
    await storage.clients.put(clientId, metadata, 'operator');
    if (secret !== null) await storage.clients.addSecret(clientId, { id: secret.id, digest: secret.digest });
    return 'commit';
  });
  const created = `Created client ${clientId}${secret === null ? '.' : ' with the secret'}`;
  return {
    text: [created, ...(secret === null ? [] : [secretText(secret.secret)]), ...warningLines(warnings)].join(
      '\n',
    ),
    json: { client_id: clientId, ...(secret === null ? {} : { client_secret: secret.secret }), warnings },
  };
}

async function updateClient(call: Call<ClientOptions>): Promise<Answer> {
  const given = toMetadata(call.options);
  if (Object.keys(given).length === 0)
    throw usageError('What should change? See: symbolon clients update --help');
  await using context = await openContext(call);
  const { storage } = context;
  const { clientId, managedBy, metadata: earlier } = await findRecord(call, storage);
  if (managedBy === 'declaration') {
    throw new CliFailure(
      `Client ${clientId} comes from a declarations file, which would undo this. Change it there.`,
    );
  }
  const { metadata, warnings } = parseOptions({ ...earlier, ...given });
  await refuseUnknownApis(metadata, storage);
  await storage.clients.put(clientId, metadata, 'operator');
  return {
    text: [`Updated client ${clientId}: ${Object.keys(given).join(', ')}.`, ...warningLines(warnings)].join(
      '\n',
    ),
    json: { client_id: clientId, updated: Object.keys(given), warnings },
  };
}

async function listClients(call: Call): Promise<Answer> {
  await using context = await openContext(call);
  const records = await context.storage.clients.list();
  const rows = records.map(({ clientId, metadata, managedBy }) => [
    clientId,
    metadata.client_name,
    metadata.application_type,
    metadata.token_endpoint_auth_method === 'none' ? 'public' : 'confidential',
    metadata.grant_types.join(' ') || '-',
    managedBy,
  ]);
  const headings = ['CLIENT', 'NAME', 'TYPE', 'KIND', 'GRANTS', 'MANAGED BY'];
  return {
    text: table(headings, rows, 'There are no clients. Register one: symbolon clients create --help'),
    json: records.map(recordJson),
  };
}

async function showClient(call: Call): Promise<Answer> {
  await using context = await openContext(call);
  const record = await findRecord(call, context.storage);
  const live = await context.storage.clients.findLive(record.clientId);
  return {
    text: recordText(record, live),
    json: { ...recordJson(record), audiences: live?.audiences ?? [] },
  };
}

async function rotateClientSecret(call: Call<{ readonly grace: string }>): Promise<Answer> {
  const graceSeconds = parseGrace(call.options.grace);
  await using context = await openContext(call);
  const { clientId, metadata, managedBy } = await findRecord(call, context.storage);
  if (metadata.token_endpoint_auth_method === 'none') {
    throw new CliFailure(`Client ${clientId} is public: it has no secret to rotate.`);
  }
  const { id, secret } = await rotateSecret(context.storage, clientId, graceSeconds, call.world);
  const old =
    graceSeconds === 0 ? 'Older secrets have ended.' : `Older secrets end in ${call.options.grace}.`;
  const file = managedBy === 'declaration' ? ['Its declarations file need not list this secret.'] : [];
  return {
    text: [`New secret of client ${clientId}:`, secretText(secret), old, ...file].join('\n'),
    json: { client_id: clientId, secret_id: id, client_secret: secret, others_end_in_seconds: graceSeconds },
  };
}

async function removeClient(call: Call): Promise<Answer> {
  await using context = await openContext(call);
  const { storage } = context;
  const { clientId, managedBy } = await findRecord(call, storage);
  const audiences = (await storage.clients.findLive(clientId))?.audiences ?? [];
  if (audiences.length > 0) {
    throw new CliFailure(
      `Client ${clientId} holds the credentials of ${audiences.join(', ')}. Remove that first: symbolon apis remove`,
    );
  }
  await storage.unitOfWork(async () => {
    await storage.clients.remove(clientId);
    return 'commit';
  });
  const file =
    managedBy === 'declaration' ? ['It comes back when its declarations file is applied again.'] : [];
  return {
    text: [`Removed client ${clientId}; its tokens and secrets have ended.`, ...file].join('\n'),
    json: { client_id: clientId, removed: true },
  };
}

function argument(call: Call): string {
  return call.args[0] ?? '';
}

async function findRecord(call: Call, storage: Storage): Promise<ClientRecord> {
  const clientId = argument(call);
  const record = await storage.clients.findRecord(clientId);
  if (record === null) throw notFound(`There is no client ${clientId}. See: symbolon clients list`);
  return record;
}

function parseOptions(input: Record<string, unknown>): {
  metadata: ClientMetadata;
  warnings: readonly string[];
} {
  const result = parseClientMetadata(input);
  if (result.ok) return result;
  const lines = result.problems.map(({ path, message }) => `  ${path}: ${message}`);
  throw usageError(['The client cannot be registered like this:', ...lines].join('\n'));
}

async function refuseUnknownApis({ apis }: ClientMetadata, storage: Storage): Promise<void> {
  const known = new Set((await storage.apis.list()).map(({ audience }) => audience));
  const unknown = apis.find((audience) => !known.has(audience));
  if (unknown !== undefined)
    throw usageError(`There is no API ${unknown}. Create it first: symbolon apis create --help`);
}

function recordJson({ clientId, metadata, managedBy, createdAt, updatedAt, secrets }: ClientRecord) {
  return {
    client_id: clientId,
    metadata,
    managed_by: managedBy,
    created_at: createdAt.toISOString(),
    updated_at: updatedAt.toISOString(),
    secrets: secrets.map(({ id, createdAt: created, expiresAt }) => ({
      id,
      created_at: created.toISOString(),
      expires_at: expiresAt?.toISOString() ?? null,
    })),
  };
}

function recordText(record: ClientRecord, live: Client | null): string {
  const { clientId, metadata, managedBy, createdAt, updatedAt, secrets } = record;
  const metadataFields = Object.entries(metadata).map(([field, value]): [string, string] => [
    field,
    (Array.isArray(value) ? value.join(' ') : String(value)) || '-',
  ]);
  const secretFields = secrets.map(({ id, createdAt: created, expiresAt }): [string, string] => [
    'secret',
    `${id}, made ${created.toISOString()}${expiresAt === null ? '' : `, ends ${expiresAt.toISOString()}`}`,
  ]);
  return fields([
    ['client_id', clientId],
    ...metadataFields,
    ['managed by', managedBy],
    ['created', createdAt.toISOString()],
    ['updated', updatedAt.toISOString()],
    ...(live?.audiences ?? []).map((audience): [string, string] => ['credentials of', audience]),
    ...secretFields,
  ]);
}

function warningLines(warnings: readonly string[]): string[] {
  return warnings.map((warning) => `Warning: ${warning}`);
}
