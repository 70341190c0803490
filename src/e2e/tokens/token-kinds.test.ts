import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  authorizationUrl,
  createPkce,
  introspect,
  obtainCode,
  post,
  redeem,
  refresh,
  revoke,
  tokenOf,
} from '../harness/flow.ts';
import type { TestApi, TestClient } from '../harness/registry.ts';
import { type Scene, startScene } from '../harness/scene.ts';
import { createUserAgent, findForm } from '../harness/network/user-agent.ts';

let scene: Scene;
let client: TestClient;
let jwtApi: TestApi;

beforeAll(async () => {
  scene = await startScene();
  const { registry } = scene.cluster;
  jwtApi = await registry.createApi({ accessTokenFormat: 'jwt' });
  client = await registry.createClient({ apis: [scene.api.audience, jwtApi.audience] });
});
afterAll(() => scene[Symbol.asyncDispose]());

const scope = 'openid email notes:read';
const requestUri = 'urn:ietf:params:oauth:request_uri:';
const sessionCookie = 'symbolon_session';
/** Of the code at hand: a changed code must not be refused for its verifier. */
let pkceOfCode = createPkce();

/** One live secret of every kind there is. */
async function everyKind() {
  const { cluster, account, api } = scene;
  const tokens = await scene.signIn({ client, scope });
  const jwt = await scene.signIn({ client, scope, api: jwtApi });
  const code = await obtainCode({ issuer: cluster.issuer, client, scope, api }, account);
  pkceOfCode = code.pkce;
  const plain = await scene.signIn({ client, scope, api: null });
  const pkce = createPkce();
  const pushed = await post(
    `${cluster.issuer}/par`,
    parametersOf(authorizationUrl({ issuer: cluster.issuer, client, pkce, scope })),
    client,
  );
  const visitor = createUserAgent(cluster.issuer);
  const page = await visitor.open(authorizationUrl({ issuer: cluster.issuer, client, pkce, scope }));
  const kinds = {
    'access token': tokens.accessToken,
    'userinfo access token': plain.accessToken,
    'refresh token': tokens.refreshToken,
    'ID token': tokenOf(tokens.answer, 'id_token'),
    'JWT access token': jwt.accessToken,
    'authorization code': code.code,
    'pushed request': String(pushed.body['request_uri']).slice(requestUri.length),
    'session cookie': tokens.agent.cookies.get(sessionCookie) ?? '',
    interaction: new URL(page.url).pathname.split('/').at(-1) ?? '',
    'form secret': findForm(page.html).hidden['csrf'] ?? '',
    'original request': new URL(page.url).searchParams.get('request') ?? '',
    'client secret': api.clientSecret,
    'PKCE verifier': pkce.verifier,
  };
  for (const [kind, value] of Object.entries(kinds)) expect(value.length, kind).toBeGreaterThan(15);
  return { kinds, tokens, visitor, page };
}

function parametersOf(url: string): Record<string, string> {
  const { client_id: _clientId, ...parameters } = Object.fromEntries(new URL(url).searchParams);
  return parameters;
}

/** Where a secret can be put in, the kind that belongs there, and whether it was taken. */
const entrances: Record<string, { belongs: string[]; isTaken: (value: string) => Promise<boolean> }> = {
  'as bearer at userinfo': {
    belongs: ['userinfo access token'],
    async isTaken(value) {
      const headers = { authorization: `Bearer ${value}` };
      const { status } = await fetch(`${scene.cluster.issuer}/userinfo`, { headers });
      expect(status).toBeLessThan(500);
      return status === 200;
    },
  },
  'at introspection': {
    belongs: ['access token'],
    async isTaken(token) {
      const { body, status } = await post(`${scene.cluster.issuer}/introspect`, { token }, scene.api);
      expect(status).toBeLessThan(500);
      return body['active'] === true;
    },
  },
  'as refresh token': {
    belongs: ['refresh token'],
    isTaken: async (value) => (await refresh(scene.cluster.issuer, client, value)).status === 200,
  },
  'as authorization code': {
    belongs: ['authorization code'],
    async isTaken(code) {
      const { status } = await redeem(scene.cluster.issuer, client, { code, pkce: pkceOfCode });
      expect(status).toBeLessThan(500);
      return status === 200;
    },
  },
  'as request_uri': {
    belongs: ['pushed request'],
    async isTaken(value) {
      const query = new URLSearchParams({ client_id: client.clientId, request_uri: requestUri + value });
      const page = await createUserAgent(scene.cluster.issuer).open(
        `${scene.cluster.issuer}/authorize?${query.toString()}`,
      );
      expect(page.status).toBeLessThan(500);
      return page.url.includes('/interaction/');
    },
  },
  'as session cookie': {
    belongs: ['session cookie'],
    async isTaken(value) {
      const agent = createUserAgent(scene.cluster.issuer);
      agent.cookies.set(sessionCookie, value);
      const page = await agent.open(
        authorizationUrl({
          issuer: scene.cluster.issuer,
          client,
          pkce: createPkce(),
          scope,
          parameters: { prompt: 'none' },
        }),
      );
      return !page.url.includes('error=login_required');
    },
  },
  'as interaction': {
    belongs: [],
    async isTaken(value) {
      const response = await fetch(`${scene.cluster.issuer}/interaction/${encodeURIComponent(value)}`, {
        redirect: 'manual',
      });
      expect(response.status).toBeLessThan(500);
      return response.status === 200;
    },
  },
  'as client secret': {
    belongs: ['client secret'],
    async isTaken(clientSecret) {
      const credentials = { clientId: scene.api.clientId, clientSecret };
      return (await post(`${scene.cluster.issuer}/introspect`, { token: 'x' }, credentials)).status === 200;
    },
  },
  'as id_token_hint': {
    belongs: ['ID token'],
    async isTaken(value) {
      // An empty parameter counts as left out (RFC 6749 §3.1).
      if (value === '') return false;
      const url = authorizationUrl({
        issuer: scene.cluster.issuer,
        client,
        pkce: createPkce(),
        parameters: { id_token_hint: value },
      });
      return (await createUserAgent(scene.cluster.issuer).open(url)).url.includes('/interaction/');
    },
  },
};

