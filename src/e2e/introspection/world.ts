import { clientMetadataSchema } from '../../domain/clients/client-metadata.ts';
import { createClientSecret } from '../../domain/clients/client-secret.ts';
import { systemRandom } from '../../platform/random.ts';
import {
  type Issuance,
  type IssuedSession,
  createIssuance,
  keyOf,
  unknownToken,
} from '../harness/issuance.ts';
import type { Registry, TestApi, TestClient } from '../harness/registry.ts';

/** Programs that ask, by what is special about them. */
export interface Callers {
  /** An API with two live secrets and one that has expired. */
  readonly api: TestApi;
  /** An API registered to send its secret in the form. */
  readonly postApi: TestApi;
  readonly otherApi: TestApi;
  /** Public. */
  readonly app: TestClient;
  /** Confidential, with refresh tokens of its own. */
  readonly webApp: TestClient;
  readonly machine: TestClient;
}

export type CallerName = keyof Callers;

export interface Secrets {
  /** Of `api`, good as well. */
  second: string;
  /** Of `api`, once good. */
  readonly expired: string;
}

/** One walk's own people, programs and tokens, so that what it ends is its own. */
export interface World {
  readonly registry: Registry;
  readonly issuance: Issuance;
  readonly callers: Callers;
  readonly secrets: Secrets;
  readonly people: readonly [string, string];
  readonly session: IssuedSession;
  readonly grants: { readonly ofApp: string; readonly ofWebApp: string };
  readonly tokens: Record<TokenName, string>;
}

const web = {
  application_type: 'web',
  token_endpoint_auth_method: 'client_secret_basic',
  redirect_uris: ['https://app.example/callback'],
};

const day = 86_400;

export async function createWorld(registry: Registry, jwt: string): Promise<World> {
  const issuance = createIssuance(registry.storage);
  const [api, postApi, otherApi] = await Promise.all([
    registry.createApi(),
    registry.createApi(),
    registry.createApi(),
  ]);
  const apis = [api.audience, postApi.audience, otherApi.audience];
  const [secrets, app, webApp, machine] = await Promise.all([
    giveSecrets(registry, api),
    registry.createClient({ apis }),
    registry.createClient({ ...web, apis }),
    registry.createClient({ ...web, redirect_uris: [], grant_types: ['client_credentials'], apis }),
    useFormAuthentication(registry, postApi.clientId),
  ]);
  const callers = { api: { ...api, clientSecret: secrets.first }, postApi, otherApi, app, webApp, machine };
  const people = [await issuance.account(), await issuance.account()] as const;
  const session = await issuance.session(people[1]);
  const beginnings = { registry, issuance, callers, secrets, people, session };
  const { live, ...grants } = await issueLive(beginnings);
  const tokens = { ...live, ...(await issueDead(beginnings)), jwt, unknown: unknownToken('access_token') };
  return { ...beginnings, grants, tokens };
}

type Beginnings = Omit<World, 'tokens' | 'grants'>;

/** Live until the walk ends them. */
async function issueLive({ issuance, callers, people, session }: Beginnings) {
  const { app, webApp, machine, api, postApi, otherApi } = callers;
  const to = { clientId: app.clientId, audience: api.audience };
  const [ofApp, ofWebApp, ofSession, forPost, forOther] = await Promise.all([
    issuance.grant({ ...to, accountId: people[0] }),
    issuance.grant({ ...to, accountId: people[0], clientId: webApp.clientId }),
    issuance.grant({ ...to, accountId: people[1], session }),
    issuance.grant({ ...to, accountId: people[1], audience: postApi.audience }),
    issuance.grant({ ...to, accountId: people[1], audience: otherApi.audience }),
  ]);
  const rich = { acr: 'urn:example:ü"\\', amr: ['pwd', 'otp'], auth_time: 1, nested: { a: [1, null, true] } };
  const live = {
    'of app': await issuance.accessToken(ofApp),
    'of app, too': await issuance.accessToken(ofApp),
    'without sign-in': await issuance.accessToken(ofApp, { extra: null }),
    'with much in it': await issuance.accessToken(ofSession, { extra: rich }),
    'without scope': await issuance.accessToken(ofSession, { scope: '' }),
    'of session': await issuance.accessToken(ofSession),
    'of web app': await issuance.accessToken(ofWebApp),
    persistent: await issuance.accessToken(ofSession, { ttlSeconds: 30 * day }),
    'for post API': await issuance.accessToken(forPost),
    'for other API': await issuance.accessToken(forOther),
    'of machine': await issuance.clientToken(machine.clientId, api.audience),
    refresh: await issuance.refreshToken(ofWebApp),
    'refresh of app': await issuance.refreshToken(ofApp),
    code: await issuance.authorizationCode(ofApp),
  };
  return { live, ofApp: ofApp.id, ofWebApp: ofWebApp.id };
}

