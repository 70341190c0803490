-- Mails on their way out. Written in the transaction of what they tell of; gone once they were handed over.
CREATE TABLE outgoing_mails (
  mail_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  -- Recipient and content, codes included, encrypted under a key that derives from the master secret.
  sealed bytea NOT NULL,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  -- When it is tried next. Taking a mail moves this into the future: whoever took it and died leaves it to others.
  due_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  attempts integer NOT NULL DEFAULT 0,
  -- After this it is of no use to anybody any more.
  expires_at timestamptz NOT NULL
);

CREATE INDEX outgoing_mails_by_due_at ON outgoing_mails (due_at);

-- Codes sent to an address, with which whoever reads mail there proves it in the browser that asked. Bucket: hour of the expiry.
--
--   open --(right code)--> consumed
--   open --(as many wrong codes as there are attempts, or its time)--> worthless; asking again opens it anew
CREATE TABLE email_proofs (
  -- Of the browser's secret for what it is doing: a code is of no use in another browser.
  transaction_digest bytea NOT NULL,
  -- sign_up, reset_password
  purpose text NOT NULL,
  expiry_bucket integer NOT NULL,
  -- Keyed digest of the code; NULL where nothing was sent, and so nothing can be proven.
  code_digest bytea,
  -- What is to happen when it is proven, encrypted under a key that derives from the browser's secret.
  sealed bytea NOT NULL,
  attempts_left integer NOT NULL,
  code_expires_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  consumed_at timestamptz,
  PRIMARY KEY (transaction_digest, purpose, expiry_bucket)
) PARTITION BY LIST (expiry_bucket);
