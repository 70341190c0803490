import { describe, expect, it } from 'vitest';
import { sha256 } from '../../platform/digest.ts';
import { AlreadyExistsError } from '../already-exists-error.ts';
import type { Api, ApiStore, Client, ClientRecord, ClientStore, ManagedBy } from './client.ts';
import type { ClientMetadata } from './client-metadata.ts';
import { declaredSecretId } from './client-secret.ts';
import { parseDeclarations } from './declarations.ts';
import { applyPlan, isUpToDate, type Plan, planChanges, readRegistry } from './reconcile.ts';

const audience = 'https://notes.example.com';
const web = { client_id: 'web', client_name: 'Web', redirect_uris: ['https://app.example.com/cb'] };
const notes = {
  audience,
  client_id: 'notes-api',
  name: 'Notes',
  scopes: { 'notes:read': 'Read your notes' },
};
const digest = sha256('a declared secret');
const withDigest = { ...web, client_secret_sha256: [digest.toString('hex')] };

interface Row {
  metadata: ClientMetadata;
  managedBy: ManagedBy;
  secrets: Map<string, { digest: Buffer; isLive: boolean }>;
}

/** What the ports promise, in two maps; fails when something is used before it exists. */
function createRegistryFake() {
  const rows = new Map<string, Row>();
  const apiRows = new Map<string, Api>();
  const outcomes: string[] = [];

  const toRecord = ([clientId, row]: [string, Row]): ClientRecord => ({
    clientId,
    metadata: row.metadata,
    managedBy: row.managedBy,
    createdAt: new Date(0),
    updatedAt: new Date(0),
    secrets: [...row.secrets].map(([id, { isLive }]) => ({
      id,
      createdAt: new Date(0),
      expiresAt: isLive ? null : new Date(1),
    })),
  });
  const toClient = (clientId: string, row: Row): Client => ({
    clientId,
    metadata: row.metadata,
    secretDigests: [...row.secrets.values()].filter(({ isLive }) => isLive).map((secret) => secret.digest),
    secretsEndAt: null,
    audiences: [...apiRows.values()].filter((api) => api.clientId === clientId).map((api) => api.audience),
  });
  const rowOf = (clientId: string): Row => {
    const row = rows.get(clientId);
    if (row === undefined) throw new Error(`there is no client ${clientId}`);
    return row;
  };

  const clients: ClientStore = {
    findLive: (clientId) => Promise.resolve(rows.has(clientId) ? toClient(clientId, rowOf(clientId)) : null),
    isAllowedOrigin: (origin) =>
      Promise.resolve([...rows.values()].some(({ metadata }) => metadata.allowed_origins.includes(origin))),
    findRecord: (clientId) =>
      Promise.resolve(rows.has(clientId) ? toRecord([clientId, rowOf(clientId)]) : null),
    list: () => Promise.resolve([...rows].map(toRecord)),
    async put(clientId, metadata, managedBy) {
      rows.set(clientId, {
        metadata,
        managedBy,
        secrets: rows.get(clientId)?.secrets ?? new Map<string, never>(),
      });
      await Promise.resolve();
    },
    async remove(clientId) {
      if ([...apiRows.values()].some((api) => api.clientId === clientId))
        throw new AlreadyExistsError('an API of it');
      return Promise.resolve(rows.delete(clientId));
    },
    revokeAll: (clientId) => Promise.resolve(rows.has(clientId)),
    async addSecret(clientId, secret) {
      const { secrets } = rowOf(clientId);
      if (!secrets.has(secret.id)) secrets.set(secret.id, { digest: secret.digest, isLive: true });
      await Promise.resolve();
    },
    async expireOtherSecrets(clientId, keepId) {
      for (const [id, secret] of rowOf(clientId).secrets) secret.isLive &&= id === keepId;
      await Promise.resolve();
    },
  };
  const apis: ApiStore = {
    findLive: (name) => Promise.resolve(apiRows.get(name) ?? null),
    list: () => Promise.resolve([...apiRows.values()]),
    async put(api) {
      rowOf(api.clientId);
      apiRows.set(api.audience, api);
      await Promise.resolve();
    },
    remove: (name) => Promise.resolve(apiRows.delete(name)),
  };
  async function unitOfWork(work: () => Promise<'commit' | 'rollback'>): Promise<void> {
    outcomes.push(await work());
  }
  return { clients, apis, unitOfWork, outcomes };
}

