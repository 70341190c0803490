import { type HttpConnections, type RawAnswer, formRequest } from '../harness/network/http-connection.ts';
import {
  type Issuance,
  type IssuedGrant,
  type IssuedSession,
  createIssuance,
  keyOf,
} from '../harness/issuance.ts';
import type { Registry, TestApi, TestClient } from '../harness/registry.ts';
import { createUserAgent, findForm } from '../harness/network/user-agent.ts';

/** A token whose fate is watched. */
export interface Subject {
  readonly token: string;
  readonly clientId: string;
  /** null: of a client acting for itself. */
  readonly accountId: string | null;
}

/** Something that is about to end, and what ends with it. */
export interface Ending {
  readonly how: EndingKind;
  readonly subjects: readonly Subject[];
  /** Ends it, at the given process where it is done over HTTP. Throws unless that was confirmed. */
  end(process: HttpConnections): Promise<void>;
}

/** What endings are made from. */
export interface Ground {
  readonly issuer: string;
  readonly registry: Registry;
  readonly api: TestApi;
  /** Public. */
  readonly app: TestClient;
  /** Acts for itself. */
  readonly machine: TestClient;
}

/** Endings that share what they may: what one of them ends, another must not. */
type Prepare = (ground: Ground & { readonly issuance: Issuance }) => Promise<PreparedEnding[]>;
type PreparedEnding = Omit<Ending, 'how'>;

/** Endings prepared at a time. */
export const endingsOfGroup = 10;

const kinds = {
  'access token revoked': async ({ issuance, api, app }) => {
    const grant = await grantToApp(issuance, api, app);
    return group(async () => {
      const token = await issuance.accessToken(grant);
      return [[subject(grant, token)], (process) => revoke(process, app, token)];
    });
  },
  'machine token revoked': ({ issuance, api, machine }) =>
    group(async () => {
      const token = await issuance.clientToken(machine.clientId, api.audience);
      const subjects = [{ token, clientId: machine.clientId, accountId: null }];
      return [subjects, (process) => revoke(process, machine, token)];
    }),
  'refresh token revoked': async ({ issuance, api, app }) => {
    const accountId = await issuance.account();
    return group(async () => {
      const grant = await issuance.grant({ accountId, clientId: app.clientId, audience: api.audience });
      const refreshToken = await issuance.refreshToken(grant);
      return [await subjectsOf(issuance, grant), (process) => revoke(process, app, refreshToken)];
    });
  },
  'refresh token replayed': async ({ issuance, api, app, registry }) => {
    const accountId = await issuance.account();
    return group(async () => {
      const grant = await issuance.grant({ accountId, clientId: app.clientId, audience: api.audience });
      const spent = await issuance.refreshToken(grant);
      // Without a successor there is no retry window: its next use is a replay.
      await registry.storage.refreshTokens.consume(keyOf('refresh_token', spent));
      return [await subjectsOf(issuance, grant), (process) => replay(process, app, spent)];
    });
  },
  'session ended': async ({ issuance, api, app, registry }) => {
    const accountId = await issuance.account();
    return group(async () => {
      const session = await issuance.session(accountId);
      const grant = await issuance.grant({
        accountId,
        clientId: app.clientId,
        audience: api.audience,
        session,
      });
      return [await subjectsOf(issuance, grant), () => registry.storage.sessions.end(session.uid)];
    });
  },
  'signed out': async ({ issuance, api, app, issuer }) => {
    const accountId = await issuance.account();
    return group(async () => {
      const session = await issuance.session(accountId);
      const grant = await issuance.grant({
        accountId,
        clientId: app.clientId,
        audience: api.audience,
        session,
      });
      return [await subjectsOf(issuance, grant), (process) => signOut(process, issuer, session)];
    });
  },
  'account disabled': ({ issuance, api, app, registry }) =>
    group(async () => {
      const grant = await grantToApp(issuance, api, app);
      const { accountId } = grant;
      return [await subjectsOf(issuance, grant), () => done(registry.storage.accounts.disable(accountId))];
    }),
  'everything of the account': ({ issuance, api, app, registry }) =>
    group(async () => {
      const grant = await grantToApp(issuance, api, app);
      const { accountId } = grant;
      return [await subjectsOf(issuance, grant), () => done(registry.storage.accounts.revokeAll(accountId))];
    }),
  'everything of the client': async ({ issuance, api, registry }) => {
    const accountId = await issuance.account();
    return group(async () => {
      const { clientId } = await registry.createClient({ apis: [api.audience] });
      const grant = await issuance.grant({ accountId, clientId, audience: api.audience });
      const ofItself = await issuance.clientToken(clientId, api.audience);
      const subjects = [
        ...(await subjectsOf(issuance, grant)),
        { token: ofItself, clientId, accountId: null },
      ];
      return [subjects, () => done(registry.storage.clients.revokeAll(clientId))];
    });
  },
  'client removed': async ({ issuance, api, registry }) => {
    const accountId = await issuance.account();
    return group(async () => {
      const { clientId } = await registry.createClient({ apis: [api.audience] });
      const grant = await issuance.grant({ accountId, clientId, audience: api.audience });
      return [await subjectsOf(issuance, grant), () => done(registry.storage.clients.remove(clientId))];
    });
  },
  'consent withdrawn': ({ issuance, api, app, registry }) =>
    group(async () => {
      const grant = await grantToApp(issuance, api, app);
      const { accountId, clientId } = grant;
      return [
        await subjectsOf(issuance, grant),
        () => registry.storage.consents.withdraw(accountId, clientId),
      ];
    }),
  'grant ended': async ({ issuance, api, app, registry }) => {
    const accountId = await issuance.account();
    return group(async () => {
      const grant = await issuance.grant({ accountId, clientId: app.clientId, audience: api.audience });
      return [await subjectsOf(issuance, grant), () => registry.storage.grants.end(grant.id, 'operator')];
    });
  },
} satisfies Record<string, Prepare>;

