import { generateKeyPairSync } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { vi } from 'vitest';
import { stringify } from 'yaml';
import { clientMetadataSchema } from '../../domain/clients/client-metadata.ts';
import { type TestIssuer, clientId, startTestIssuer } from '../../upstream/testing/issuer.ts';
import { type SmtpSink, startSmtpSink } from '../environment/smtp-sink.ts';
import { signInAndConsent } from '../harness/flow.ts';
import { type Page, type UserAgent, createUserAgent } from '../harness/network/user-agent.ts';
import type { TestAccount } from '../harness/registry.ts';
import { type Scene, startScene } from '../harness/scene.ts';
import { beginSignIn } from '../harness/sign-in-pages.ts';

/** A service whose people also sign in elsewhere: at another Symbolon, and at issuers that say whatever a test wants. */
export interface FederatedScene extends AsyncDisposable {
  readonly scene: Scene;
  /** Another service of the same make, which knows other people. */
  readonly other: Scene;
  readonly issuer: TestIssuer;
  readonly sink: SmtpSink;
  begin(agent?: UserAgent): Promise<Visit>;
  /** To the provider, as far as where its page would be. */
  goTo(visit: Visit, provider: string): Promise<URL>;
  /** The address that a provider of `issuer` sends the browser back to. */
  comeBackFrom(location: URL, claims: Record<string, unknown>): string;
  /** There and back at a provider of `issuer`. */
  visit(provider: string, claims: Record<string, unknown>, agent?: UserAgent): Promise<Visit>;
  /** There and back at the other service, which knows this person. */
  visitOther(account: TestAccount, agent?: UserAgent): Promise<Visit>;
  codeFor(email: string): Promise<string>;
}

export interface Visit {
  readonly agent: UserAgent;
  readonly page: Page;
}

/** Where a page goes on to by itself. */
export function nextOf({ html, url, status }: Page): URL {
  const address = /http-equiv="refresh" content="0; url=([^"]*)"/.exec(html)?.[1];
  if (address === undefined)
    throw new Error(`no page that goes on (${status}) at ${url}:\n${html.slice(0, 3000)}`);
  return new URL(address.replaceAll('&amp;', '&'));
}

export async function startFederatedScene(): Promise<FederatedScene> {
  await using stack = new AsyncDisposableStack();
  const issuer = stack.use(await startTestIssuer());
  const sink = stack.use(await startSmtpSink());
  const other = stack.use(await startScene());
  const there = await other.cluster.registry.createClient();
  const directory = await mkdtemp(path.join(tmpdir(), 'symbolon-federation-'));
  stack.defer(() => rm(directory, { recursive: true, force: true }));
  const config = path.join(directory, 'symbolon.yaml');
  await writeFile(config, stringify({ ...base, providers: providersOf(issuer, other, there.clientId) }));
  const scene = stack.use(
    await startScene({
      env: {
        SYMBOLON_CONFIG: config,
        SYMBOLON_MAIL_SMTP_URL: sink.url,
        SYMBOLON_MAIL_FROM: 'Symbolon <no-reply@id.example>',
        SYMBOLON_RATE_LIMITS_MAIL_PER_NETWORK_POINTS: '100000',
      },
    }),
  );
  await other.cluster.registry.storage.clients.put(
    there.clientId,
    clientMetadataSchema.parse({
      client_name: 'The other service',
      application_type: 'native',
      token_endpoint_auth_method: 'none',
      redirect_uris: [`${scene.cluster.issuer}/federation/there/callback`],
    }),
    'operator',
  );
  const owned = stack.move();
  return {
    ...stepsOf({ scene, issuer, sink }),
    scene,
    other,
    issuer,
    sink,
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

const base = { server: { host: '127.0.0.1', operatorHost: '127.0.0.1', drainDelaySeconds: 0 } };

function providersOf(issuer: TestIssuer, other: Scene, thereId: string): unknown[] {
  const lab = { type: 'oidc', issuer: issuer.origin, clientId, allowPrivateAddresses: true };
  return [
    {
      ...lab,
      id: 'there',
      label: 'There',
      issuer: other.cluster.issuer,
      clientId: thereId,
      trustEmail: true,
    },
    { ...lab, id: 'lab', trustEmail: true },
    { ...lab, id: 'strangers' },
    { ...lab, id: 'strong', trustEmail: true, trustAmr: true },
    { ...lab, id: 'acme', label: 'Acme Inc.', trustEmail: true, domains: ['acme.example'], enforce: true },
    { ...lab, id: 'away', issuer: 'http://127.0.0.1:9' },
    {
      id: 'apple',
      type: 'oidc',
      preset: 'apple',
      clientId: 'com.example.web',
      appleTeamId: 'TEAM',
      appleKeyId: 'KEY',
      applePrivateKey: generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({
        type: 'pkcs8',
        format: 'pem',
      }),
    },
    { id: 'steam', type: 'steam' },
  ];
}

type Parts = Pick<FederatedScene, 'scene' | 'issuer' | 'sink'>;
type Steps = Omit<FederatedScene, keyof Parts | 'other' | typeof Symbol.asyncDispose>;

function stepsOf({ scene, issuer, sink }: Parts): Steps {
  const request = { issuer: scene.cluster.issuer, client: scene.client };
  const steps: Steps = {
    begin: (agent) => beginSignIn(request, agent),
    async goTo({ agent, page }, provider) {
      return nextOf(await agent.submit(page, {}, `/upstream/${provider}`));
    },
    comeBackFrom(location, claims) {
      const asked = location.searchParams;
      issuer.nonce = asked.get('nonce') ?? '';
      issuer.says = { ...issuer.honest, claims: (honest) => ({ ...honest, ...claims }) };
      const back = new URL(asked.get('redirect_uri') ?? '');
      back.search = new URLSearchParams({
        code: 'a-code',
        state: asked.get('state') ?? '',
        iss: issuer.origin,
      }).toString();
      return back.href;
    },
    async visit(provider, claims, given) {
      const begun = await steps.begin(given);
      const location = await steps.goTo(begun, provider);
      return { agent: begun.agent, page: await begun.agent.open(steps.comeBackFrom(location, claims)) };
    },
    async visitOther(account, given) {
      const begun = await steps.begin(given);
      const location = await steps.goTo(begun, 'there');
      const back = await signInAndConsent(createUserAgent(location.origin), location.href, account);
      return { agent: begun.agent, page: await begun.agent.open(back.href) };
    },
    async codeFor(email) {
      const newest = () =>
        sink.mails.findLast(({ to, source }) => to.includes(email) && /\b\d{4} \d{4}\b/.test(source));
      await vi.waitFor(() => expectTruthy(newest()), { timeout: 40_000 });
      return /\b(\d{4} \d{4})\b/.exec(newest()?.source ?? '')?.[1] ?? '';
    },
  };
  return steps;
}

function expectTruthy(value: unknown): void {
  if (value === undefined) throw new Error('not yet');
}
