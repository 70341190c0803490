import { isDeepStrictEqual } from 'node:util';
import type { Storage } from '../storage.ts';
import type { ApiDefinition } from './api-definition.ts';
import type { Api, ClientRecord, ManagedBy } from './client.ts';
import { declaredSecretId } from './client-secret.ts';
import type { Declarations, DeclaredClient } from './declarations.ts';

/**
 * Brings what is registered in line with a declarations file: plan first, so that an operator can read it, then apply in
 * one transaction. Only what came from a declaration is ever removed; declaring what was made by hand takes it over.
 */
export interface Plan {
  readonly clients: readonly ClientChange[];
  readonly apis: readonly ApiChange[];
  /** What the operator should know or do besides. */
  readonly notices: readonly string[];
}

interface Change<Declared> {
  readonly id: string;
  readonly action: 'create' | 'update' | 'remove' | 'unchanged';
  readonly differences: readonly Difference[];
  /** True: an operator made it by hand, and from now on the file decides about it. */
  readonly takesOver: boolean;
  /** null: it stays as it is or goes. */
  readonly declared: Declared | null;
}

export interface ClientChange extends Change<DeclaredClient> {
  readonly newSecretDigests: readonly Buffer[];
}

export type ApiChange = Change<ApiDefinition>;

/** Absent values are undefined. */
export interface Difference {
  readonly field: string;
  readonly from: unknown;
  readonly to: unknown;
}

export interface RegisteredClient extends ClientRecord {
  readonly secretDigests: readonly Buffer[];
}

/** What is registered now. */
export interface Registry {
  readonly clients: readonly RegisteredClient[];
  readonly apis: readonly Api[];
}

type RegistryStores = Pick<Storage, 'clients' | 'apis'>;

export async function readRegistry({ clients, apis }: RegistryStores): Promise<Registry> {
  const registered: RegisteredClient[] = [];
  for (const record of await clients.list()) {
    const live = await clients.findLive(record.clientId);
    if (live !== null) registered.push({ ...record, secretDigests: live.secretDigests });
  }
  return { clients: registered, apis: await apis.list() };
}

export function planChanges(current: Registry, declared: Declarations): Plan {
  const clients = [
    ...declared.clients.map((client) => clientChange(client, current.clients)),
    ...removableClients(current, declared).map(({ clientId }) => ({
      ...removal<DeclaredClient>(clientId),
      newSecretDigests: [],
    })),
  ];
  const apis = [
    ...declared.apis.map((api) => apiChange(api, current.apis)),
    ...undeclaredApis(current, declared).map(({ audience }) => removal<ApiDefinition>(audience)),
  ];
  return { clients, apis, notices: notices(current, declared) };
}

export function isUpToDate(plan: Plan): boolean {
  return [...plan.clients, ...plan.apis].every(({ action }) => action === 'unchanged');
}

/** All of the plan or nothing; a plan that is up to date touches nothing. */
export async function applyPlan(
  storage: RegistryStores & Pick<Storage, 'unitOfWork'>,
  plan: Plan,
): Promise<void> {
  if (isUpToDate(plan)) return;
  await storage.unitOfWork(async () => {
    // An API needs its client, so that clients come first and go last.
    for (const change of plan.clients) await putClient(storage, change);
    for (const { action, declared } of plan.apis) {
      if (declared !== null && action !== 'unchanged')
        await storage.apis.put({ ...declared, managedBy: 'declaration' });
    }
    for (const { action, id } of plan.apis) if (action === 'remove') await storage.apis.remove(id);
    for (const { action, id } of plan.clients) if (action === 'remove') await storage.clients.remove(id);
    return 'commit';
  });
}

async function putClient({ clients }: RegistryStores, change: ClientChange): Promise<void> {
  const { action, declared, id } = change;
  if (declared === null || action === 'unchanged' || action === 'remove') return;
  await clients.put(id, declared.metadata, 'declaration');
  for (const digest of change.newSecretDigests)
    await clients.addSecret(id, { id: declaredSecretId(digest), digest });
}

function clientChange(declared: DeclaredClient, registered: readonly RegisteredClient[]): ClientChange {
  const { clientId: id, metadata } = declared;
  const current = registered.find(({ clientId }) => clientId === id);
  if (current === undefined) {
    const differences = differencesOf({}, metadata);
    return {
      id,
      action: 'create',
      differences,
      takesOver: false,
      declared,
      newSecretDigests: declared.secretDigests,
    };
  }
  // Only an API names it, so that the file says nothing about a client made by hand.
  const isLeftAlone = declared.implied && current.managedBy === 'operator';
  if (isLeftAlone) {
    return {
      id,
      action: 'unchanged',
      differences: [],
      takesOver: false,
      declared: null,
      newSecretDigests: [],
    };
  }
  const newSecretDigests = declared.secretDigests.filter(
    (digest) => !isLiveSecret(current, digest) && !isKnownSecret(current, digest),
  );
  const differences = [
    ...differencesOf(current.metadata, metadata),
    ...managementDifference(current.managedBy),
    ...newSecretDigests.map((digest) => ({
      field: 'client_secret_sha256',
      from: undefined,
      to: digest.toString('hex'),
    })),
  ];
  return { ...revision(id, differences, current.managedBy), declared, newSecretDigests };
}

