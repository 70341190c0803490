-- Authenticator apps (RFC 6238): one for each account that has one.
CREATE TABLE totp_authenticators (
  account_id text PRIMARY KEY REFERENCES accounts (account_id) ON DELETE CASCADE,
  -- Which of those the account has had: a code checked against an earlier one is of no use for this one.
  totp_id text NOT NULL,
  -- The shared secret, encrypted under a key that derives from the master secret.
  sealed_secret bytea NOT NULL,
  -- Number of the 30 s step since 1970 whose code was used last. Only codes of later steps are taken.
  last_used_step integer NOT NULL,
  added_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  last_used_at timestamptz
);

-- Authenticator apps that were shown their secret and have not proven yet that they have it. At most one for each account: a
-- later one takes the place of an earlier one, and a first right code moves it to `totp_authenticators`.
CREATE TABLE totp_enrolments (
  account_id text PRIMARY KEY REFERENCES accounts (account_id) ON DELETE CASCADE,
  totp_id text NOT NULL,
  -- The secret is shown to, and confirmed by, the session that asked for it: no other one of the account gets to know it.
  session_uid text NOT NULL,
  sealed_secret bytea NOT NULL,
  expires_at timestamptz NOT NULL
);

-- Codes for who has lost the other factors. One row holds all of an account, so that new ones replace all old ones at once.
CREATE TABLE recovery_codes (
  account_id text PRIMARY KEY REFERENCES accounts (account_id) ON DELETE CASCADE,
  -- SHA-256 of the account and the code, of those that were not used yet. Using one takes it out.
  unused_digests bytea[] NOT NULL,
  made_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
