-- Accounts that people have elsewhere, with which they sign in here.
CREATE TABLE identities (
  -- Id of the provider in the configuration.
  provider text NOT NULL,
  -- Who says so: the `iss` of an OpenID provider. One provider may speak for several.
  issuer text NOT NULL,
  -- Who it is there, unchanging and never given to somebody else. Nothing else ever decides whose account it is.
  subject text NOT NULL,
  account_id text NOT NULL REFERENCES accounts (account_id),
  -- Address and name of that account when it was used last; shown to the owner so that they know it again.
  email text,
  email_verified boolean NOT NULL,
  name text,
  linked_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  last_used_at timestamptz,
  PRIMARY KEY (provider, issuer, subject)
);

CREATE INDEX identities_by_account ON identities (account_id);

-- Visits to a provider under way, and what a provider said of somebody who has no account yet. Bucket: hour of the expiry.
--
--   open --(callback in the same browser)--> consumed
--     \---(its time; an identity unlinked)-> worthless
CREATE TABLE upstream_transactions (
  -- SHA-256 of the secret that the browser carries: the `state`.
  secret_digest bytea NOT NULL,
  expiry_bucket integer NOT NULL,
  provider text NOT NULL,
  -- sign_in, link, sign_up
  purpose text NOT NULL,
  -- SHA-256 of the name of the interaction or session that it belongs to.
  owner_digest bytea NOT NULL,
  -- Whose account it is to be linked with; absent unless linking.
  account_id text,
  -- Nonce, PKCE verifier and the like, encrypted under a key that derives from the secret.
  sealed bytea NOT NULL,
  expires_at timestamptz NOT NULL,
  consumed_at timestamptz,
  PRIMARY KEY (secret_digest, expiry_bucket)
) PARTITION BY LIST (expiry_bucket);

CREATE INDEX upstream_transactions_by_account ON upstream_transactions (account_id);

-- Answers of OpenID 2.0 providers that were accepted: none is accepted again. Bucket: hour of the expiry.
CREATE TABLE upstream_nonces (
  -- SHA-256 of the provider and its `response_nonce`.
  nonce_digest bytea NOT NULL,
  expiry_bucket integer NOT NULL,
  expires_at timestamptz NOT NULL,
  PRIMARY KEY (nonce_digest, expiry_bucket)
) PARTITION BY LIST (expiry_bucket);