function apiChange(declared: ApiDefinition, registered: readonly Api[]): ApiChange {
  const { audience: id } = declared;
  const current = registered.find(({ audience }) => audience === id);
  if (current === undefined) {
    return {
      id,
      action: 'create',
      differences: differencesOf({}, apiFields(declared)),
      takesOver: false,
      declared,
    };
  }
  const differences = [
    ...differencesOf(apiFields(current), apiFields(declared)),
    ...managementDifference(current.managedBy),
  ];
  return { ...revision(id, differences, current.managedBy), declared };
}

function revision(id: string, differences: readonly Difference[], managedBy: ManagedBy) {
  const action = differences.length > 0 ? ('update' as const) : ('unchanged' as const);
  return { id, action, differences, takesOver: managedBy === 'operator' };
}

function removal<Declared>(id: string): Change<Declared> {
  return { id, action: 'remove', differences: [], takesOver: false, declared: null };
}

function isLiveSecret(client: RegisteredClient, digest: Buffer): boolean {
  return client.secretDigests.some((known) => known.equals(digest));
}

/** A secret that rotation ended stays ended, though the file still lists it. */
function isKnownSecret(client: RegisteredClient, digest: Buffer): boolean {
  return client.secrets.some(({ id }) => id === declaredSecretId(digest));
}

function undeclaredApis(current: Registry, declared: Declarations): Api[] {
  const kept = new Set(declared.apis.map(({ audience }) => audience));
  return current.apis.filter(({ managedBy, audience }) => managedBy === 'declaration' && !kept.has(audience));
}

function undeclaredClients(current: Registry, declared: Declarations): RegisteredClient[] {
  const kept = new Set(declared.clients.map(({ clientId }) => clientId));
  return current.clients.filter(
    ({ managedBy, clientId }) => managedBy === 'declaration' && !kept.has(clientId),
  );
}

/** Without the credentials of an API that stays. */
function removableClients(current: Registry, declared: Declarations): RegisteredClient[] {
  return undeclaredClients(current, declared).filter(
    ({ clientId }) => apiOfOperator(clientId, current, declared) === undefined,
  );
}

function apiOfOperator(clientId: string, current: Registry, declared: Declarations): Api | undefined {
  const redeclared = new Set(declared.apis.map(({ audience }) => audience));
  return current.apis.find(
    (api) => api.clientId === clientId && api.managedBy === 'operator' && !redeclared.has(api.audience),
  );
}

function notices(current: Registry, declared: Declarations): string[] {
  return [
    ...declared.clients.flatMap((client) => secretNotices(client, current)),
    ...undeclaredClients(current, declared).flatMap(({ clientId }) => {
      const api = apiOfOperator(clientId, current, declared);
      if (api === undefined) return [];
      return [
        `client ${clientId} is no longer declared, but stays: the API ${api.audience}, made by hand, uses it`,
      ];
    }),
    ...undeclaredApis(current, declared).flatMap(({ audience }) =>
      current.clients
        .filter(({ managedBy, metadata }) => managedBy === 'operator' && metadata.apis.includes(audience))
        .map(({ clientId }) => `API ${audience} goes, but client ${clientId}, made by hand, still lists it`),
    ),
  ];
}

function secretNotices(declared: DeclaredClient, current: Registry): string[] {
  const { clientId, metadata, secretDigests } = declared;
  if (metadata.token_endpoint_auth_method === 'none') return [];
  const registered = current.clients.find((client) => client.clientId === clientId);
  const live = registered?.secretDigests ?? [];
  const ended = secretDigests.filter(
    (digest) =>
      registered !== undefined && isKnownSecret(registered, digest) && !isLiveSecret(registered, digest),
  );
  const notices = ended.map(
    (digest) =>
      `client ${clientId}: the secret ${digest.toString('hex').slice(0, 12)}… was ended; remove it from the file`,
  );
  if (live.length === 0 && ended.length === secretDigests.length) {
    notices.push(`client ${clientId} has no secret yet: symbolon clients rotate-secret ${clientId}`);
  }
  const unlisted = live.filter((known) => !secretDigests.some((digest) => digest.equals(known))).length;
  if (secretDigests.length > 0 && unlisted > 0) {
    notices.push(
      `client ${clientId}: ${unlisted} of its valid secrets are not in the file; the file only adds secrets`,
    );
  }
  return notices;
}

function managementDifference(managedBy: ManagedBy): Difference[] {
  return managedBy === 'operator' ? [{ field: 'managed_by', from: 'operator', to: 'declaration' }] : [];
}

function differencesOf(from: object, to: object): Difference[] {
  const before = new Map<string, unknown>(Object.entries(from));
  const after = new Map<string, unknown>(Object.entries(to));
  return [...new Set([...before.keys(), ...after.keys()])]
    .map((field) => ({ field, from: before.get(field), to: after.get(field) }))
    .filter((difference) => !isDeepStrictEqual(difference.from, difference.to));
}

/** In the words of the file. */
function apiFields(api: ApiDefinition): Record<string, unknown> {
  return {
    name: api.name,
    client_id: api.clientId,
    scopes: api.scopes,
    access_token_format: api.accessTokenFormat,
    access_token_ttl_seconds: api.accessTokenTtlSeconds,
  };
}
