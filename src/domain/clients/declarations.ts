import { z } from 'zod';
import { type ApiDefinition, parseApiDefinition } from './api-definition.ts';
import { type ClientMetadata, clientMetadataSchema } from './client-metadata.ts';
import { parseClientMetadata } from './client-rules.ts';
import { describeIssue, type InputProblem, joinPath, problemsOf, refusing } from './input-problem.ts';
import { clientIdProblem } from './syntax/client-id.ts';

export interface DeclaredClient {
  readonly clientId: string;
  readonly metadata: ClientMetadata;
  /** SHA-256 of secrets that shall be good. */
  readonly secretDigests: readonly Buffer[];
  /** Only an API names it: it exists to hold the API's credentials. */
  readonly implied: boolean;
}

export interface Declarations {
  readonly clients: readonly DeclaredClient[];
  readonly apis: readonly ApiDefinition[];
}

export type DeclarationsResult =
  | { readonly ok: true; readonly declarations: Declarations; readonly warnings: readonly string[] }
  | { readonly ok: false; readonly problems: readonly InputProblem[] };

const documentSchema = z
  .strictObject({ clients: z.array(z.unknown()).nullish(), apis: z.array(z.unknown()).nullish() })
  .nullish();

const envelopeSchema = z.looseObject({
  client_id: z.string().superRefine(refusing(clientIdProblem)),
  client_secret_sha256: z
    .array(
      z
        .string()
        .regex(/^[0-9a-f]{64}$/i, { error: 'expected 64 hexadecimal digits: printf %s SECRET | sha256sum' }),
    )
    .default([]),
});

/** An entry of the file with its place, so that later rules can point at it. */
interface Entry<T> {
  readonly path: string;
  readonly value: T;
}

/** What reading a part of the file yields: values as far as they are good, and everything that is wrong. */
interface Reading<T> {
  readonly entries: Entry<T>[];
  readonly problems: InputProblem[];
  readonly warnings: string[];
}

/** `{ clients: [{ client_id, …metadata }], apis: [{ audience, client_id, … }] }`, or everything that is wrong with it. */
export function parseDeclarations(document: unknown): DeclarationsResult {
  const parsed = documentSchema.safeParse(document, { error: describeIssue });
  if (!parsed.success) return { ok: false, problems: problemsOf(parsed.error, 'a declarations file') };

  const clients = readAll(parsed.data?.clients ?? [], 'clients', readClient);
  const apis = readAll(parsed.data?.apis ?? [], 'apis', readApi);
  const problems = [
    ...clients.problems,
    ...apis.problems,
    ...duplicates(clients.entries, 'client_id', ({ clientId }) => clientId),
    ...duplicates(apis.entries, 'audience', ({ audience }) => audience),
    ...unknownApis(clients.entries, rawAudiences(parsed.data?.apis ?? [])),
    ...unfitApiClients(apis.entries, clients.entries),
  ];
  if (problems.length > 0) return { ok: false, problems };

  const declared = clients.entries.map(({ value }) => value);
  const definitions = apis.entries.map(({ value }) => value);
  return {
    ok: true,
    declarations: { clients: [...declared, ...impliedClients(definitions, declared)], apis: definitions },
    warnings: [...clients.warnings, ...apis.warnings],
  };
}

type EntryResult<T> =
  | { readonly ok: true; readonly value: T; readonly warnings: readonly string[] }
  | { readonly ok: false; readonly problems: readonly InputProblem[] };

function readAll<T>(
  items: readonly unknown[],
  list: string,
  read: (item: unknown) => EntryResult<T>,
): Reading<T> {
  const reading: Reading<T> = { entries: [], problems: [], warnings: [] };
  for (const [index, item] of items.entries()) {
    const path = `${list}[${index}]`;
    const result = read(item);
    if (result.ok) {
      reading.entries.push({ path, value: result.value });
      reading.warnings.push(...result.warnings.map((warning) => joinPath(path, warning)));
    } else {
      reading.problems.push(
        ...result.problems.map((problem) => ({ ...problem, path: joinPath(path, problem.path) })),
      );
    }
  }
  return reading;
}

