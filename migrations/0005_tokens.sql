-- Bearer secrets. Every row is keyed by the SHA-256 of a secret that is stored nowhere. All tables are partitioned by
-- `expiry_bucket` (see 0004).

-- Access tokens. Bucket: day of the expiry.
--
--   live --(expiry)--> expired      live --(revocation)--> revoked
CREATE TABLE access_tokens (
  digest bytea NOT NULL,
  expiry_bucket integer NOT NULL,
  kind text NOT NULL CHECK (kind IN ('access_token', 'client_credentials')),
  client_id text NOT NULL,
  -- Absent, with the grant, for tokens of a client acting for itself.
  account_id text,
  grant_id text,
  grant_bucket integer,
  -- Scope, audience, extra claims, confirmation key.
  payload jsonb NOT NULL,
  issued_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  expires_at timestamptz NOT NULL,
  revoked_at timestamptz,
  PRIMARY KEY (digest, expiry_bucket)
) PARTITION BY LIST (expiry_bucket);

-- Refresh tokens: a chain of rows under one grant. Bucket: week of the idle expiry.
--
--   unspent --(refresh)--> spent --(within the retry window, successor unspent)--> answered once more
--                            \----(any other use)--> the whole grant ends
CREATE TABLE refresh_tokens (
  digest bytea NOT NULL,
  expiry_bucket integer NOT NULL,
  client_id text NOT NULL,
  account_id text NOT NULL,
  grant_id text NOT NULL,
  grant_bucket integer NOT NULL,
  payload jsonb NOT NULL,
  issued_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  -- Idle expiry; never past the grant's.
  expires_at timestamptz NOT NULL,
  -- When it was spent. Kept until expiry: forgetting it would make replay look like first use.
  consumed_at timestamptz,
  -- The token that follows in the chain.
  successor_digest bytea,
  successor_bucket integer,
  -- First response, encrypted under a key that derives from the spent token: only its holder can read it again.
  sealed_response bytea,
  -- SHA-256 of the parameters of the first request; a retry must ask for the same.
  request_digest bytea,
  revoked_at timestamptz,
  PRIMARY KEY (digest, expiry_bucket)
) PARTITION BY LIST (expiry_bucket);

-- Authorization codes. Bucket: hour of the expiry.
--
--   unspent --(redeemed)--> spent --(redeemed again)--> the whole grant ends
CREATE TABLE authorization_codes (
  digest bytea NOT NULL,
  expiry_bucket integer NOT NULL,
  client_id text NOT NULL,
  account_id text NOT NULL,
  grant_id text NOT NULL,
  grant_bucket integer NOT NULL,
  -- PKCE challenge, redirect URI, nonce, scope.
  payload jsonb NOT NULL,
  issued_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  expires_at timestamptz NOT NULL,
  consumed_at timestamptz,
  PRIMARY KEY (digest, expiry_bucket)
) PARTITION BY LIST (expiry_bucket);

-- Pushed authorization requests (RFC 9126). Bucket: hour of the expiry.
CREATE TABLE pushed_authorization_requests (
  digest bytea NOT NULL,
  expiry_bucket integer NOT NULL,
  -- Parameters, encrypted under a key that derives from the request URI.
  sealed bytea NOT NULL,
  expires_at timestamptz NOT NULL,
  consumed_at timestamptz,
  PRIMARY KEY (digest, expiry_bucket)
) PARTITION BY LIST (expiry_bucket);

-- Authorization requests waiting for a person. Bucket: hour of the expiry.
--
--   open --(answered or abandoned)--> ended: a tombstone until expiry
CREATE TABLE interactions (
  digest bytea NOT NULL,
  expiry_bucket integer NOT NULL,
  -- Request and answers so far, encrypted under a key that derives from the interaction's secret.
  sealed bytea NOT NULL,
  expires_at timestamptz NOT NULL,
  ended_at timestamptz,
  PRIMARY KEY (digest, expiry_bucket)
) PARTITION BY LIST (expiry_bucket);
