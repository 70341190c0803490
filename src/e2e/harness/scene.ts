import { type Cluster, type ClusterOptions, startCluster } from './processes/cluster.ts';
import { type TokenAnswer, obtainCode, redeem, tokenOf } from './flow.ts';
import type { TestAccount, TestApi, TestClient } from './registry.ts';
import type { UserAgent } from './network/user-agent.ts';

/** A deployment with a person, an API, and a native app that may ask for it: what tests of tokens begin with. */
export interface Scene extends AsyncDisposable {
  readonly cluster: Cluster;
  readonly account: TestAccount;
  readonly api: TestApi;
  readonly client: TestClient;
  /** The replicas in turn. */
  replicaUrl(index: number): string;
  /** Signs in from scratch and redeems the code. */
  signIn(options?: SignInOptions): Promise<IssuedTokens>;
}

export interface SignInOptions {
  readonly account?: TestAccount;
  readonly client?: TestClient;
  readonly scope?: string;
  /** null: tokens for no API. */
  readonly api?: TestApi | null;
  /** The browser to sign in with; a fresh one when left out. */
  readonly agent?: UserAgent;
}

export interface IssuedTokens {
  readonly answer: TokenAnswer;
  readonly accessToken: string;
  /** Empty when there is none. */
  readonly refreshToken: string;
  readonly code: string;
  readonly agent: UserAgent;
}

export async function startScene(options: ClusterOptions = {}): Promise<Scene> {
  const cluster = await startCluster(options);
  const { issuer, registry, replicas } = cluster;
  const account = await registry.createAccount();
  const api = await registry.createApi();
  const client = await registry.createClient({ apis: [api.audience] });

  return {
    cluster,
    account,
    api,
    client,
    replicaUrl: (index) => replicas[index % replicas.length]?.url ?? '',
    async signIn({ agent, ...given } = {}) {
      const who = { account, client, scope: 'openid notes:read notes:write', api, ...given };
      const signedIn = await obtainCode(
        { issuer, client: who.client, scope: who.scope, ...(who.api === null ? {} : { api: who.api }) },
        who.account,
        agent,
      );
      const answer = await redeem(issuer, who.client, signedIn);
      return {
        answer,
        accessToken: tokenOf(answer, 'access_token'),
        refreshToken: typeof answer.body['refresh_token'] === 'string' ? answer.body['refresh_token'] : '',
        code: signedIn.code,
        agent: signedIn.agent,
      };
    },
    [Symbol.asyncDispose]: () => cluster[Symbol.asyncDispose](),
  };
}