/** Dead before anybody asked. */
async function issueDead(beginnings: Beginnings) {
  const { issuance, callers, people, registry } = beginnings;
  const { app, webApp, machine, api } = callers;
  const { storage } = registry;
  const to = { accountId: people[0], clientId: app.clientId, audience: api.audience };
  const grant = await issuance.grant(to);
  const revoked = await issuance.accessToken(grant);
  await storage.accessTokens.revoke(keyOf('access_token', revoked));
  const ofWebApp = await issuance.grant({ ...to, clientId: webApp.clientId });
  const spent = await issuance.refreshToken(ofWebApp);
  await storage.refreshTokens.consume(keyOf('refresh_token', spent));
  const revokedRefresh = await issuance.refreshToken(ofWebApp);
  await storage.refreshTokens.revoke(keyOf('refresh_token', revokedRefresh));
  const ended = await issuance.grant(to);
  await storage.grants.end(ended.id, 'operator');
  const disabled = await issuance.account();
  const stranger = await registry.createClient({ apis: [api.audience] });
  const returned = await registry.createClient({ apis: [api.audience] });
  const session = await issuance.session(people[0], -1);
  const tokens = {
    revoked,
    expired: await issuance.accessToken(grant, { ttlSeconds: -10 }),
    'of machine, expired': await issuance.clientToken(machine.clientId, api.audience, -10),
    'of expired grant': await issuance.accessToken(await issuance.grant(to, -10)),
    'of ended grant': await issuance.accessToken(ended),
    'of disabled account': await issuance.accessToken(await issuance.grant({ ...to, accountId: disabled })),
    'of removed client': await issuance.accessToken(
      await issuance.grant({ ...to, clientId: stranger.clientId }),
    ),
    'of returned client': await issuance.accessToken(
      await issuance.grant({ ...to, clientId: returned.clientId }),
    ),
    'of expired session': await issuance.accessToken(await issuance.grant({ ...to, session })),
    'refresh, spent': spent,
    'refresh, revoked': revokedRefresh,
    'refresh, expired': await issuance.refreshToken(ofWebApp, -10),
  };
  await Promise.all([
    storage.accounts.disable(disabled),
    storage.clients.remove(stranger.clientId),
    storage.clients.remove(returned.clientId),
  ]);
  await registerAgain(registry, returned.clientId);
  return tokens;
}

type Issued = Awaited<ReturnType<typeof issueLive>>['live'] & Awaited<ReturnType<typeof issueDead>>;
export type TokenName = keyof Issued | 'jwt' | 'unknown';

/** Every token that may be good, and who might be told so: asked about after every change. */
export const census: ReadonlyArray<readonly [TokenName, CallerName]> = [
  ['of app', 'api'],
  ['of app, too', 'api'],
  ['with much in it', 'api'],
  ['of session', 'api'],
  ['of web app', 'api'],
  ['persistent', 'api'],
  ['of machine', 'api'],
  ['for other API', 'otherApi'],
  ['of app', 'otherApi'],
  ['for post API', 'postApi'],
  ['refresh', 'webApp'],
];

/** The first secret has expired; two others are good. */
async function giveSecrets(registry: Registry, { clientId, clientSecret }: TestApi) {
  const [first, second] = [createClientSecret(systemRandom), createClientSecret(systemRandom)];
  await registry.storage.clients.addSecret(clientId, first);
  await registry.storage.clients.expireOtherSecrets(clientId, first.id, 0);
  await registry.storage.clients.addSecret(clientId, second);
  return { first: first.secret, second: second.secret, expired: clientSecret };
}

/** Changes the way a client has to authenticate, and nothing else. */
export async function useFormAuthentication(registry: Registry, clientId: string): Promise<void> {
  const record = await registry.storage.clients.findRecord(clientId);
  if (record === null) return;
  const metadata = { ...record.metadata, token_endpoint_auth_method: 'client_secret_post' as const };
  await registry.storage.clients.put(clientId, metadata, 'operator');
}

/** The same name for somebody else: a public client without a past. */
export async function registerAgain({ storage }: Registry, clientId: string): Promise<void> {
  const metadata = clientMetadataSchema.parse({
    client_name: 'Somebody else',
    application_type: 'native',
    token_endpoint_auth_method: 'none',
    redirect_uris: ['http://127.0.0.1/callback'],
  });
  await storage.clients.put(clientId, metadata, 'operator');
}
