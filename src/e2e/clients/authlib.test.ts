import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { type Cluster, startCluster } from '../harness/processes/cluster.ts';
import { signInAndConsent } from '../harness/flow.ts';
import type { TestAccount, TestApi } from '../harness/registry.ts';
import { createUserAgent } from '../harness/network/user-agent.ts';

let cluster: Cluster;
let account: TestAccount;
let api: TestApi;

beforeAll(async () => {
  cluster = await startCluster({ replicas: 2 });
  account = await cluster.registry.createAccount();
  api = await cluster.registry.createApi();
});
afterAll(() => cluster[Symbol.asyncDispose]());

/** Runs the script; the person's part, which it asks for in between, is done here. */
async function runScript(setup: Record<string, string>): Promise<Record<string, unknown>> {
  const script = path.join(import.meta.dirname, 'authlib_flow.py');
  const python = spawn(inject('authlibPythonPath'), ['-B', script]);
  let errors = '';
  python.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text));
  const exited = once(python, 'exit');
  const lines = createInterface({ input: python.stdout })[Symbol.asyncIterator]();
  const receive = async (): Promise<Record<string, unknown>> => {
    const line = await lines.next();
    if (line.done !== true) return JSON.parse(line.value) as Record<string, unknown>;
    await exited;
    throw new Error(`the script ended:\n${errors}`);
  };
  const send = (message: object) => python.stdin.write(`${JSON.stringify(message)}\n`);
  try {
    send({ machine_id: '', ...setup });
    const { open } = await receive();
    const answer = await signInAndConsent(createUserAgent(cluster.issuer), String(open), account);
    send({ answer: answer.href });
    const answers = await receive();
    expect(await exited).toEqual([0, null]);
    return answers;
  } finally {
    python.kill();
  }
}

function setupFor(client: { clientId: string; clientSecret: string }, redirectUri: string) {
  return {
    issuer: cluster.issuer,
    client_id: client.clientId,
    client_secret: client.clientSecret,
    redirect_uri: redirectUri,
    api_client_id: api.clientId,
    api_client_secret: api.clientSecret,
  };
}

describe('Authlib', () => {
  it('signs in as a public client for an API, refreshes and revokes', async () => {
    const client = await cluster.registry.createClient({ apis: [api.audience] });
    const answers = await runScript({
      ...setupFor(client, 'http://127.0.0.1:50789/callback'),
      authentication: 'none',
      scope: 'openid email notes:read',
      resource: api.audience,
    });
    const active = { active: true, sub: account.id, aud: api.audience, client_id: client.clientId };
    expect(answers).toMatchObject({
      id_token: { header: { alg: 'ES256' }, claims: { sub: account.id, email: account.email } },
      introspection: { ...active, scope: 'notes:read' },
      rotated: { access_token: true, refresh_token: true },
      introspection_after_refresh: active,
      revocation_status: 200,
      introspection_after_revocation: [{ active: false }, { active: false }],
      error_after_revocation: 'invalid_grant',
    });
  });

  it.each(['client_secret_basic', 'client_secret_post'])(
    'signs in as a confidential client with RS256 and reads userinfo (%s)',
    async (authentication) => {
      const redirectUri = 'https://app.example/callback';
      const client = await cluster.registry.createClient({
        application_type: 'web',
        token_endpoint_auth_method: authentication,
        id_token_signed_response_alg: 'RS256',
        redirect_uris: [redirectUri],
      });
      const answers = await runScript({
        ...setupFor(client, redirectUri),
        authentication,
        scope: 'openid profile email',
        resource: '',
      });
      expect(answers).toMatchObject({
        id_token: { header: { alg: 'RS256' }, claims: { sub: account.id } },
        userinfo: { sub: account.id, email: account.email, email_verified: true, name: 'Test Person' },
        rotated: { access_token: true, refresh_token: true },
        revocation_status: 200,
        userinfo_status_after_revocation: 401,
        error_after_revocation: 'invalid_grant',
      });
    },
  );

  it('gets a token by client credentials', async () => {
    const client = await cluster.registry.createClient({ apis: [api.audience] });
    const machine = await cluster.registry.createClient({
      application_type: 'web',
      token_endpoint_auth_method: 'client_secret_basic',
      grant_types: ['client_credentials'],
      redirect_uris: [],
      apis: [api.audience],
    });
    const answers = await runScript({
      ...setupFor(client, 'http://127.0.0.1/callback'),
      authentication: 'none',
      scope: 'openid notes:read',
      resource: api.audience,
      machine_id: machine.clientId,
      machine_secret: machine.clientSecret,
    });
    expect(answers['machine_introspection']).toMatchObject({
      active: true,
      aud: api.audience,
      client_id: machine.clientId,
      scope: 'notes:write',
    });
  });
});
