/**
 * Other places that say who somebody is. A provider only ever says it of itself: its word is worth what the operator says, and
 * opens no account but the one that its own (provider, issuer, subject) was linked with. How it is spoken to is in `upstream/`.
 */
export interface Provider {
  readonly id: string;
  readonly kind: 'oidc' | 'oauth2' | 'steam';
  /** As people know it. */
  readonly label: string;
  /** Whether it is a way to sign in, and whether signed-in people may link an account of theirs there. */
  readonly canSignIn: boolean;
  readonly canLink: boolean;
  /** Whether an address counts as proven when the provider says that it verified it. */
  readonly trustEmail: boolean;
  /** Domains of addresses it speaks for. Empty: none in particular. */
  readonly domains: readonly string[];
  /** People with an address in `domains` sign in with this provider only. */
  readonly enforce: boolean;
  /** It answers with a form that it has the browser post, without our cookies (OAuth 2.0 Form Post Response Mode). */
  readonly postsCallback: boolean;
  readonly client: UpstreamClient;
}

/** Who somebody is at a provider. */
export interface UpstreamIdentity {
  /** Who says so; a provider may speak for several. */
  readonly issuer: string;
  readonly subject: string;
  readonly email: string | null;
  /** What the provider says. */
  readonly emailVerified: boolean;
  readonly name: string | null;
  /** Two factors were used there, and the operator has decided that this counts here. */
  readonly isMultiFactor: boolean;
  /** When they last showed it there, as the provider says; null: it does not say. */
  readonly authenticatedAt: Date | null;
}

export interface UpstreamClient {
  begin(visit: BeginUpstream): Promise<BegunUpstream>;
  /** At most once for each `begin`. */
  finish(callback: UpstreamCallback): Promise<UpstreamAnswer>;
}

export interface BeginUpstream {
  readonly state: string;
  /** Where the provider sends the browser back to: of this provider alone, so that no other's answer is taken for its own. */
  readonly callbackUri: string;
  readonly loginHint: string | null;
  /** Somebody who is signed in there already is to show again who they are. */
  readonly reauthenticate: boolean;
}

export type BegunUpstream =
  /** @property memory comes back to `finish`; kept from the browser */
  { readonly outcome: 'begun'; readonly location: string; readonly memory: string } | UpstreamUnavailable;

/** It did not answer, or as no such provider does. The reason is for the log. */
export interface UpstreamUnavailable {
  readonly outcome: 'unavailable';
  readonly reason: string;
}

export interface UpstreamCallback {
  /** What the provider had the browser bring, each once. */
  readonly parameters: ReadonlyMap<string, string>;
  readonly state: string;
  readonly callbackUri: string;
  readonly memory: string;
}

export type UpstreamAnswer =
  | { readonly outcome: 'identified'; readonly identity: UpstreamIdentity }
  /** The person changed their mind there. */
  | { readonly outcome: 'cancelled' }
  /** What came is not what the provider says of whoever went there. The reason is for the log. */
  | { readonly outcome: 'refused'; readonly reason: string }
  | UpstreamUnavailable;