export type EndingKind = keyof typeof kinds;
export const endingKinds = Object.keys(kinds) as EndingKind[];

/** A group of endings of one kind, ready to be carried out. */
export async function prepareEndings(how: EndingKind, ground: Ground): Promise<Ending[]> {
  const prepare: Prepare = kinds[how];
  const endings = await prepare({ ...ground, issuance: createIssuance(ground.registry.storage) });
  return endings.map((ending) => ({ ...ending, how }));
}

/** Clients and an API for endings to be made from. */
export async function layGround(issuer: string, registry: Registry): Promise<Ground> {
  const api = await registry.createApi();
  const app = await registry.createClient({ apis: [api.audience] });
  const machine = await registry.createClient({
    application_type: 'web',
    token_endpoint_auth_method: 'client_secret_basic',
    redirect_uris: [],
    grant_types: ['client_credentials'],
    apis: [api.audience],
  });
  return { issuer, registry, api, app, machine };
}

type Prepared = readonly [subjects: readonly Subject[], end: (process: HttpConnections) => Promise<void>];

function group(prepareOne: () => Promise<Prepared>): Promise<PreparedEnding[]> {
  return Promise.all(
    Array.from({ length: endingsOfGroup }, async () => {
      const [subjects, end] = await prepareOne();
      return { subjects, end };
    }),
  );
}

async function grantToApp(issuance: Issuance, api: TestApi, app: TestClient): Promise<IssuedGrant> {
  const accountId = await issuance.account();
  return issuance.grant({ accountId, clientId: app.clientId, audience: api.audience });
}

async function subjectsOf(issuance: Issuance, grant: IssuedGrant): Promise<Subject[]> {
  return [subject(grant, await issuance.accessToken(grant))];
}

function subject({ clientId, accountId }: IssuedGrant, token: string): Subject {
  return { token, clientId, accountId };
}

async function revoke(process: HttpConnections, client: TestClient, token: string): Promise<void> {
  expectAnswer(await process.send(formRequest('/revoke', { token }, client)), 200, '');
}

async function replay(process: HttpConnections, client: TestClient, token: string): Promise<void> {
  const form = { grant_type: 'refresh_token', refresh_token: token };
  expectAnswer(await process.send(formRequest('/token', form, client)), 400, 'invalid_grant');
}

/** Through the page that asks for confirmation; the session is over when its form was answered. */
async function signOut(process: HttpConnections, issuer: string, { cookie }: IssuedSession): Promise<void> {
  const agent = createUserAgent(issuer, process.url);
  agent.cookies.set('symbolon_session', cookie);
  const page = await agent.open(`${issuer}/logout`);
  if (page.status !== 200) throw new Error(`the page to sign out: ${page.status}`);
  const form = findForm(page.html, '/logout/confirm');
  const body = new URLSearchParams({ ...form.hidden, logout: 'yes' });
  const answer = await agent.request(new URL(form.action, page.url).href, { method: 'POST', body });
  await answer.body?.cancel();
  if (answer.status !== 303) throw new Error(`signing out: ${answer.status}`);
}

async function done(changed: Promise<boolean>): Promise<void> {
  await changed;
}

function expectAnswer({ status, body }: RawAnswer, expected: number, word: string): void {
  if (status !== expected || !body.includes(word)) throw new Error(`${status}: ${body.toString()}`);
}
