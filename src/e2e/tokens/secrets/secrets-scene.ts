import { inject, expect } from 'vitest';
import { startTcpProxy, type TcpProxy } from '../../harness/network/tcp-proxy.ts';
import type { UserAgent } from '../../harness/network/user-agent.ts';
import type { TestClient } from '../../harness/registry.ts';
import { type Scene, startScene } from '../../harness/scene.ts';

/** A deployment, and every secret that anybody hands out or hands in there. */
export interface SecretsScene extends AsyncDisposable {
  readonly scene: Scene;
  /** Between the deployment and Postgres. */
  readonly network: TcpProxy;
  readonly webApp: TestClient;
  /** Name -> every value that was handed out or handed in. */
  readonly secrets: Readonly<Record<string, readonly string[]>>;
  keep(name: string, ...values: string[]): void;
  /** What a browser has in its cookies and addresses. */
  keepOf(agent: UserAgent): void;
}

export const scope = 'openid email notes:read';
export const state = 'canary-state-8sJ2kQz';

export async function startSecretsScene(): Promise<SecretsScene> {
  await using stack = new AsyncDisposableStack();
  const network = stack.use(await startTcpProxy(inject('postgresUrl')));
  const scene = stack.use(await startScene({ replicas: 2, postgresUrl: network.url }));
  const webApp = await scene.cluster.registry.createClient({
    application_type: 'web',
    token_endpoint_auth_method: 'client_secret_basic',
    redirect_uris: ['https://app.example/callback'],
    post_logout_redirect_uris: ['https://app.example/bye'],
    apis: [scene.api.audience],
  });
  const secrets: Record<string, string[]> = {};
  const keep = (name: string, ...values: string[]): void => {
    for (const value of values) expect(value.length, name).toBeGreaterThan(7);
    (secrets[name] ??= []).push(...values);
  };
  keep('client secret', webApp.clientSecret, scene.api.clientSecret);
  keep('password', scene.account.password);
  const owned = stack.move();
  return {
    scene,
    network,
    webApp,
    secrets,
    keep,
    keepOf: (agent) => keepOf(agent, keep),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

function keepOf({ setCookies, visited }: UserAgent, keep: SecretsScene['keep']): void {
  for (const line of setCookies) {
    const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
    if (value !== '') keep(name.includes('session') ? 'session cookie' : 'interaction cookie', value);
  }
  for (const url of visited) {
    const uid = /\/(?:interaction|authorize)\/([^/?]+)/.exec(url)?.[1];
    if (uid !== undefined) keep('interaction', uid);
  }
}
