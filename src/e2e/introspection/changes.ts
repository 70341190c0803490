import { createClientSecret } from '../../domain/clients/client-secret.ts';
import { systemRandom } from '../../platform/random.ts';
import { type HttpConnections, formRequest } from '../harness/network/http-connection.ts';
import type { TestClient } from '../harness/registry.ts';
import { type World, registerAgain, useFormAuthentication } from './world.ts';

type Change = (world: World, process: HttpConnections) => Promise<unknown>;

/** What can happen to the world between two questions; each is over when its promise resolves. */
export const changes = {
  'an access token is revoked': ({ callers, tokens }, process) =>
    revoke(process, callers.app, tokens['of app']),
  'a session’s access token is revoked': ({ callers, tokens }, process) =>
    revoke(process, callers.app, tokens['of session']),
  'a machine’s token is revoked': ({ callers, tokens }, process) =>
    revoke(process, callers.machine, tokens['of machine']),
  'a refresh token is revoked': ({ callers, tokens }, process) =>
    revoke(process, callers.webApp, tokens.refresh),
  'a refresh token is spent': (world, process) => refresh(world, process, world.tokens.refresh),
  'a spent refresh token is replayed': (world, process) =>
    refresh(world, process, world.tokens['refresh, spent']),
  'a grant ends': ({ registry, grants }) => registry.storage.grants.end(grants.ofApp, 'operator'),
  'a consent is withdrawn': ({ registry, people, callers }) =>
    registry.storage.consents.withdraw(people[0], callers.app.clientId),
  'the session ends': ({ registry, session }) => registry.storage.sessions.end(session.uid),
  'the session is used': ({ registry, session }) => useSession(registry, session),
  'an account is disabled': ({ registry, people }) => registry.storage.accounts.disable(people[0]),
  'the other account is disabled': ({ registry, people }) => registry.storage.accounts.disable(people[1]),
  'an account is enabled': ({ registry, people }) => registry.storage.accounts.enable(people[0]),
  'an account signs out everywhere': ({ registry, people }) => registry.storage.accounts.revokeAll(people[1]),
  'everything of a client ends': ({ registry, callers }) =>
    registry.storage.clients.revokeAll(callers.app.clientId),
  'a client is removed': ({ registry, callers }) => registry.storage.clients.remove(callers.app.clientId),
  'a client is registered again': ({ registry, callers }) => registerAgain(registry, callers.app.clientId),
  'the machine is removed': ({ registry, callers }) =>
    registry.storage.clients.remove(callers.machine.clientId),
  'new tokens are issued': issueAnew,
  'the caller gets another secret': (world) => addSecret(world),
  'the caller’s other secrets end': async (world) => {
    const id = await addSecret(world);
    await world.registry.storage.clients.expireOtherSecrets(world.callers.api.clientId, id, 0);
  },
  'the caller is to use the form': ({ registry, callers }) =>
    useFormAuthentication(registry, callers.api.clientId),
  'the caller is no API any more': ({ registry, callers }) =>
    registry.storage.apis.remove(callers.api.audience),
  'the caller’s API goes to another': ({ registry, callers }) =>
    putApi(registry, callers.api.audience, callers.otherApi.clientId),
  'the caller gets its API': ({ registry, callers }) =>
    putApi(registry, callers.api.audience, callers.api.clientId),
  'the caller is removed': ({ registry, callers }) => registry.storage.clients.remove(callers.api.clientId),
  'the caller’s name is taken by somebody else': ({ registry, callers }) =>
    registerAgain(registry, callers.api.clientId),
} satisfies Record<string, Change>;

export type ChangeName = keyof typeof changes;
export const changeNames = Object.keys(changes) as ChangeName[];

export async function change(name: ChangeName, world: World, process: HttpConnections): Promise<void> {
  const make: Change = changes[name];
  await make(world, process);
}

async function revoke(process: HttpConnections, client: TestClient, token: string): Promise<void> {
  const { status, body } = await process.send(formRequest('/revoke', { token }, client));
  // A client that was removed before cannot any more.
  if (status !== 200 && status !== 401) throw new Error(`/revoke: ${status} ${body.toString()}`);
}

/** Spends an unspent one, and lets the walk go on with its successor; of a spent one it is a replay. */
async function refresh(world: World, process: HttpConnections, token: string): Promise<void> {
  const form = { grant_type: 'refresh_token', refresh_token: token };
  const { status, body } = await process.send(formRequest('/token', form, world.callers.webApp));
  if (status !== 200 && status !== 400) throw new Error(`/token: ${status} ${body.toString()}`);
  const answer = JSON.parse(body.toString()) as { access_token?: string };
  if (status === 200) world.tokens['of web app'] = answer.access_token ?? '';
}

/** The old ones are dead or alive as before; these are not. */
async function issueAnew({ issuance, callers, people, tokens }: World): Promise<void> {
  const [accountId] = people;
  const grant = await issuance.grant({
    accountId,
    clientId: callers.app.clientId,
    audience: callers.api.audience,
  });
  tokens['of app, too'] = await issuance.accessToken(grant);
  tokens['of machine'] = await issuance.clientToken(callers.machine.clientId, callers.api.audience);
}

async function useSession({ storage }: World['registry'], { uid }: World['session']): Promise<void> {
  const session = await storage.sessions.findLiveByUid(uid);
  if (session === null) return;
  const idDigest = systemRandom(32);
  await storage.sessions.save({ ...session, idDigest, previousIdDigest: null, idleTtlSeconds: 2 * 86_400 });
}

async function addSecret({ registry, callers, secrets }: World): Promise<string> {
  const { clientId } = callers.api;
  const { id, secret, digest } = createClientSecret(systemRandom);
  if ((await registry.storage.clients.findLive(clientId)) === null) return id;
  await registry.storage.clients.addSecret(clientId, { id, digest });
  secrets.second = secret;
  return id;
}

async function putApi({ storage }: World['registry'], audience: string, clientId: string): Promise<void> {
  if ((await storage.clients.findLive(clientId)) === null) return;
  await storage.apis.put({
    audience,
    clientId,
    name: 'Test API',
    scopes: {},
    accessTokenFormat: 'opaque',
    accessTokenTtlSeconds: null,
    managedBy: 'operator',
  });
}
