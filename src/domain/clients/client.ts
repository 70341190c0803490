import type { ClientMetadata } from './client-metadata.ts';

/** A registered client as the protocol needs it: its metadata (RFC 7591 names), live secrets, and the API it is, if any. */
export interface Client {
  readonly clientId: string;
  readonly metadata: ClientMetadata;
  /** SHA-256 of every secret that authenticates the client now. */
  readonly secretDigests: readonly Buffer[];
  /** When the first of them ends by itself; null: none does. */
  readonly secretsEndAt: Date | null;
  /** Audiences of the APIs whose credentials these are: the tokens it may introspect. */
  readonly audiences: readonly string[];
}

/** A resource server (RFC 8707): who it is to tokens, and how it wants them. */
export interface Api {
  /** Absolute URI; the `resource` a client asks for and the `aud` of its tokens. */
  readonly audience: string;
  /** The client whose credentials the API introspects with. */
  readonly clientId: string;
  readonly name: string;
  /** Scope names and the words a consent page shows for them. */
  readonly scopes: Readonly<Record<string, string>>;
  readonly accessTokenFormat: 'opaque' | 'jwt';
  /** null: the service's default. */
  readonly accessTokenTtlSeconds: number | null;
  readonly managedBy: ManagedBy;
}

/** `declaration`: came from a declarations file, which may also remove it. `operator`: made by hand, left alone by files. */
export type ManagedBy = 'declaration' | 'operator';

export interface ClientSecretInfo {
  readonly id: string;
  readonly createdAt: Date;
  readonly expiresAt: Date | null;
}

export interface ClientRecord {
  readonly clientId: string;
  readonly metadata: ClientMetadata;
  readonly managedBy: ManagedBy;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  /** Oldest first, those that ended included. */
  readonly secrets: readonly ClientSecretInfo[];
}

export interface ClientStore {
  findLive(clientId: string): Promise<Client | null>;
  /** Whether any client registered this browser origin. */
  isAllowedOrigin(origin: string): Promise<boolean>;
  findRecord(clientId: string): Promise<ClientRecord | null>;
  list(): Promise<readonly ClientRecord[]>;
  /** Creates or replaces the metadata. A removed client comes back without any token it had before. */
  put(clientId: string, metadata: ClientMetadata, managedBy: ManagedBy): Promise<void>;
  /** Ends every grant and token of the client and its secrets; idempotent. False when there is no such client. */
  remove(clientId: string): Promise<boolean>;
  /** Ends every grant and token of the client; its secrets stay. Idempotent. False when there is no such client. */
  revokeAll(clientId: string): Promise<boolean>;
  /** Idempotent for the same digest. */
  addSecret(clientId: string, secret: { readonly id: string; readonly digest: Buffer }): Promise<void>;
  /** Lets all secrets but `keepId` end after `graceSeconds`; 0 ends them now. */
  expireOtherSecrets(clientId: string, keepId: string, graceSeconds: number): Promise<void>;
}

export interface ApiStore {
  findLive(audience: string): Promise<Api | null>;
  list(): Promise<readonly Api[]>;
  put(api: Api): Promise<void>;
  /** Idempotent. False when there is no such API. Its client stays. */
  remove(audience: string): Promise<boolean>;
}
