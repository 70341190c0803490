import { describe, expect, it } from 'vitest';
import { parseApiDefinition } from './api-definition.ts';
import { parseDeclarations } from './declarations.ts';

const audience = 'https://notes.example.com';
const client = {
  client_id: 'web',
  client_name: 'Web',
  redirect_uris: ['https://app.example.com/cb'],
  apis: [audience],
};
const api = { audience, client_id: 'notes-api', name: 'Notes', scopes: { 'notes:read': 'Read your notes' } };
const digest = 'ab'.repeat(32);

function declarationsOf(document: unknown) {
  const result = parseDeclarations(document);
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.declarations;
}

function pathsOf(document: unknown): string[] {
  const result = parseDeclarations(document);
  return result.ok ? [] : result.problems.map(({ path }) => path);
}

describe('a declarations file', () => {
  it('makes a client for an API that names one which is not declared', () => {
    const { clients, apis } = declarationsOf({ clients: [client], apis: [api] });
    expect(clients).toMatchObject([
      { clientId: 'web', implied: false },
      {
        clientId: 'notes-api',
        implied: true,
        metadata: {
          client_name: 'Notes',
          grant_types: [],
          token_endpoint_auth_method: 'client_secret_basic',
          scope: '',
        },
      },
    ]);
    expect(apis).toEqual([
      {
        audience,
        clientId: 'notes-api',
        name: 'Notes',
        scopes: { 'notes:read': 'Read your notes' },
        accessTokenFormat: 'opaque',
        accessTokenTtlSeconds: null,
      },
    ]);
  });

  it('makes one client for two APIs that share it', () => {
    const other = { ...api, audience: 'urn:example:other' };
    expect(declarationsOf({ apis: [api, other] }).clients).toHaveLength(1);
  });

  it('brings digests of secrets', () => {
    const { clients } = declarationsOf({
      clients: [{ ...client, client_secret_sha256: [digest] }],
      apis: [api],
    });
    expect(clients[0]?.secretDigests).toEqual([Buffer.from(digest, 'hex')]);
  });

  it.each([null, undefined, {}, { clients: [], apis: null }])('may be empty: %j', (document) =>
    expect(declarationsOf(document)).toEqual({ clients: [], apis: [] }),
  );

  it('says where a warning belongs', () => {
    const app = {
      client_id: 'app',
      client_name: 'App',
      application_type: 'native',
      redirect_uris: ['waylog://auth'],
    };
    const result = parseDeclarations({ clients: [{ ...app, token_endpoint_auth_method: 'none' }] });
    expect(result).toMatchObject({
      warnings: [expect.stringMatching(/^clients\[0\]\.redirect_uris\[0\]: /)],
    });
  });

  it.each<[string, unknown, string[]]>([
    ['a list at the top', [], ['']],
    ['an unknown section', { users: [] }, ['users']],
    ['a client that is no mapping', { clients: ['web'] }, ['clients[0]']],
    [
      'a client without id',
      { clients: [{ ...client, apis: [], client_id: undefined }] },
      ['clients[0].client_id'],
    ],
    [
      'a client id of a person',
      { clients: [{ ...client, apis: [], client_id: 'acc_1' }] },
      ['clients[0].client_id'],
    ],
    ['an unknown API', { clients: [client] }, ['clients[0].apis[0]']],
    ['a client twice', { clients: [client, client], apis: [api] }, ['clients[1].client_id']],
    ['an API twice', { apis: [api, api] }, ['apis[1].audience']],
    [
      'a digest in another form',
      { clients: [{ ...client, apis: [], client_secret_sha256: ['x'] }] },
      ['clients[0].client_secret_sha256[0]'],
    ],
    [
      'a digest of a public client',
      {
        clients: [
          { ...client, apis: [], token_endpoint_auth_method: 'none', client_secret_sha256: [digest] },
        ],
      },
      ['clients[0].client_secret_sha256'],
    ],
    [
      'an API with a client that cannot authenticate',
      { clients: [{ ...client, token_endpoint_auth_method: 'none' }], apis: [{ ...api, client_id: 'web' }] },
      ['apis[0].client_id'],
    ],
    [
      'every mistake at once, each where it is',
      { clients: [{ ...client, scope: ' ', redirect_uris: ['x'] }], apis: [{ ...api, name: '', extra: 1 }] },
      ['clients[0].redirect_uris[0]', 'clients[0].scope', 'apis[0].name', 'apis[0].extra'],
    ],
  ])('refuses %s', (_, document, paths) => expect(pathsOf(document).sort()).toEqual([...paths].sort()));
});

describe('an API', () => {
  it.each([
    'https://api.example.com',
    'https://api.example.com/v1',
    'http://api.internal',
    'urn:example:api',
    'api://notes',
  ])('may be %s', (name) =>
    expect(parseApiDefinition({ ...api, audience: name })).toMatchObject({ ok: true }),
  );

  it.each<[string, object]>([
    ['with a relative audience', { audience: 'notes' }],
    ['with a fragment', { audience: 'https://api.example.com/#x' }],
    ['with a space in its audience', { audience: 'https://api.example.com/a b' }],
    ['with a scope of OpenID Connect', { scopes: { openid: 'x' } }],
    ['with offline_access', { scopes: { offline_access: 'x' } }],
    ['with a space in a scope', { scopes: { 'notes read': 'x' } }],
    ['with an empty scope name', { scopes: { '': 'x' } }],
    ['with a scope that nobody explains', { scopes: { 'notes:read': '' } }],
    ['with a token life below a minute', { access_token_ttl_seconds: 59 }],
    ['with a token life above 30 days', { access_token_ttl_seconds: 2_592_001 }],
    ['with half a second', { access_token_ttl_seconds: 60.5 }],
    ['with another token format', { access_token_format: 'paseto' }],
    ['with a client id of a person', { client_id: 'acc_1' }],
    ['with an unknown field', { ttl: 60 }],
  ])('is refused %s', (_, change) =>
    expect(parseApiDefinition({ ...api, ...change })).toMatchObject({ ok: false }),
  );
});
