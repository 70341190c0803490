import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePort } from './environment/free-port.ts';
import { type Cluster, startCluster } from './harness/processes/cluster.ts';
import { type Replica, startReplica } from './harness/processes/replica.ts';
import { createPkce, obtainCode, post, redeem, refresh, revoke, tokenOf } from './harness/flow.ts';
import type { TestAccount, TestApi, TestClient } from './harness/registry.ts';
import { loadOpenApiDocument, type Operation } from './openapi-document.ts';

const document = loadOpenApiDocument();

let cluster: Cluster;
/** Keeps its mails instead of sending them, and has an IP address for its issuer. */
let embedded: Replica;
let dataDir: string;
let account: TestAccount;
let api: TestApi;
let client: TestClient;

beforeAll(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), 'symbolon-openapi-'));
  [cluster, embedded] = await Promise.all([startCluster(), startEmbedded()]);
  account = await cluster.registry.createAccount();
  api = await cluster.registry.createApi();
  client = await cluster.registry.createClient({ apis: [api.audience] });
}, 120_000);
afterAll(async () => {
  await embedded.stop();
  await cluster[Symbol.asyncDispose]();
  await rm(dataDir, { recursive: true, force: true });
});

async function startEmbedded(): Promise<Replica> {
  return startReplica({
    SYMBOLON_CONFIG: path.join(import.meta.dirname, 'harness/cluster.yaml'),
    SYMBOLON_MODE: 'development',
    SYMBOLON_ISSUER: 'http://127.0.0.1:4400',
    SYMBOLON_DATA_DIR: dataDir,
    PORT: String(await freePort()),
    SYMBOLON_SERVER_OPERATOR_PORT: String(await freePort()),
  });
}

/** What the document says against an answer; also that its status and content are there at all. */
async function disagreement({ method, path: at }: Operation, response: Response): Promise<readonly string[]> {
  const text = await response.text();
  const isJson = /[/+]json/.test(response.headers.get('content-type') ?? '');
  const body: unknown = isJson ? JSON.parse(text) : text;
  return document
    .responseValidator(
      method,
      at,
      response.status,
    )(response.status === 303 ? '' : body)
    .map((problem) => `${method} ${at} ${response.status}: ${problem}`);
}

type Deployment = Pick<Replica, 'url' | 'operatorUrl'>;

function urlOf({ port, path: at }: Pick<Operation, 'port' | 'path'>, on: Deployment): string {
  return (port === 'operator' ? on.operatorUrl : on.url) + at.replaceAll(/\{[a-z]+\}/g, 'nothing');
}

/** Of every operation, what the document says against the answer to an empty request. */
async function disagreements(on: Deployment): Promise<readonly string[]> {
  const problems = await Promise.all(
    document.operations.map(async (operation) => {
      const body = operation.method === 'POST' ? new URLSearchParams() : null;
      const { method } = operation;
      const response = await fetch(urlOf(operation, on), { method, body, redirect: 'manual' });
      return disagreement(operation, response);
    }),
  );
  return problems.flat();
}

function operationAt(method: string, at: string): Operation {
  const operation = document.operations.find((known) => known.method === method && known.path === at);
  if (operation === undefined) throw new Error(`openapi.yaml has no ${method} ${at}`);
  return operation;
}

describe('openapi.yaml and the running service', () => {
  it('agree on the answer to an empty request, for every operation', async () => {
    const [replica] = cluster.replicas;
    const url = cluster.issuer;
    expect(await disagreements({ url, operatorUrl: replica?.operatorUrl ?? '' })).toEqual([]);
  });

  it('agree on it where mails are kept, and where there are no passkeys', async () => {
    expect(await disagreements(embedded)).toEqual([]);
    expect((await fetch(`${embedded.operatorUrl}/mailbox`)).status).toBe(200);
    expect((await fetch(`${embedded.url}/account/passkeys`, { redirect: 'manual' })).status).toBe(404);
  });

  it('agree on which methods there are', async () => {
    const paths = [...new Set(document.operations.map((operation) => operation.path))];
    const wrong = await Promise.all(
      paths.flatMap((at) =>
        ['GET', 'POST', 'PUT', 'DELETE', 'PATCH'].map(async (method) => {
          const known = document.operations.find((operation) => operation.path === at);
          if (known === undefined) throw new Error(at);
          const documented = document.operations.some((one) => one.path === at && one.method === method);
          const { status } = await fetch(urlOf(known, embedded), { method, redirect: 'manual' });
          const served = status !== 405 && !(known.port === 'operator' && status === 404);
          return served === documented ? [] : [`${method} ${at}: ${status}`];
        }),
      ),
    );
    expect(wrong.flat()).toEqual([]);
  });

  it('agree on every answer of a whole flow', async () => {
    const token = operationAt('POST', '/token');
    const validate = (operation: Operation, status: number, body: unknown) =>
      document.responseValidator(operation.method, operation.path, status)(body);
    const redeemed = await redeem(
      cluster.issuer,
      client,
      await obtainCode(
        { issuer: cluster.issuer, client, scope: 'openid profile email notes:read', api },
        account,
      ),
    );
    const refreshed = await refresh(cluster.issuer, client, tokenOf(redeemed, 'refresh_token'));
    const introspected = await post(
      `${cluster.issuer}/introspect`,
      { token: tokenOf(refreshed, 'access_token') },
      api,
    );
    const pushed = await post(
      `${cluster.issuer}/par`,
      {
        response_type: 'code',
        redirect_uri: client.redirectUri,
        scope: 'openid',
        code_challenge: createPkce().challenge,
        code_challenge_method: 'S256',
      },
      client,
    );
    const revoked = await revoke(cluster.issuer, client, tokenOf(refreshed, 'refresh_token'));
    expect([redeemed.status, refreshed.status, introspected.status, pushed.status, revoked.status]).toEqual([
      200, 200, 200, 201, 200,
    ]);
    expect([
      ...validate(token, 200, redeemed.body),
      ...validate(token, 200, refreshed.body),
      ...validate(operationAt('POST', '/introspect'), 200, introspected.body),
      ...validate(operationAt('POST', '/par'), 201, pushed.body),
    ]).toEqual([]);
  });
});
