-- People who sign in.
CREATE TABLE accounts (
  -- Public identifier, the `sub` of every token.
  account_id text PRIMARY KEY,
  -- Address as the person entered it.
  email text NOT NULL,
  -- Address as compared: Unicode NFKC, lower case. One account for each.
  email_key text NOT NULL,
  email_verified boolean NOT NULL,
  -- What the person wants to be called; may be absent.
  name text,
  -- PHC string of argon2id; absent when the person has no password.
  password_hash text,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  -- Sign-ins, sessions and grants older than this are dead: moving it ends them all at once.
  valid_from timestamptz NOT NULL DEFAULT 'epoch',
  -- Set: cannot sign in, and nothing issued to the account is good.
  disabled_at timestamptz
);

CREATE UNIQUE INDEX accounts_by_email_key ON accounts (email_key);