type RegistryFake = ReturnType<typeof createRegistryFake>;

function declare(document: unknown) {
  const result = parseDeclarations(document);
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.declarations;
}

async function plan(storage: RegistryFake, document: unknown): Promise<Plan> {
  return planChanges(await readRegistry(storage), declare(document));
}

async function apply(storage: RegistryFake, document: unknown): Promise<Plan> {
  const planned = await plan(storage, document);
  await applyPlan(storage, planned);
  return planned;
}

const actions = ({ clients, apis }: Plan) =>
  Object.fromEntries([...clients, ...apis].map(({ id, action }) => [id, action]));

describe('applying declarations', () => {
  it('creates what is missing, and finds nothing to do the second time', async () => {
    const storage = createRegistryFake();
    const document = { clients: [{ ...withDigest, apis: [audience] }], apis: [notes] };
    expect(actions(await apply(storage, document))).toEqual({
      web: 'create',
      'notes-api': 'create',
      [audience]: 'create',
    });

    const second = await apply(storage, document);
    expect(isUpToDate(second)).toBe(true);
    expect(storage.outcomes).toEqual(['commit']);
  });

  it('marks what it makes, and inserts the declared secrets', async () => {
    const storage = createRegistryFake();
    await apply(storage, { clients: [withDigest], apis: [notes] });
    expect(await storage.clients.findRecord('web')).toMatchObject({ managedBy: 'declaration' });
    expect((await storage.apis.findLive(audience))?.managedBy).toBe('declaration');
    expect((await storage.clients.findLive('web'))?.secretDigests).toEqual([digest]);
  });

  it('says which fields change', async () => {
    const storage = createRegistryFake();
    await apply(storage, { clients: [web], apis: [notes] });
    const changed = await plan(storage, {
      clients: [{ ...web, client_name: 'New', client_uri: 'https://app.example.com' }],
      apis: [{ ...notes, access_token_ttl_seconds: 600 }],
    });
    expect(changed.clients[0]?.differences).toEqual([
      { field: 'client_name', from: 'Web', to: 'New' },
      { field: 'client_uri', from: undefined, to: 'https://app.example.com' },
    ]);
    expect(changed.apis[0]?.differences).toEqual([
      { field: 'access_token_ttl_seconds', from: null, to: 600 },
    ]);
  });

  it('removes what is no longer declared', async () => {
    const storage = createRegistryFake();
    await apply(storage, { clients: [web], apis: [notes] });
    expect(actions(await apply(storage, {}))).toEqual({
      web: 'remove',
      'notes-api': 'remove',
      [audience]: 'remove',
    });
    expect(await storage.clients.list()).toEqual([]);
    expect(isUpToDate(await plan(storage, {}))).toBe(true);
  });

  it('adds a digest that is new in the file', async () => {
    const storage = createRegistryFake();
    await apply(storage, { clients: [web] });
    const planned = await apply(storage, { clients: [withDigest] });
    expect(planned.clients[0]).toMatchObject({ action: 'update', newSecretDigests: [digest] });
    expect(isUpToDate(await plan(storage, { clients: [withDigest] }))).toBe(true);
  });
});

