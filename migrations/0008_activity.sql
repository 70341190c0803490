-- What happened to accounts: sign-ins, and changes of what they are signed in with. Shown to their owners.
--
-- Bucket: four weeks of the expiry.
CREATE TABLE account_activities (
  activity_id bigint GENERATED ALWAYS AS IDENTITY,
  account_id text NOT NULL,
  expiry_bucket integer NOT NULL,
  -- signed_in, password_changed, passkey_added, …
  kind text NOT NULL,
  -- A name the owner knows, of a passkey, a provider or an app.
  detail text,
  -- Such as "Firefox on Linux"; empty: unknown.
  browser text NOT NULL,
  -- Where it came from, as rate limits count networks.
  network text NOT NULL,
  at timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (activity_id, expiry_bucket)
) PARTITION BY LIST (expiry_bucket);

CREATE INDEX account_activities_by_account ON account_activities (account_id, activity_id);

-- Browsers in which somebody has signed in to an account before: what comes from another one is worth a word to the owner, and
-- guesses from elsewhere do not count against these. The latest twenty of each account.
CREATE TABLE known_devices (
  account_id text NOT NULL REFERENCES accounts (account_id) ON DELETE CASCADE,
  -- SHA-256 of the secret in the browser's cookie.
  device_digest bytea NOT NULL,
  last_seen_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (account_id, device_digest)
);

-- What a person needs to recognise a session.
ALTER TABLE sessions ADD COLUMN browser text;
ALTER TABLE sessions ADD COLUMN network text;

-- Set where everything else of the account was ended but this session, which had been live until then: it counts from here.
ALTER TABLE sessions ADD COLUMN kept_at timestamptz;

CREATE OR REPLACE VIEW live_sessions AS
SELECT s.*
FROM sessions s
LEFT JOIN accounts a ON a.account_id = s.account_id
WHERE s.ended_at IS NULL
  AND s.expires_at > clock_timestamp()
  AND (s.account_id IS NULL OR (a.disabled_at IS NULL AND greatest(s.created_at, s.kept_at) >= a.valid_from));

-- A grant that is bound to a session lives as that does; the moments of the account are for those that stand alone.
CREATE OR REPLACE VIEW live_grants AS
SELECT g.*, least(date_trunc('second', g.expires_at), s.expires_at) AS live_until
FROM grants g
JOIN accounts a ON a.account_id = g.account_id
JOIN clients c ON c.client_id = g.client_id
LEFT JOIN live_sessions s ON s.uid = g.session_uid AND s.expiry_bucket = g.session_bucket
WHERE g.ended_at IS NULL
  AND g.expires_at > clock_timestamp()
  AND a.disabled_at IS NULL
  AND c.removed_at IS NULL
  AND g.created_at >= c.valid_from
  AND CASE WHEN g.session_uid IS NULL THEN g.created_at >= a.valid_from ELSE s.account_id = g.account_id END;

-- Names that the operator gave, by which stronger sign-ins are asked for.
ALTER TABLE accounts ADD COLUMN groups text[] NOT NULL DEFAULT '{}';