function readClient(item: unknown): EntryResult<DeclaredClient> {
  const envelope = envelopeSchema.safeParse(item, { error: describeIssue });
  const metadata = parseClientMetadata(metadataPart(item));
  const problems = [
    ...(envelope.success ? [] : problemsOf(envelope.error, 'a client')),
    ...(metadata.ok || !isMapping(item) ? [] : metadata.problems),
  ];
  if (!envelope.success || !metadata.ok) return { ok: false, problems };
  const { client_id: clientId, client_secret_sha256: digests } = envelope.data;
  if (digests.length > 0 && metadata.metadata.token_endpoint_auth_method === 'none') {
    const message = 'a client with token_endpoint_auth_method none has no secrets; remove it';
    return { ok: false, problems: [{ path: 'client_secret_sha256', message }] };
  }
  const secretDigests = digests.map((digest) => Buffer.from(digest, 'hex'));
  const value = { clientId, metadata: metadata.metadata, secretDigests, implied: false };
  return { ok: true, value, warnings: metadata.warnings };
}

function readApi(item: unknown): EntryResult<ApiDefinition> {
  const result = parseApiDefinition(item);
  return result.ok ? { ok: true, value: result.api, warnings: [] } : result;
}

function metadataPart(item: unknown): unknown {
  if (!isMapping(item)) return item;
  const { client_id: _id, client_secret_sha256: _digests, ...metadata } = item;
  return metadata;
}

function duplicates<T>(
  entries: readonly Entry<T>[],
  field: string,
  keyOf: (value: T) => string,
): InputProblem[] {
  const firstPath = new Map<string, string>();
  return entries.flatMap(({ path, value }) => {
    const first = firstPath.get(keyOf(value));
    if (first === undefined) firstPath.set(keyOf(value), path);
    return first === undefined
      ? []
      : [{ path: `${path}.${field}`, message: `${keyOf(value)} is declared at ${first} already` }];
  });
}

/** Audiences of misshapen entries count: one mistake there should not be reported at every client, too. */
function rawAudiences(items: readonly unknown[]): Set<unknown> {
  return new Set(items.map((item) => (isMapping(item) ? item['audience'] : undefined)));
}

function unknownApis(
  clients: readonly Entry<DeclaredClient>[],
  audiences: ReadonlySet<unknown>,
): InputProblem[] {
  return clients.flatMap(({ path, value }) =>
    value.metadata.apis.flatMap((audience, index) =>
      audiences.has(audience)
        ? []
        : [
            {
              path: `${path}.apis[${index}]`,
              message: `there is no API ${audience} in this file; declare it under apis`,
            },
          ],
    ),
  );
}

/** An API authenticates when it asks about a token. */
function unfitApiClients(
  apis: readonly Entry<ApiDefinition>[],
  clients: readonly Entry<DeclaredClient>[],
): InputProblem[] {
  return apis.flatMap(({ path, value: api }) => {
    const client = clients.find(({ value }) => value.clientId === api.clientId);
    if (client?.value.metadata.token_endpoint_auth_method !== 'none') return [];
    const message = `${api.clientId} (${client.path}) has no secret to authenticate with; name a confidential client`;
    return [{ path: `${path}.client_id`, message }];
  });
}

function impliedClients(
  apis: readonly ApiDefinition[],
  declared: readonly DeclaredClient[],
): DeclaredClient[] {
  const taken = new Set(declared.map(({ clientId }) => clientId));
  return apis.flatMap((api) => {
    if (taken.has(api.clientId)) return [];
    taken.add(api.clientId);
    return [
      { clientId: api.clientId, metadata: apiClientMetadata(api.name), secretDigests: [], implied: true },
    ];
  });
}

/** A client that only holds an API's credentials: it may introspect, and ask for nothing. */
export function apiClientMetadata(name: string): ClientMetadata {
  return clientMetadataSchema.parse({ client_name: name, grant_types: [], scope: '' });
}

function isMapping(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
