-- Names by which authenticators know accounts: they may show them, and hand them to whoever can read the authenticator, so they
-- say nothing about the person and are no account id.
CREATE TABLE passkey_users (
  account_id text PRIMARY KEY REFERENCES accounts (account_id) ON DELETE CASCADE,
  -- Random.
  user_handle bytea NOT NULL UNIQUE
);

-- Passkeys (WebAuthn Level 3, credential records). Nothing in here is secret: the private keys are with the authenticators.
CREATE TABLE passkeys (
  -- Public name, also in pages.
  passkey_id text PRIMARY KEY,
  account_id text NOT NULL REFERENCES passkey_users (account_id) ON DELETE CASCADE,
  -- As the authenticator calls it.
  credential_id bytea NOT NULL,
  -- COSE_Key.
  public_key bytea NOT NULL,
  -- How often it signed, as of its last use; 0 where the authenticator does not count.
  sign_count bigint NOT NULL,
  -- How the browser reached the authenticator (usb, internal, hybrid, ...).
  transports text[] NOT NULL,
  -- Model of the authenticator; zeros where it does not say.
  aaguid uuid NOT NULL,
  -- May be on several devices, and so count differently on each.
  backup_eligible boolean NOT NULL,
  -- Is kept somewhere besides one device, as of its last use.
  backed_up boolean NOT NULL,
  -- What its owner calls it.
  name text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  last_used_at timestamptz
);

CREATE UNIQUE INDEX passkeys_by_credential_id ON passkeys (credential_id);
CREATE INDEX passkeys_by_account ON passkeys (account_id);

-- What an authenticator has to sign, for one page of one browser. Bucket: hour of the expiry.
--
--   open --(any response to it, right or wrong)--> consumed
--     \----(its time, or a later page)-----------> worthless
CREATE TABLE passkey_challenges (
  -- Of the browser's secret for what it is doing: a challenge is of no use in another browser.
  transaction_digest bytea NOT NULL,
  -- enrol, sign_in
  purpose text NOT NULL,
  expiry_bucket integer NOT NULL,
  challenge_digest bytea NOT NULL,
  expires_at timestamptz NOT NULL,
  consumed_at timestamptz,
  PRIMARY KEY (transaction_digest, purpose, expiry_bucket)
) PARTITION BY LIST (expiry_bucket);
