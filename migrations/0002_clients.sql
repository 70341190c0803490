-- Programs that ask for tokens, and APIs that accept them.
CREATE TABLE clients (
  client_id text PRIMARY KEY,
  -- Registered metadata in RFC 7591 words.
  metadata jsonb NOT NULL,
  -- 'declaration': from a declarations file, which may also remove it; 'operator': made by hand.
  managed_by text NOT NULL CHECK (managed_by IN ('declaration', 'operator')),
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  updated_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  -- Grants and tokens older than this are dead: moving it ends them all at once.
  valid_from timestamptz NOT NULL DEFAULT clock_timestamp(),
  -- Set: unknown to the protocol, and nothing issued to the client is good.
  removed_at timestamptz
);

-- Client secrets; several are good at once, so that they can be rotated without an outage.
CREATE TABLE client_secrets (
  secret_id text NOT NULL,
  client_id text NOT NULL REFERENCES clients (client_id),
  -- SHA-256 of the secret, which has 256 random bits and is nowhere.
  digest bytea NOT NULL,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  -- Absent: good until rotated.
  expires_at timestamptz,
  PRIMARY KEY (client_id, secret_id)
);

CREATE UNIQUE INDEX client_secrets_by_digest ON client_secrets (client_id, digest);

-- Resource servers (RFC 8707).
CREATE TABLE apis (
  -- Absolute URI: the `resource` of requests and the `aud` of tokens.
  audience text PRIMARY KEY,
  -- The client whose credentials the API introspects with.
  client_id text NOT NULL REFERENCES clients (client_id),
  name text NOT NULL,
  -- Scope name -> words for the consent page.
  scopes jsonb NOT NULL,
  access_token_format text NOT NULL CHECK (access_token_format IN ('opaque', 'jwt')),
  -- Absent: the service's default.
  access_token_ttl_seconds integer CHECK (access_token_ttl_seconds > 0),
  managed_by text NOT NULL CHECK (managed_by IN ('declaration', 'operator'))
);

CREATE INDEX apis_by_client ON apis (client_id);
