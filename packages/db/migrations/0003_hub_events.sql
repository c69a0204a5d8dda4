-- The hub's part: columns that keep themselves, and the log of changes, in the writer's own transaction.

CREATE FUNCTION hub.keep_commission() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.status = 'received' AND (TG_OP = 'INSERT' OR OLD.status <> 'received') THEN NEW.received_at := hubflow.now(); END IF;
  RETURN NEW;
END
$$;
--> statement-breakpoint
CREATE TRIGGER keep_commission BEFORE INSERT OR UPDATE ON hub.commissions FOR EACH ROW EXECUTE FUNCTION hub.keep_commission();
--> statement-breakpoint
CREATE FUNCTION hub.keep_recruit() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' OR OLD.phase <> NEW.phase THEN NEW.phase_changed_at := hubflow.now(); END IF;
  RETURN NEW;
END
$$;
--> statement-breakpoint
CREATE TRIGGER keep_recruit BEFORE INSERT OR UPDATE ON hub.recruits FOR EACH ROW EXECUTE FUNCTION hub.keep_recruit();
--> statement-breakpoint
-- The quarter of the goal that is reached; it only rises while the goal stands, so that each is reached once.
CREATE FUNCTION hub.keep_target() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE reached integer := CASE WHEN NEW.goal > 0 THEN least(100, greatest(0, floor(NEW.current / NEW.goal * 4) * 25))::integer ELSE 0 END;
BEGIN
  IF TG_OP = 'INSERT' THEN NEW.milestone := reached;
  ELSIF OLD.goal <> NEW.goal THEN NEW.milestone := reached;
  ELSE NEW.milestone := greatest(OLD.milestone, reached);
  END IF;
  RETURN NEW;
END
$$;
--> statement-breakpoint
CREATE TRIGGER keep_target BEFORE INSERT OR UPDATE ON hub.targets FOR EACH ROW EXECUTE FUNCTION hub.keep_target();
--> statement-breakpoint
-- Writes what changed among the columns that are named as arguments; nothing when none did.
CREATE FUNCTION hub.record_change() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  before jsonb := '{}';
  after jsonb := '{}';
  row_before jsonb := CASE WHEN TG_OP = 'UPDATE' THEN to_jsonb(OLD) END;
  row_after jsonb := to_jsonb(NEW);
  tracked text;
BEGIN
  FOREACH tracked IN ARRAY TG_ARGV LOOP
    after := after || jsonb_build_object(tracked, row_after -> tracked);
    IF TG_OP = 'UPDATE' THEN before := before || jsonb_build_object(tracked, row_before -> tracked); END IF;
  END LOOP;
  IF TG_OP = 'UPDATE' AND before = after THEN RETURN NULL; END IF;
  INSERT INTO hub.changes (table_name, record_id, operation, old, new, changed_by, chain_depth)
  VALUES (TG_TABLE_NAME, NEW.id, lower(TG_OP), CASE WHEN TG_OP = 'UPDATE' THEN before END, after, hubflow.person_id(),
    coalesce(nullif(current_setting('hubflow.chain_depth', true), '')::integer + 1, 0));
  RETURN NULL;
END
$$;
--> statement-breakpoint
CREATE TRIGGER record_change AFTER INSERT OR UPDATE ON hub.policies FOR EACH ROW EXECUTE FUNCTION hub.record_change('status', 'client_id', 'agent_id');
--> statement-breakpoint
CREATE TRIGGER record_change AFTER INSERT OR UPDATE ON hub.commissions FOR EACH ROW EXECUTE FUNCTION hub.record_change('status', 'policy_id', 'agent_id');
--> statement-breakpoint
CREATE TRIGGER record_change AFTER INSERT OR UPDATE ON hub.recruits FOR EACH ROW EXECUTE FUNCTION hub.record_change('phase', 'agent_id');
--> statement-breakpoint
CREATE TRIGGER record_change AFTER INSERT OR UPDATE ON hub.targets FOR EACH ROW EXECUTE FUNCTION hub.record_change('milestone', 'agent_id');
--> statement-breakpoint

