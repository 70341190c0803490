import type { IncomingMessage } from 'node:http';
import type { Interaction, Provider } from 'oidc-provider';
import type { Strength } from '../../domain/authentication/strength.ts';
import type { StoredSession } from '../../domain/tokens/session-store.ts';
import { inUnitOfWork } from '../../domain/unit-of-work.ts';
import { epochSeconds } from '../../platform/clock.ts';
import { sha256 } from '../../platform/digest.ts';
import { createGrant, endsWithSession } from '../policies/grants.ts';
import { type CookieNames, openInteractionCookie } from './interaction-cookies.ts';
import { anotherAccountParameter, restartPath } from './original-request.ts';
import {
  type PendingInteraction,
  type SignInProgress,
  type Typed,
  describe,
  typedOf,
} from './pending-interaction.ts';
import type { ProtocolOptions } from '../protocol-options.ts';

export type FoundInteraction =
  | { readonly state: 'open'; readonly interaction: PendingInteraction }
  /** It was this browser's, and is answered, expired, or of a session that has ended. */
  | { readonly state: 'gone' }
  /** This browser never started it. */
  | { readonly state: 'foreign' };

export interface SignInProof {
  readonly accountId: string;
  /** The account's, when it was proven: a proof from before everything was ended is none. */
  readonly validFrom: Date;
  readonly strength: Strength;
  /** When it was shown, where that was elsewhere; null: nobody says. Otherwise it was just now. */
  readonly authenticatedAt?: Date | null | undefined;
}

export interface Interactions {
  find(request: IncomingMessage, uid: string): Promise<FoundInteraction>;
  /** Keeps what was typed, in the place of what was typed before. */
  keepTyped(uid: string, typed: Typed): Promise<void>;
  /** Keeps what was shown so far; false when the interaction ended meanwhile. */
  remember(uid: string, progress: SignInProgress): Promise<boolean>;
  /**
   * @param also what becomes true with the sign-in, or not at all
   * @returns where to send the browser, or null when the interaction ended meanwhile
   */
  signIn(
    request: IncomingMessage,
    uid: string,
    proof: SignInProof,
    also: () => Promise<void>,
  ): Promise<string | null>;
  allow(interaction: PendingInteraction): Promise<string | null>;
  deny(interaction: PendingInteraction): Promise<string | null>;
  /** The account has nothing with which it could be as strong as this asks for (RFC 9470). */
  denyAsUnmet(interaction: PendingInteraction): Promise<string | null>;
  /** Where the original request starts again, or null when `request` was not signed by us. */
  restart(request: string): string | null;
  /** The same, for somebody who is signed in here and wants to be somebody else. */
  restartAsAnother(request: string): string | null;
  /** Value that a form of this interaction must send back. */
  csrfToken(uid: string): string;
  isCsrfToken(uid: string, token: string): boolean;
}

interface Parts {
  readonly provider: Provider;
  readonly options: ProtocolOptions;
  readonly names: CookieNames;
}

export function createInteractions(
  provider: Provider,
  options: ProtocolOptions,
  names: CookieNames,
): Interactions {
  const { keyring, storage } = options;
  const parts: Parts = { provider, options, names };
  const declined = { error: 'access_denied', error_description: 'the request was declined' };
  const unmet = {
    error: 'unmet_authentication_requirements',
    error_description: 'the account has no way to sign in as strongly as was asked for',
  };
  return {
    find: (request, uid) => find(parts, request, uid),
    keepTyped: (uid, typed) => inUnitOfWork(storage, () => keepTyped(parts, uid, typed)),
    remember: (uid, progress) => inUnitOfWork(storage, () => remember(parts, uid, progress)),
    signIn: (request, uid, proof, also) =>
      inUnitOfWork(storage, async () => {
        const returnTo = await signIn(parts, request, uid, proof);
        if (returnTo !== null) await also();
        return returnTo;
      }),
    allow: (interaction) => inUnitOfWork(storage, () => allow(parts, interaction)),
    deny: ({ uid }) => inUnitOfWork(storage, () => answer(parts, uid, declined)),
    denyAsUnmet: ({ uid }) => inUnitOfWork(storage, () => answer(parts, uid, unmet)),
    restart: (request) => restartPath(request, keyring),
    restartAsAnother: (request) =>
      restartPath(request, keyring, { prompt: 'login', [anotherAccountParameter]: '1' }),
    csrfToken: (uid) => keyring.sign('csrf', uid),
    isCsrfToken: (uid, token) => keyring.verify('csrf', uid, token),
  };
}

