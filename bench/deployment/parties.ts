import type { TestAccount, TestApi, TestClient } from '../../src/e2e/harness/registry.ts';
import { type AuthorizationOptions, obtainCode, redeem, tokenOf } from '../../src/e2e/harness/flow.ts';
import { createUserAgent } from '../../src/e2e/harness/network/user-agent.ts';
import type { Payload } from '../../src/domain/tokens/token-stores.ts';
import type { Deployment } from './deployment.ts';
import type { ServiceProcess } from './service-process.ts';

/** Who takes part: a person, an API, and one client of each kind that may ask for it. */
export interface Parties {
  readonly account: TestAccount;
  readonly api: TestApi;
  /** Native and public. */
  readonly app: TestClient;
  /** A first-party web application with a secret. */
  readonly site: TestClient;
  /** Acts for itself. */
  readonly machine: TestClient;
}

export const scope = 'notes:read notes:write';

export async function createParties({ registry }: Deployment): Promise<Parties> {
  const account = await registry.createAccount();
  const api = await registry.createApi();
  const apis = [api.audience];
  return {
    account,
    api,
    app: await registry.createClient({ apis }),
    site: await registry.createClient({
      application_type: 'web',
      token_endpoint_auth_method: 'client_secret_basic',
      redirect_uris: ['https://site.bench.example/callback'],
      first_party: true,
      apis,
    }),
    machine: await registry.createClient({ ...machineMetadata, apis }),
  };
}

export const machineMetadata = {
  application_type: 'web',
  token_endpoint_auth_method: 'client_secret_basic',
  grant_types: ['client_credentials'],
  redirect_uris: [],
  scope: '',
};

export function basic({ clientId, clientSecret }: Pick<TestClient, 'clientId' | 'clientSecret'>): string {
  return `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`;
}

/** What the service stored for one sign-in of the app: the model of everything that is put in beside it. */
export interface ModelRows {
  readonly code: Payload;
  readonly refreshToken: Payload;
  readonly accessToken: Payload;
  readonly resources: Readonly<Record<string, string>>;
  /** A token of that sign-in, good for a while. */
  readonly issuedAccessToken: string;
}

export async function signInOnce(
  deployment: Deployment,
  service: ServiceProcess,
  { account, api, app }: Parties,
): Promise<ModelRows> {
  const { issuer, query } = deployment;
  const agent = createUserAgent(issuer, service.url, { 'x-forwarded-for': '192.0.2.1' });
  const request: Omit<AuthorizationOptions, 'pkce'> = { issuer, client: app, scope, api };
  const answer = await redeem(service.url, app, await obtainCode(request, account, agent));
  const payloadOf = async (table: string): Promise<Payload> => {
    const [row] = await query<{ payload: Payload }>(`SELECT payload FROM ${table}`);
    if (row === undefined) throw new Error(`the sign-in left nothing in ${table}`);
    return row.payload;
  };
  const [grant] = await query<{ resources: Record<string, string> }>('SELECT resources FROM grants');
  return {
    code: await payloadOf('authorization_codes'),
    refreshToken: await payloadOf('refresh_tokens'),
    accessToken: await payloadOf('access_tokens'),
    resources: grant?.resources ?? {},
    issuedAccessToken: tokenOf(answer, 'access_token'),
  };
}