-- Hubflow's part: the event that follows from a change. Ids only.
CREATE FUNCTION hubflow.event_of(change hub.changes, OUT type text, OUT data jsonb) LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
  is_new boolean := change.operation = 'insert';
  status text := change.new ->> 'status';
BEGIN
  CASE change.table_name
    WHEN 'policies' THEN
      IF is_new THEN
        type := 'policy.created';
        data := jsonb_build_object('policy_id', change.record_id, 'client_id', change.new -> 'client_id', 'agent_id', change.new -> 'agent_id');
      END IF;
    WHEN 'commissions' THEN
      -- On the transition only: a commission that is saved again does not come in again.
      IF status IN ('received', 'charged_back') AND (is_new OR change.old ->> 'status' <> status) THEN
        type := CASE status WHEN 'received' THEN 'commission.received' ELSE 'commission.chargeback' END;
        data := jsonb_build_object('commission_id', change.record_id, 'policy_id', change.new -> 'policy_id', 'agent_id', change.new -> 'agent_id');
      END IF;
    WHEN 'recruits' THEN
      IF NOT is_new AND change.old ->> 'phase' <> change.new ->> 'phase' THEN
        type := 'recruit.phase_changed';
        data := jsonb_build_object('recruit_id', change.record_id, 'from_phase', change.old -> 'phase', 'to_phase', change.new -> 'phase');
      END IF;
    WHEN 'targets' THEN
      IF (change.new ->> 'milestone')::integer > coalesce((change.old ->> 'milestone')::integer, 0) THEN
        type := 'target.milestone_reached';
        data := jsonb_build_object('target_id', change.record_id, 'agent_id', change.new -> 'agent_id', 'milestone', change.new -> 'milestone');
      END IF;
    ELSE NULL;
  END CASE;
END
$$;
--> statement-breakpoint
-- Whatever breaks here costs the hub nothing: its write stands, and the event is derived later from the change.
CREATE FUNCTION hubflow.derive_event() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET lock_timeout = '100ms' AS $$
DECLARE event record;
BEGIN
  event := hubflow.event_of(NEW);
  IF event.type IS NOT NULL THEN
    INSERT INTO hubflow.events (type, source, source_id, data, chain_depth, occurred_at)
    VALUES (event.type, 'hub', NEW.id::text, event.data, NEW.chain_depth, NEW.changed_at)
    ON CONFLICT DO NOTHING;
  END IF;
  UPDATE hub.changes SET dispatched_at = hubflow.now() WHERE id = NEW.id;
  RETURN NULL;
EXCEPTION WHEN OTHERS THEN
  RAISE LOG 'hubflow: the event of change % waits for the repair: %', NEW.id, SQLERRM;
  RETURN NULL;
END
$$;
--> statement-breakpoint
CREATE TRIGGER derive_event AFTER INSERT ON hub.changes FOR EACH ROW EXECUTE FUNCTION hubflow.derive_event();
--> statement-breakpoint
-- The repair: derives what the trigger could not. Gives how many changes it went through.
CREATE FUNCTION hubflow.derive_missing_events() RETURNS integer LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  change hub.changes;
  event record;
  done integer := 0;
BEGIN
  FOR change IN SELECT * FROM hub.changes WHERE dispatched_at IS NULL ORDER BY changed_at LIMIT 1000 FOR UPDATE SKIP LOCKED LOOP
    event := hubflow.event_of(change);
    IF event.type IS NOT NULL THEN
      INSERT INTO hubflow.events (type, source, source_id, data, chain_depth, occurred_at)
      VALUES (event.type, 'hub', change.id::text, event.data, change.chain_depth, change.changed_at)
      ON CONFLICT DO NOTHING;
    END IF;
    UPDATE hub.changes SET dispatched_at = hubflow.now() WHERE id = change.id;
    done := done + 1;
  END LOOP;
  RETURN done;
END
$$;
--> statement-breakpoint
REVOKE ALL ON FUNCTION hubflow.derive_missing_events() FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION hubflow.derive_missing_events() TO hubflow_worker;
