import { type Grant, type KoaContextWithOIDC, type Provider, errors } from 'oidc-provider';
import type { Storage } from '../../domain/storage.ts';
import { createExpiringIdentifier } from '../../domain/tokens/expiring-identifier.ts';
import type { Consent, GrantBasis } from '../../domain/tokens/grant-store.ts';
import type { Clock } from '../../platform/clock.ts';
import type { RandomBytes } from '../../platform/random.ts';
import { accountClientId } from './account-client.ts';
import type { FoundAccount } from './sign-in-policy.ts';
import { extensionOf } from './client-extension.ts';
import { guarded } from '../request/engine-request.ts';

export interface GrantOptions {
  readonly storage: Storage;
  readonly clock: Clock;
  readonly random: RandomBytes;
  readonly grantTtlSeconds: number;
}

export interface NewGrant {
  readonly accountId: string;
  readonly clientId: string;
  /** The browser session the grant shall end with, or null for one that outlives it. */
  readonly sessionUid: string | null;
  readonly consent: Consent;
  readonly basis: GrantBasis;
}

/** Creates the grant of one authorization and returns its id; null when the account was shut since the sign-in. */
export async function createGrant(
  options: GrantOptions,
  { consent, basis, ...grant }: NewGrant,
): Promise<string | null> {
  const { storage, grantTtlSeconds } = options;
  const id = createExpiringIdentifier('gra', { ...options, ttlSeconds: grantTtlSeconds });
  return (await storage.grants.insert({ id, ...grant, ...consent }, grantTtlSeconds, basis)) ? id : null;
}

/** What the request being served asks a person to agree to. */
function requestedConsent(ctx: KoaContextWithOIDC): Consent {
  const { requestParamOIDCScopes, requestParamScopes, requestParamClaims, resourceServers } = ctx.oidc;
  const resources: Record<string, string> = {};
  for (const [audience, server] of Object.entries(resourceServers ?? {})) {
    const scopes = [...requestParamScopes].filter((scope) => server.scopes.has(scope));
    if (scopes.length > 0) resources[audience] = scopes.join(' ');
  }
  return { scope: [...requestParamOIDCScopes].join(' '), claims: [...requestParamClaims], resources };
}

/**
 * Whether tokens of an authorization end with the browser session: those of web applications do, unless the person granted
 * `offline_access` (OpenID Connect Core §11). A native application is signed in by itself.
 */
export function endsWithSession(client: { applicationType?: string | undefined }, scope: string): boolean {
  return client.applicationType !== 'native' && !scope.split(' ').includes('offline_access');
}

/**
 * The grant of the request being served: the one just agreed to, or a new one where nothing needs asking because the
 * client is first-party or the person agreed to as much before. Each authorization gets a grant of its own, so that a
 * replay in one tab ends nothing in another and a new sign-in starts a new life.
 */
export async function loadGrant(ctx: KoaContextWithOIDC, options: GrantOptions) {
  const { client, session, provider, result } = ctx.oidc;
  const accountId = session?.accountId;
  if (client === undefined || session === undefined || accountId === undefined) return undefined;

  const agreed = result?.consent?.grantId;
  if (agreed !== undefined) {
    const grant = await provider.Grant.find(agreed);
    return grant?.accountId === accountId && grant.clientId === client.clientId ? grant : undefined;
  }
  const wanted = requestedConsent(ctx);
  // Nothing is issued to the account pages, so there is nothing to keep.
  if (client.clientId === accountClientId) {
    if (ctx.oidc.prompts.has('consent')) throw new errors.InvalidRequest('there is nothing to agree to');
    return unstoredGrant(provider, accountId, accountClientId, wanted);
  }
  if (
    ctx.oidc.prompts.has('consent') ||
    alwaysAsks(client) ||
    !(await isCovered(wanted, accountId, ctx, options))
  ) {
    return undefined;
  }
  const { clientId } = client;
  const sessionUid = endsWithSession(client, wanted.scope) ? session.uid : null;
  const { validFrom } = ctx.oidc.account as unknown as FoundAccount;
  // One that begins with this request is stored when that ends.
  const basis = { validFrom, sessionUid: result?.login === undefined ? session.uid : null };
  const id = await guarded(() =>
    createGrant(options, { accountId, clientId, sessionUid, consent: wanted, basis }),
  );
  if (id === null) return undefined;
  // It could not be found yet: a session that has just begun is stored only when this request ends.
  const grant = unstoredGrant(provider, accountId, clientId, wanted);
  grant.jti = id;
  return grant;
}

function unstoredGrant(provider: Provider, accountId: string, clientId: string, wanted: Consent): Grant {
  const grant = new provider.Grant({ accountId, clientId });
  grant.addOIDCScope(wanted.scope);
  grant.addOIDCClaims([...wanted.claims]);
  for (const [audience, scope] of Object.entries(wanted.resources)) grant.addResourceScope(audience, scope);
  return grant;
}

/** Anyone can run a program that claims to be this native client, so a person confirms each time (RFC 8252 §8.6). */
function alwaysAsks(client: { applicationType?: string | undefined }): boolean {
  return client.applicationType === 'native';
}

async function isCovered(
  wanted: Consent,
  accountId: string,
  ctx: KoaContextWithOIDC,
  { storage }: GrantOptions,
): Promise<boolean> {
  const { client } = ctx.oidc;
  if (client === undefined) return false;
  if (extensionOf(client).firstParty) return true;
  const given = await guarded(() => storage.consents.find(accountId, client.clientId));
  return given !== null && covers(given, wanted);
}

function covers(given: Consent, wanted: Consent): boolean {
  return (
    isSubset(wanted.scope.split(' '), given.scope.split(' ')) &&
    isSubset(wanted.claims, given.claims) &&
    Object.entries(wanted.resources).every(([audience, scope]) =>
      isSubset(scope.split(' '), (given.resources[audience] ?? '').split(' ')),
    )
  );
}

function isSubset(part: readonly string[], whole: readonly string[]): boolean {
  return part.every((item) => item === '' || whole.includes(item));
}
