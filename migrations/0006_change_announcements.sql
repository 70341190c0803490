-- What a process may remember of a row, it must forget when the row changes. The database says so itself, in the transaction
-- of the change: a notification on the channel `symbolon_changes` exists exactly when the fact does, whoever made it. Its
-- payload is the name of what changed: a grant, session, account or client id, an audience, or a token's digest in
-- hexadecimal. Only what ends or replaces something is announced, never what is new.

CREATE FUNCTION announce_grant() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('symbolon_changes', OLD.grant_id);
  RETURN NULL;
END $$;

CREATE FUNCTION announce_session() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('symbolon_changes', OLD.uid);
  RETURN NULL;
END $$;

CREATE FUNCTION announce_account() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('symbolon_changes', OLD.account_id);
  RETURN NULL;
END $$;

CREATE FUNCTION announce_access_token() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('symbolon_changes', encode(OLD.digest, 'hex'));
  RETURN NULL;
END $$;

-- Clients, their secrets, and the APIs whose credentials they are.
CREATE FUNCTION announce_client() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP <> 'INSERT' THEN PERFORM pg_notify('symbolon_changes', OLD.client_id); END IF;
  IF TG_OP <> 'DELETE' THEN PERFORM pg_notify('symbolon_changes', NEW.client_id); END IF;
  RETURN NULL;
END $$;

CREATE FUNCTION announce_api() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('symbolon_changes', OLD.audience);
  RETURN NULL;
END $$;

CREATE TRIGGER announce_change AFTER UPDATE OR DELETE ON grants FOR EACH ROW EXECUTE FUNCTION announce_grant();

-- Sessions are saved at every use; what makes them worth less is announced.
CREATE TRIGGER announce_change AFTER UPDATE ON sessions FOR EACH ROW
  WHEN (OLD.ended_at IS DISTINCT FROM NEW.ended_at OR NEW.expires_at < OLD.expires_at
    OR NEW.created_at < OLD.created_at OR (OLD.account_id IS NOT NULL AND OLD.account_id IS DISTINCT FROM NEW.account_id))
  EXECUTE FUNCTION announce_session();
CREATE TRIGGER announce_removal AFTER DELETE ON sessions FOR EACH ROW EXECUTE FUNCTION announce_session();

CREATE TRIGGER announce_change AFTER UPDATE ON accounts FOR EACH ROW
  WHEN (OLD.disabled_at IS DISTINCT FROM NEW.disabled_at OR OLD.valid_from IS DISTINCT FROM NEW.valid_from)
  EXECUTE FUNCTION announce_account();
CREATE TRIGGER announce_removal AFTER DELETE ON accounts FOR EACH ROW EXECUTE FUNCTION announce_account();

CREATE TRIGGER announce_change AFTER UPDATE OR DELETE ON access_tokens FOR EACH ROW EXECUTE FUNCTION announce_access_token();

CREATE TRIGGER announce_change AFTER UPDATE OR DELETE ON clients FOR EACH ROW EXECUTE FUNCTION announce_client();
CREATE TRIGGER announce_change AFTER INSERT OR UPDATE OR DELETE ON client_secrets
  FOR EACH ROW EXECUTE FUNCTION announce_client();
CREATE TRIGGER announce_change AFTER INSERT OR UPDATE OR DELETE ON apis FOR EACH ROW EXECUTE FUNCTION announce_client();
CREATE TRIGGER announce_api AFTER UPDATE OR DELETE ON apis FOR EACH ROW EXECUTE FUNCTION announce_api();

-- How long a grant stays good if nothing ends it: until it expires, which the protocol counts in whole seconds, or the session
-- it is bound to.
CREATE OR REPLACE VIEW live_grants AS
SELECT g.*, least(date_trunc('second', g.expires_at), s.expires_at) AS live_until
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
