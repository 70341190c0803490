import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sha256 } from '../../platform/digest.ts';
import { introspect, obtainCode, post, tokenOf } from '../harness/flow.ts';
import { createIssuance, type IssuedGrant } from '../harness/issuance.ts';
import { type IssuedTokens, type Scene, startScene } from '../harness/scene.ts';

let scene: Scene;
let database: pg.Client;
let real: IssuedTokens;
let issued: IssuedGrant;

beforeAll(async () => {
  scene = await startScene();
  database = new pg.Client({ connectionString: scene.cluster.database.url });
  await database.connect();
  const { account, api, client, cluster } = scene;
  const webApp = await cluster.registry.createClient({
    application_type: 'web',
    token_endpoint_auth_method: 'client_secret_basic',
    redirect_uris: ['https://app.example/callback'],
    apis: [api.audience],
  });
  real = await scene.signIn({ client: webApp });
  const issuance = createIssuance(cluster.registry.storage);
  const session = await issuance.session(account.id);
  issued = await issuance.grant({
    accountId: account.id,
    clientId: client.clientId,
    audience: api.audience,
    session,
  });
});
afterAll(async () => {
  await database.end();
  await scene[Symbol.asyncDispose]();
});

/** What the row of a secret holds, by names: columns that are set, and all of the payload. */
async function shapeOf(table: string, column: string, value: unknown): Promise<Record<string, string[]>> {
  const { rows } = await database.query<Record<string, unknown>>(
    `SELECT * FROM ${table} WHERE ${column} = $1`,
    [value],
  );
  const [row] = rows;
  if (row === undefined) throw new Error(`no such row in ${table}`);
  const set = Object.keys(row).filter((name) => row[name] !== null);
  return { columns: set.sort(), payload: Object.keys(row['payload'] ?? {}).sort() };
}

const shapeOfToken = (table: string, token: string) => shapeOf(table, 'digest', sha256(token));

describe('what tests put straight into the database is what the service would have', () => {
  it('stored', async () => {
    const { cluster, client, api, account } = scene;
    const issuance = createIssuance(cluster.registry.storage);
    expect(await shapeOfToken('access_tokens', await issuance.accessToken(issued))).toEqual(
      await shapeOfToken('access_tokens', real.accessToken),
    );
    expect(await shapeOfToken('refresh_tokens', await issuance.refreshToken(issued))).toEqual(
      await shapeOfToken('refresh_tokens', real.refreshToken),
    );
    const code = await obtainCode(
      { issuer: cluster.issuer, client, api, scope: 'openid notes:read' },
      account,
    );
    const realCode = await shapeOfToken('authorization_codes', code.code);
    const ofRequest = ['codeChallenge', 'codeChallengeMethod', 'redirectUri'];
    expect(await shapeOfToken('authorization_codes', await issuance.authorizationCode(issued))).toEqual({
      ...realCode,
      payload: realCode['payload']?.filter((name) => !ofRequest.includes(name)),
    });
    const cookie = real.agent.cookies.get('symbolon_session') ?? '';
    expect(await shapeOf('sessions', 'uid', issued.session?.uid)).toEqual(
      await shapeOf('sessions', 'id_digest', sha256(cookie)),
    );
    const { rows } = await database.query<{ grant_id: string }>(
      'SELECT grant_id FROM access_tokens WHERE digest = $1',
      [sha256(real.accessToken)],
    );
    expect(await shapeOf('grants', 'grant_id', issued.id)).toEqual(
      await shapeOf('grants', 'grant_id', rows[0]?.grant_id),
    );
  });

  it('and answered', async () => {
    const { cluster, api } = scene;
    const machine = await cluster.registry.createClient({
      application_type: 'web',
      token_endpoint_auth_method: 'client_secret_basic',
      redirect_uris: [],
      grant_types: ['client_credentials'],
      apis: [api.audience],
    });
    const issuance = createIssuance(cluster.registry.storage);
    const form = { grant_type: 'client_credentials', resource: api.audience, scope: 'notes:read' };
    const ofMachine = tokenOf(await post(`${cluster.issuer}/token`, form, machine), 'access_token');
    const pairs = [
      [real.accessToken, await issuance.accessToken(issued)],
      [ofMachine, await issuance.clientToken(machine.clientId, api.audience)],
    ];
    for (const [ofService = '', ofTest = ''] of pairs) {
      const [expected, answer] = [ofService, ofTest].map((token) => introspect(cluster.issuer, api, token));
      expect(Object.keys((await answer) ?? {})).toEqual(Object.keys((await expected) ?? {}));
      expect(await answer).toMatchObject({ active: true, scope: (await expected)?.['scope'] });
    }
  });
});