describe('IN-06 B-23 every kind of secret at every entrance', () => {
  it('is taken where it belongs, refused elsewhere, and unharmed by having been there', async () => {
    const { kinds, tokens, visitor, page } = await everyKind();
    const wrong: string[] = [];
    for (const [entrance, { belongs, isTaken }] of Object.entries(entrances)) {
      for (const [kind, value] of Object.entries(kinds)) {
        if (belongs.includes(kind)) continue;
        if (await isTaken(value)) wrong.push(`${kind} ${entrance}`);
      }
    }
    expect(wrong).toEqual([]);
    // A wrong kind revokes nothing either.
    for (const [kind, value] of Object.entries(kinds))
      if (!/^(?:access|userinfo access|refresh) token$/.test(kind))
        expect((await revoke(scene.cluster.issuer, client, value)).status, kind).toBeLessThan(500);

    for (const [entrance, { belongs, isTaken }] of Object.entries(entrances))
      for (const kind of belongs)
        expect(await isTaken(kinds[kind as keyof typeof kinds]), `${kind} ${entrance}`).toBe(true);
    expect(await introspect(scene.cluster.issuer, scene.api, tokens.accessToken)).toMatchObject({
      active: true,
    });
    expect((await visitor.open(page.url)).status).toBe(200);
  });

  it('B-31 is refused when anything of it was changed, and still good unchanged', async () => {
    const { kinds } = await everyKind();
    const entranceOf: Record<string, string[]> = {
      'access token': ['at introspection'],
      'userinfo access token': ['as bearer at userinfo'],
      'refresh token': ['as refresh token'],
      'authorization code': ['as authorization code'],
      'pushed request': ['as request_uri'],
      'session cookie': ['as session cookie'],
      'client secret': ['as client secret'],
      'ID token': ['as id_token_hint'],
    };
    const wrong: string[] = [];
    for (const [kind, names] of Object.entries(entranceOf)) {
      const value = kinds[kind as keyof typeof kinds];
      for (const name of names)
        for (const [change, changed] of Object.entries(mutations(value)))
          if (await entrances[name]?.isTaken(changed)) wrong.push(`${kind}, ${change}, ${name}`);
    }
    expect(wrong).toEqual([]);
    for (const [kind, names] of Object.entries(entranceOf))
      for (const name of names)
        if (entrances[name]?.belongs.includes(kind) === true)
          expect(await entrances[name].isTaken(kinds[kind as keyof typeof kinds]), `${kind} ${name}`).toBe(
            true,
          );
  });
});

function mutations(value: string): Record<string, string> {
  const at = (index: number, change: (character: string) => string): string =>
    value.slice(0, index) + change(value.charAt(index)) + value.slice(index + 1);
  const other = (character: string): string => (character === 'a' ? 'b' : 'a');
  const flip = (character: string): string =>
    character === character.toUpperCase() ? character.toLowerCase() : character.toUpperCase();
  const letters = [...value].flatMap((character, index) => (flip(character) === character ? [] : [index]));
  const middle = Math.floor(value.length / 2);
  return {
    'cut at the end': value.slice(0, -1),
    'cut at the start': value.slice(1),
    'a character more': `${value}0`,
    'a character in front': `0${value}`,
    padded: `${value}=`,
    'a NUL behind': `${value}%00`,
    twice: value + value,
    'another character early': at(12, other),
    'another character in the middle': at(middle, other),
    'another character near the end': at(value.length - 3, other),
    'one letter in other case': at(letters.at(Math.floor(letters.length / 2)) ?? 0, flip),
    'all upper case': value.toUpperCase(),
    'all lower case': value.toLowerCase(),
    empty: '',
  };
}
