-- Key pairs for ID tokens and JWT access tokens.
CREATE TABLE signing_keys (
  -- Key id, as published in the JWK set.
  kid text PRIMARY KEY,
  alg text NOT NULL CHECK (alg IN ('ES256', 'RS256')),
  -- Private JWK under AES-256-GCM; begins with the id of the master secret it derives from.
  sealed_private_jwk bytea NOT NULL,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