async function find(parts: Parts, request: IncomingMessage, uid: string): Promise<FoundInteraction> {
  const { provider, options, names } = parts;
  const cookie = cookieOf(request, names.interaction(uid));
  if (cookie === null || openInteractionCookie(cookie, options.keyring) !== uid) return { state: 'foreign' };
  const interaction = await provider.Interaction.find(uid);
  const client = interaction && (await provider.Client.find(String(interaction.params['client_id'])));
  if (!interaction || !client) return { state: 'gone' };
  // Whoever signed out, or was signed out by somebody else's sign-in, is not asked to agree to anything any more.
  const startedIn = interaction.session?.uid;
  if (startedIn !== undefined && startedIn !== (await currentSession(parts, request))?.uid)
    return { state: 'gone' };
  return { state: 'open', interaction: describe(interaction, client, options) };
}

async function currentSession(
  { options: { storage }, names }: Parts,
  request: IncomingMessage,
): Promise<StoredSession | null> {
  const cookie = cookieOf(request, names.session);
  return cookie === null ? null : storage.sessions.findLive(sha256(cookie));
}

async function answer(
  { provider }: Parts,
  uid: string,
  result: Interaction['result'],
): Promise<string | null> {
  const interaction = await provider.Interaction.find(uid);
  if (!interaction) return null;
  // What was answered before still counts, or a request with `prompt=login consent` would ask in circles.
  const earlier = result !== undefined && 'error' in result ? {} : interaction.lastSubmission;
  interaction.result = { ...earlier, ...result };
  await interaction.persist();
  return interaction.returnTo;
}

async function remember({ provider }: Parts, uid: string, progress: SignInProgress): Promise<boolean> {
  const interaction = await provider.Interaction.find(uid);
  if (!interaction) return false;
  const typed = typedOf(interaction);
  interaction.result = {
    progress: { ...progress, validFrom: progress.validFrom.toISOString() },
    ...(typed === null ? {} : { typed }),
  };
  await interaction.persist();
  return true;
}

async function keepTyped({ provider }: Parts, uid: string, typed: Typed): Promise<void> {
  const interaction = await provider.Interaction.find(uid);
  if (!interaction) return;
  interaction.result = { ...interaction.result, typed };
  await interaction.persist();
}

async function signIn(
  parts: Parts,
  request: IncomingMessage,
  uid: string,
  { accountId, validFrom, strength: { acr, amr }, authenticatedAt }: SignInProof,
): Promise<string | null> {
  const now = epochSeconds(parts.options.clock);
  const ts = authenticatedAt ? Math.min(now, Math.floor(authenticatedAt.getTime() / 1000)) : now;
  const account = await parts.options.storage.accounts.findById(accountId);
  if (account?.validFrom.getTime() !== validFrom.getTime() || account.disabledAt !== null) return null;
  const interaction = await parts.provider.Interaction.find(uid);
  if (!interaction) return null;
  if (await endOtherSession(parts, request, accountId)) {
    // It was started in the session that has just ended; the new sign-in starts a session of its own.
    delete interaction.session;
    await interaction.persist();
  }
  const login = { accountId, acr, amr: [...amr], remember: true, ts, validFrom: validFrom.toISOString() };
  return answer(parts, uid, { login: { ...login, isUndated: authenticatedAt === null } });
}

/** Somebody else was signed in to this browser: they are signed out. True when that was so. */
async function endOtherSession(parts: Parts, request: IncomingMessage, accountId: string): Promise<boolean> {
  const session = await currentSession(parts, request);
  if (session === null || session.accountId === null || session.accountId === accountId) return false;
  await parts.options.storage.sessions.end(session.uid);
  return true;
}

async function allow(
  parts: Parts,
  { uid, accountId, client, wanted }: PendingInteraction,
): Promise<string | null> {
  const { provider, options } = parts;
  const interaction = await provider.Interaction.find(uid);
  const engineClient = interaction && (await provider.Client.find(client.clientId));
  if (!interaction || !engineClient || accountId === null) return null;
  // Before the session: what ends both after this is noticed as the grant is made.
  const account = await options.storage.accounts.findById(accountId);
  const session = await provider.Session.findByUid(interaction.session?.uid ?? '');
  if (!session || account === null) return null;
  const basis = { validFrom: account.validFrom, sessionUid: session.uid };
  const { clientId } = client;
  const sessionUid = endsWithSession(engineClient, wanted.scope) ? session.uid : null;
  const grant = { accountId, clientId, sessionUid, consent: wanted, basis };
  const grantId = await createGrant(options, grant);
  if (grantId === null) return null;
  await options.storage.consents.remember(accountId, clientId, wanted);
  return answer(parts, uid, { consent: { grantId } });
}

export function cookieOf(request: IncomingMessage, name: string): string | null {
  for (const pair of (request.headers.cookie ?? '').split(';')) {
    const [key, ...value] = pair.trim().split('=');
    if (key === name) return value.join('=');
  }
  return null;
}
