-- What a run of the webhook process tests writes down: the application's rows, and by triggers what
-- happens to queue and circuits.
CREATE TABLE hook_order (number bigint PRIMARY KEY, key text, webhook_id text, delivery uuid);
CREATE TABLE hook_effect (webhook_id text, takeover boolean);
CREATE TABLE hook_news (what text, key text);

CREATE TABLE hook_claim (
  n bigint GENERATED ALWAYS AS IDENTITY, what text, delivery uuid, fence integer, attempts integer,
  instance text, at timestamptz);

CREATE FUNCTION hook_claim() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  what text := CASE
    WHEN TG_OP = 'DELETE' THEN 'finished'
    WHEN NEW.fence > OLD.fence THEN 'claimed'
    WHEN OLD.leased_until IS NOT NULL AND NEW.leased_until IS NULL THEN 'put back' END;
BEGIN
  IF what IS NOT NULL THEN
    INSERT INTO hook_claim (what, delivery, fence, attempts, instance, at)
    VALUES (what, OLD.delivery_id, CASE WHEN TG_OP = 'DELETE' THEN OLD.fence ELSE NEW.fence END,
            OLD.attempts, current_setting('application_name'), clock_timestamp());
  END IF;
  RETURN NULL;
END $$;

CREATE TRIGGER hook_claim AFTER UPDATE OR DELETE ON surety_webhook
  FOR EACH ROW EXECUTE FUNCTION hook_claim();

-- A probe that begins while the one before it may still be under way.
CREATE TABLE hook_probe (
  n bigint GENERATED ALWAYS AS IDENTITY, key text, instance text, at timestamptz, while_probed boolean);

CREATE TABLE hook_circuit (
  n bigint GENERATED ALWAYS AS IDENTITY, key text, state text, at timestamptz);

CREATE FUNCTION hook_circuit() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.probe IS DISTINCT FROM OLD.probe AND NEW.probe IS NOT NULL THEN
    INSERT INTO hook_probe (key, instance, at, while_probed)
    VALUES (NEW.circuit_key, current_setting('application_name'), clock_timestamp(),
            OLD.probe IS NOT NULL AND OLD.probe_until > clock_timestamp());
  END IF;
  IF NEW.state <> OLD.state THEN
    INSERT INTO hook_circuit (key, state, at) VALUES (NEW.circuit_key, NEW.state, clock_timestamp());
  END IF;
  RETURN NULL;
END $$;

CREATE TRIGGER hook_circuit AFTER UPDATE ON surety_webhook_circuit
  FOR EACH ROW EXECUTE FUNCTION hook_circuit();
