import { describe, expect, it } from 'vitest';
import { parseClientMetadata } from './client-rules.ts';
import { clientIdProblem } from './syntax/client-id.ts';

const web = { client_name: 'Web', redirect_uris: ['https://app.example.com/callback'] };
const native = {
  client_name: 'Native',
  application_type: 'native',
  token_endpoint_auth_method: 'none',
  redirect_uris: ['http://127.0.0.1/callback'],
};

function problemsOf(input: unknown): Record<string, string> {
  const result = parseClientMetadata(input);
  return result.ok ? {} : Object.fromEntries(result.problems.map(({ path, message }) => [path, message]));
}

function warningsOf(input: unknown): readonly string[] {
  const result = parseClientMetadata(input);
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.warnings;
}

describe('a good client', () => {
  it.each([web, native])('gets every default and no warning: $client_name', (input) => {
    const result = parseClientMetadata(input);
    expect(result).toMatchObject({
      ok: true,
      warnings: [],
      metadata: { require_pkce: true, token_profile: 'standard' },
    });
  });

  it('parses to itself when parsed again', () => {
    const first = parseClientMetadata({ ...web, token_profile: 'persistent' });
    expect(first).toMatchObject({ ok: true });
    if (first.ok)
      expect(parseClientMetadata(first.metadata)).toMatchObject({ ok: true, metadata: first.metadata });
  });

  it('with the persistent profile does not refresh', () => {
    expect(parseClientMetadata({ ...web, token_profile: 'persistent' })).toMatchObject({
      metadata: { grant_types: ['authorization_code'] },
    });
  });

  it('may hold nothing but credentials', () => {
    expect(problemsOf({ client_name: 'API', grant_types: [], scope: '' })).toEqual({});
  });
});

describe('a client is refused', () => {
  it.each<[string, object, string]>([
    ['when public and acting for itself', { ...native, grant_types: ['client_credentials'] }, 'grant_types'],
    ['when public and without PKCE', { ...native, require_pkce: false }, 'require_pkce'],
    ['when refreshing without authorization code', { ...web, grant_types: ['refresh_token'] }, 'grant_types'],
    ['without redirect URI', { client_name: 'Web' }, 'redirect_uris'],
    ['with a bad redirect URI', { ...web, redirect_uris: ['http://app.example.com/'] }, 'redirect_uris[0]'],
    [
      'with a redirect URI twice',
      { ...web, redirect_uris: [...web.redirect_uris, ...web.redirect_uris] },
      'redirect_uris[1]',
    ],
    [
      'with a bad logout URI',
      { ...web, post_logout_redirect_uris: ['JavaScript:x'] },
      'post_logout_redirect_uris[0]',
    ],
    [
      'when persistent and refreshing',
      { ...web, token_profile: 'persistent', grant_types: ['authorization_code', 'refresh_token'] },
      'grant_types',
    ],
    [
      'when its default resource is none of its APIs',
      { ...web, default_resource: 'https://a.example' },
      'default_resource',
    ],
    ['with an API that is no absolute URI', { ...web, apis: ['notes'] }, 'apis[0]'],
    [
      'with a path in an origin',
      { ...web, allowed_origins: ['https://app.example.com/x'] },
      'allowed_origins[0]',
    ],
    ['with two spaces between scopes', { ...web, scope: 'openid  email' }, 'scope'],
    ['with a quote in a scope', { ...web, scope: 'openid "x"' }, 'scope'],
    ['with a scope twice', { ...web, scope: 'openid openid' }, 'scope'],
    ['without a response mode', { ...web, response_modes: [] }, 'response_modes'],
    ['with an unknown response mode', { ...web, response_modes: ['fragment'] }, 'response_modes[0]'],
    ['with a name that turns text around', { ...web, client_name: 'a\u202eb' }, 'client_name'],
    ['with a page that is a script', { ...web, client_uri: 'javascript:alert(1)' }, 'client_uri'],
    ['with a misspelt field', { ...web, redirect_url: 'x' }, 'redirect_url'],
    ['with a secret in plain text', { ...web, client_secret: 'x' }, 'client_secret'],
    ['with the password grant', { ...web, grant_types: ['password'] }, 'grant_types[0]'],
  ])('%s', (_, input, path) => expect(Object.keys(problemsOf(input))).toEqual([path]));

  it('with everything that is wrong named at once', () => {
    const input = { scope: 7, redirect_uris: ['/a', 'https://app.example.com/*'], apis: ['x'], unknown: 1 };
    expect(Object.keys(problemsOf(input)).sort()).toEqual(
      ['apis[0]', 'client_name', 'redirect_uris[0]', 'redirect_uris[1]', 'scope', 'unknown'].sort(),
    );
  });

  it.each([null, undefined, 'text', 7, []])('when it is no mapping: %j', (input) =>
    expect(parseClientMetadata(input)).toMatchObject({ ok: false }),
  );
});

describe('a client is accepted with a warning', () => {
  it.each<[string, object, RegExp]>([
    [
      'about consent of a native first party',
      { ...native, first_party: true },
      /^first_party: consent is still asked/,
    ],
    [
      'about a secret in a native app',
      { ...native, token_endpoint_auth_method: 'client_secret_basic' },
      /no secret/,
    ],
    [
      'about a scheme others can claim',
      { ...native, redirect_uris: ['waylog://auth'] },
      /^redirect_uris\[0\]/,
    ],
    [
      'about plain http in development',
      { ...web, redirect_uris: ['http://127.0.0.1:3000/cb'] },
      /development/,
    ],
    ['about tokens for nobody', { client_name: 'Job', grant_types: ['client_credentials'] }, /^apis/],
    ['about unused redirect URIs', { ...web, grant_types: [] }, /unused/],
  ])('%s', (_, input, warning) => expect(warningsOf(input)).toEqual([expect.stringMatching(warning)]));
});

describe('a client id', () => {
  it.each(['ab', 'demo-app', 'com.example.app', 'A_1', '7eleven', 'a'.repeat(100), 'accounting'])(
    'may be %s',
    (id) => expect(clientIdProblem(id)).toBeNull(),
  );

  it.each([
    '',
    'a',
    '-app',
    '.app',
    'a b',
    'a/b',
    'a:b',
    'ä-app',
    'a'.repeat(101),
    'app\n',
    'acc_1',
    'ACC_1',
  ])('may not be %j', (id) => expect(clientIdProblem(id)).not.toBeNull());
});
