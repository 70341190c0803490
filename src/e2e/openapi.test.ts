import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Cluster, startCluster } from './harness/processes/cluster.ts';
import { createPkce, obtainCode, post, redeem, refresh, revoke, tokenOf } from './harness/flow.ts';
import type { TestAccount, TestApi, TestClient } from './harness/registry.ts';
import { loadOpenApiDocument, type Operation } from './openapi-document.ts';

const document = loadOpenApiDocument();

let cluster: Cluster;
let account: TestAccount;
let api: TestApi;
let client: TestClient;

beforeAll(async () => {
  cluster = await startCluster();
  account = await cluster.registry.createAccount();
  api = await cluster.registry.createApi();
  client = await cluster.registry.createClient({ apis: [api.audience] });
});
afterAll(() => cluster[Symbol.asyncDispose]());

/** What the document says against an answer; also that its status and content are there at all. */
async function disagreement({ method, path }: Operation, response: Response): Promise<readonly string[]> {
  const text = await response.text();
  const isJson = /[/+]json/.test(response.headers.get('content-type') ?? '');
  const body: unknown = isJson ? JSON.parse(text) : text;
  return document
    .responseValidator(
      method,
      path,
      response.status,
    )(response.status === 303 ? '' : body)
    .map((problem) => `${method} ${path} ${response.status}: ${problem}`);
}

function originOf({ port }: Operation): string {
  const [replica] = cluster.replicas;
  return (port === 'operator' ? replica?.operatorUrl : cluster.issuer) ?? '';
}

function operationAt(method: string, path: string): Operation {
  const operation = document.operations.find((known) => known.method === method && known.path === path);
  if (operation === undefined) throw new Error(`openapi.yaml has no ${method} ${path}`);
  return operation;
}

describe('openapi.yaml and the running service', () => {
  it('agree on the answer to an empty request, for every operation', async () => {
    const problems = await Promise.all(
      document.operations.map(async (operation) => {
        const url = originOf(operation) + operation.path.replaceAll(/\{[a-z]+\}/g, 'nothing');
        const body = operation.method === 'POST' ? new URLSearchParams() : null;
        const response = await fetch(url, { method: operation.method, body, redirect: 'manual' });
        return disagreement(operation, response);
      }),
    );
    expect(problems.flat()).toEqual([]);
  });

  it('agree on which methods there are', async () => {
    const paths = [...new Set(document.operations.map(({ path }) => path))];
    const wrong = await Promise.all(
      paths.flatMap((path) =>
        ['GET', 'POST', 'PUT', 'DELETE', 'PATCH'].map(async (method) => {
          const known = document.operations.find((operation) => operation.path === path);
          if (known === undefined) throw new Error(path);
          const documented = document.operations.some((one) => one.path === path && one.method === method);
          const url = originOf(known) + path.replaceAll(/\{[a-z]+\}/g, 'nothing');
          const { status } = await fetch(url, { method, redirect: 'manual' });
          const served = status !== 405 && !(known.port === 'operator' && status === 404);
          return served === documented ? [] : [`${method} ${path}: ${status}`];
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
