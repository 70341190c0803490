import type { AccountStore } from './accounts/account-store.ts';
import type { ActivityStore } from './activity/activity.ts';
import type { KnownDeviceStore } from './activity/known-devices.ts';
import type { FactorStore } from './authentication/next-step.ts';
import type { ApiStore, ClientStore } from './clients/client.ts';
import type { RecoveryCodeStore } from './factors/recovery-codes.ts';
import type { TotpStore } from './factors/totp/totp-store.ts';
import type { PasskeyStore } from './factors/passkeys/passkey-store.ts';
import type { IdentityStore } from './federation/identity-store.ts';
import type { UpstreamTransactionStore } from './federation/transaction-store.ts';
import type { LiveTokenReader } from './introspection/live-token.ts';
import type { SigningKeyStore } from './keys/signing-key.ts';
import type { EmailProofStore } from './mail/email-proof.ts';
import type { OutgoingMailStore } from './mail/mail.ts';
import type { ConsentStore, GrantStore } from './tokens/grant-store.ts';
import type { SessionStore } from './tokens/session-store.ts';
import type {
  AccessTokenStore,
  AuthorizationCodeStore,
  InteractionStore,
  PushedRequestStore,
  RefreshTokenStore,
} from './tokens/token-stores.ts';
import type { RunUnitOfWork } from './unit-of-work.ts';

/** Everything that must not be lost. Every method throws UnavailableError when the database cannot answer. */
export interface Storage {
  readonly accounts: AccountStore;
  readonly clients: ClientStore;
  readonly apis: ApiStore;
  readonly signingKeys: SigningKeyStore;
  readonly grants: GrantStore;
  readonly consents: ConsentStore;
  readonly sessions: SessionStore;
  readonly liveTokens: LiveTokenReader;
  readonly accessTokens: AccessTokenStore;
  readonly refreshTokens: RefreshTokenStore;
  readonly authorizationCodes: AuthorizationCodeStore;
  readonly pushedRequests: PushedRequestStore;
  readonly interactions: InteractionStore;
  readonly outgoingMails: OutgoingMailStore;
  readonly emailProofs: EmailProofStore;
  readonly totps: TotpStore;
  readonly recoveryCodes: RecoveryCodeStore;
  readonly passkeys: PasskeyStore;
  readonly enrolledFactors: FactorStore;
  readonly activities: ActivityStore;
  readonly knownDevices: KnownDeviceStore;
  readonly identities: IdentityStore;
  readonly upstreamTransactions: UpstreamTransactionStore;
  readonly unitOfWork: RunUnitOfWork;
  /**
   * Waits until every process knows of what has ended up to now; inside a unit of work, of what that ends, after its commit.
   * What ends something does so by itself; this is for who only finds that it has ended, and says so.
   */
  untilEndsAreKnown(): Promise<void>;
  /** @throws UnavailableError unless the database takes writes */
  ping(): Promise<void>;
}