describe('what an operator made by hand', () => {
  async function withHandMade(): Promise<RegistryFake> {
    const storage = createRegistryFake();
    const { clients, apis } = declare({ clients: [web], apis: [notes] });
    for (const { clientId, metadata } of clients) await storage.clients.put(clientId, metadata, 'operator');
    for (const api of apis) await storage.apis.put({ ...api, managedBy: 'operator' });
    return storage;
  }

  it('is left alone by a file that does not name it', async () => {
    const storage = await withHandMade();
    expect(actions(await plan(storage, {}))).toEqual({});
  });

  it('is taken over by a file that names it, and the plan says so', async () => {
    const storage = await withHandMade();
    const planned = await apply(storage, { clients: [web] });
    expect(planned.clients[0]).toMatchObject({
      action: 'update',
      takesOver: true,
      differences: [{ field: 'managed_by', from: 'operator', to: 'declaration' }],
    });
    expect(isUpToDate(await plan(storage, { clients: [web] }))).toBe(true);
  });

  it('keeps its client when a file declares only the API', async () => {
    const storage = await withHandMade();
    expect(actions(await apply(storage, { apis: [notes] }))).toEqual({
      'notes-api': 'unchanged',
      [audience]: 'update',
    });
    expect((await storage.clients.findRecord('notes-api'))?.managedBy).toBe('operator');
  });

  it('keeps the declared client that an API of it uses', async () => {
    const storage = createRegistryFake();
    await apply(storage, { clients: [web] });
    const { apis } = declare({ apis: [{ ...notes, client_id: 'web' }] });
    for (const api of apis) await storage.apis.put({ ...api, managedBy: 'operator' });
    const planned = await apply(storage, {});
    expect(actions(planned)).toEqual({});
    expect(planned.notices).toEqual([expect.stringMatching(/client web .* stays/)]);
  });

  it('is named when it still lists an API that goes', async () => {
    const storage = createRegistryFake();
    await apply(storage, { apis: [notes] });
    const { clients } = declare({ clients: [{ ...web, apis: [audience] }], apis: [notes] });
    for (const client of clients.filter(({ implied }) => !implied)) {
      await storage.clients.put(client.clientId, client.metadata, 'operator');
    }
    expect((await plan(storage, {})).notices).toEqual([
      expect.stringMatching(/client web, made by hand, still lists it/),
    ]);
  });
});

describe('secrets', () => {
  it('are asked for where a confidential client has none, with the command', async () => {
    const { notices } = await plan(createRegistryFake(), { clients: [web] });
    expect(notices).toEqual([expect.stringContaining('symbolon clients rotate-secret web')]);
  });

  it('are not asked for where the file brings one, or the client is public', async () => {
    const app = { client_id: 'app', client_name: 'App', token_endpoint_auth_method: 'none', grant_types: [] };
    expect((await plan(createRegistryFake(), { clients: [withDigest, app] })).notices).toEqual([]);
  });

  it('that rotation ended stay ended, though the file still lists them', async () => {
    const storage = createRegistryFake();
    await apply(storage, { clients: [withDigest] });
    await storage.clients.addSecret('web', { id: 'sec_new', digest: sha256('rotated') });
    await storage.clients.expireOtherSecrets('web', 'sec_new', 0);

    const planned = await apply(storage, { clients: [withDigest] });
    expect(isUpToDate(planned)).toBe(true);
    expect(planned.notices[0]).toMatch(/was ended; remove it from the file/);
    expect((await storage.clients.findLive('web'))?.secretDigests).toEqual([sha256('rotated')]);
    expect((await storage.clients.findRecord('web'))?.secrets[0]?.id).toBe(declaredSecretId(digest));
  });

  it('that are valid but not in the file are mentioned', async () => {
    const storage = createRegistryFake();
    await apply(storage, { clients: [withDigest] });
    await storage.clients.addSecret('web', { id: 'sec_new', digest: sha256('other') });
    expect((await plan(storage, { clients: [withDigest] })).notices).toEqual([
      expect.stringMatching(/1 of its valid secrets/),
    ]);
  });
});

it('applies nothing of a plan that fails half way', async () => {
  const storage = createRegistryFake();
  const planned = await plan(storage, { clients: [web], apis: [notes] });
  const apis = { ...storage.apis, put: () => Promise.reject(new Error('no')) };
  await expect(applyPlan({ ...storage, apis }, planned)).rejects.toThrow('no');
  expect(storage.outcomes).toEqual([]);
});
