import type { Client as EngineClient, Interaction } from 'oidc-provider';
import type { Acr, Method } from '../../domain/authentication/strength.ts';
import type { Consent } from '../../domain/tokens/grant-store.ts';
import { extensionOf } from '../policies/client-extension.ts';
import { endsWithSession } from '../policies/grants.ts';
import { wantedAcr } from '../policies/sign-in-policy.ts';
import type { ProtocolOptions } from '../protocol-options.ts';
import { anotherAccountParameter } from './original-request.ts';

/**
 * An authorization request waiting for a person, as pages see it. Every answer ends with the address to send the browser
 * to: the engine's resume endpoint, which alone decides what comes next.
 */
export interface PendingInteraction {
  readonly uid: string;
  readonly prompt: 'login' | 'consent';
  readonly client: InteractionClient;
  readonly redirectUri: string;
  readonly loginHint: string | null;
  /** Whoever is signed in here wants to be somebody else: nothing that is known of them is of use. */
  readonly wantsAnotherAccount: boolean;
  /** What somebody has typed on a page of it, for the next one. */
  readonly typed: Typed | null;
  /** The languages that the app asks for. */
  readonly uiLocales: string | null;
  /** The weakest sign-in that will do, as far as the request and its client say. */
  readonly wantedAcr: Acr;
  /** Somebody who is signed in has to show again who they are (OpenID Connect Core §3.1.2.1). */
  readonly reauthenticates: boolean;
  /** How far somebody has come who is signing in; null: not even the first step was taken. */
  readonly progress: SignInProgress | null;
  /** Who is signed in, once someone is. */
  readonly accountId: string | null;
  /** What the person is asked to agree to; empty while signing in. */
  readonly wanted: Consent;
}

export interface Typed {
  readonly email: string;
  readonly name: string;
}

export interface SignInProgress {
  readonly accountId: string;
  /** The account's at the first step: what has ended everything since also ends this. */
  readonly validFrom: Date;
  readonly methods: readonly Method[];
}

export interface InteractionClient {
  readonly clientId: string;
  readonly name: string;
  readonly uri: string | null;
  readonly logoUri: string | null;
  readonly accentColor: string | null;
  /** How long what is granted lasts, in seconds; null: until the person signs out. */
  readonly lifetimeSeconds: number | null;
}

/** The engine's interaction, as pages see it. */
export function describe(
  interaction: Interaction,
  client: EngineClient,
  { lifetimes }: ProtocolOptions,
): PendingInteraction {
  const wanted = wantedOf(interaction);
  const { login_hint: loginHint, redirect_uri: redirectUri, ui_locales: uiLocales } = interaction.params;
  const wantsAnotherAccount = interaction.params[anotherAccountParameter] !== undefined;
  return {
    uid: interaction.uid,
    prompt: interaction.prompt.name === 'consent' ? 'consent' : 'login',
    client: {
      clientId: client.clientId,
      name: client.clientName ?? client.clientId,
      uri: client.clientUri ?? null,
      logoUri: client.logoUri ?? null,
      accentColor: extensionOf(client).accentColor,
      lifetimeSeconds: lifetimeOf(client, wanted.scope),
    },
    redirectUri: String(redirectUri),
    wantedAcr: wantedAcr(interaction.params['acr_values'], extensionOf(client).requiredAcr),
    reauthenticates: mustShowAgain(interaction),
    progress: progressOf(interaction),
    typed: typedOf(interaction),
    loginHint: typeof loginHint === 'string' && !wantsAnotherAccount ? loginHint : null,
    wantsAnotherAccount,
    uiLocales: typeof uiLocales === 'string' ? uiLocales : null,
    accountId: interaction.session?.accountId ?? null,
    wanted,
  };

  function lifetimeOf(of: EngineClient, scope: string): number | null {
    if (extensionOf(of).tokenProfile === 'persistent') return lifetimes.persistentTokenSeconds;
    if (endsWithSession(of, scope)) return null;
    return of.grantTypeAllowed('refresh_token') ? lifetimes.grantSeconds : lifetimes.accessTokenSeconds;
  }
}

function mustShowAgain({ params: { prompt, max_age: maxAge } }: Interaction): boolean {
  return (
    maxAge !== undefined ||
    String(prompt ?? '')
      .split(' ')
      .includes('login')
  );
}

/** The engine lists what is not granted yet, which is everything asked for: a grant is never extended. */
function wantedOf({ prompt: { details } }: Interaction): Consent {
  const { missingOIDCScope, missingOIDCClaims, missingResourceScopes } = details as {
    missingOIDCScope?: string[];
    missingOIDCClaims?: string[];
    missingResourceScopes?: Record<string, string[]>;
  };
  return {
    scope: (missingOIDCScope ?? []).join(' '),
    claims: missingOIDCClaims ?? [],
    resources: Object.fromEntries(
      Object.entries(missingResourceScopes ?? {}).map(([audience, scopes]) => [audience, scopes.join(' ')]),
    ),
  };
}

export function typedOf({ result }: Interaction): Typed | null {
  return (result?.['typed'] as Typed | undefined) ?? null;
}

/** It is sealed and ours: nobody else writes it. */
function progressOf({ result }: Interaction): SignInProgress | null {
  const progress = result?.['progress'] as (SignInProgress & { validFrom: string }) | undefined;
  return progress === undefined ? null : { ...progress, validFrom: new Date(progress.validFrom) };
}
