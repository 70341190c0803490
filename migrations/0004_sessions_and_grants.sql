-- Tables partitioned by `expiry_bucket` hold rows that expire. The bucket is the expiry in epoch seconds divided by a width
-- (a week here; see each table), and a partition is dropped whole once its bucket has passed. Names of sessions, grants, codes
-- and tokens carry it, so that a look-up touches one partition. The service creates partitions ahead; nothing deletes rows.

-- Signed-in browsers.
--
--   live --(idle or absolute expiry)--> expired
--     \---(sign-out, by anyone)------> ended: a tombstone; no later save brings it back
--
-- Bucket: week of the absolute expiry.
CREATE TABLE sessions (
  -- Stable name of the session; its last four characters are the bucket.
  uid text NOT NULL,
  expiry_bucket integer NOT NULL,
  -- SHA-256 of the secret in the cookie; changes at each sign-in.
  id_digest bytea NOT NULL,
  -- Absent until somebody has signed in.
  account_id text,
  -- Time and strength of the sign-in.
  payload jsonb NOT NULL,
  -- Per client: the `sid` and grant of earlier authorizations.
  authorizations jsonb NOT NULL,
  -- Form secrets, encrypted for the holder of the cookie.
  sealed_state bytea,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  -- Idle expiry, moved by use; never past the absolute one.
  expires_at timestamptz NOT NULL,
  ended_at timestamptz,
  PRIMARY KEY (uid, expiry_bucket)
) PARTITION BY LIST (expiry_bucket);

CREATE UNIQUE INDEX sessions_by_id_digest ON sessions (id_digest, expiry_bucket);
CREATE INDEX sessions_by_account ON sessions (account_id);

-- What a person allowed a client, once for each authorization; the root of every token issued from it.
--
--   live --(absolute expiry)---------------------------> expired
--     \---(revoked, replayed, consent withdrawn)------> ended: a tombstone until expiry
--
-- Bucket: week of the expiry.
CREATE TABLE grants (
  -- Public name; its last four characters are the bucket.
  grant_id text NOT NULL,
  expiry_bucket integer NOT NULL,
  account_id text NOT NULL,
  client_id text NOT NULL,
  -- Set: the grant ends with this session.
  session_uid text,
  session_bucket integer,
  -- OpenID Connect scope granted, space separated.
  scope text NOT NULL,
  -- Single claims granted (OpenID Connect Core section 5.5).
  claims jsonb NOT NULL,
  -- Resource indicator -> granted scope.
  resources jsonb NOT NULL,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  -- Absolute end of every refresh chain of the grant.
  expires_at timestamptz NOT NULL,
  ended_at timestamptz,
  end_reason text,
  PRIMARY KEY (grant_id, expiry_bucket)
) PARTITION BY LIST (expiry_bucket);

CREATE INDEX grants_by_account_and_client ON grants (account_id, client_id);

-- What a person agreed to, remembered so that the same request need not be confirmed again.
CREATE TABLE consents (
  account_id text NOT NULL REFERENCES accounts (account_id),
  client_id text NOT NULL REFERENCES clients (client_id),
  scope text NOT NULL,
  claims jsonb NOT NULL,
  resources jsonb NOT NULL,
  updated_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (account_id, client_id)
);

-- Sessions that count.
CREATE VIEW live_sessions AS
SELECT s.*
FROM sessions s
LEFT JOIN accounts a ON a.account_id = s.account_id
WHERE s.ended_at IS NULL
  AND s.expires_at > clock_timestamp()
  AND (s.account_id IS NULL OR (a.disabled_at IS NULL AND s.created_at >= a.valid_from));

-- Grants that count: the grant itself, its account, its client and the session it is bound to. The one place where this is
-- said; every token is good only while its grant is in this view.
CREATE VIEW live_grants AS
SELECT g.*
FROM grants g
JOIN accounts a ON a.account_id = g.account_id
JOIN clients c ON c.client_id = g.client_id
LEFT JOIN live_sessions s ON s.uid = g.session_uid AND s.expiry_bucket = g.session_bucket
WHERE g.ended_at IS NULL
  AND g.expires_at > clock_timestamp()
  AND a.disabled_at IS NULL
  AND g.created_at >= a.valid_from
  AND c.removed_at IS NULL
  AND g.created_at >= c.valid_from
  AND (g.session_uid IS NULL OR s.account_id = g.account_id);
