DO $do$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['trigger_decisions', 'webhook_samples', 'email_suppressions', 'settings'] LOOP
    EXECUTE format('ALTER TABLE hubflow.%I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE hubflow.%I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY owner_all ON hubflow.%I TO hubflow_owner USING (true) WITH CHECK (true)', t);
    EXECUTE format('CREATE POLICY staff_reads ON hubflow.%I FOR SELECT TO hubflow_app USING ((SELECT hubflow.is_staff()))', t);
    EXECUTE format('CREATE POLICY worker_all ON hubflow.%I TO hubflow_worker USING (true) WITH CHECK (true)', t);
    EXECUTE format('GRANT SELECT ON hubflow.%I TO hubflow_app, hubflow_worker', t);
  END LOOP;
END
$do$;
--> statement-breakpoint

-- Decisions are the machines' to write: the worker's for events and schedules, the door's for calls.
GRANT INSERT, DELETE ON hubflow.trigger_decisions TO hubflow_worker;
--> statement-breakpoint
GRANT INSERT ON hubflow.trigger_decisions TO hubflow_door;
--> statement-breakpoint
CREATE POLICY door_adds ON hubflow.trigger_decisions FOR INSERT TO hubflow_door WITH CHECK (true);
--> statement-breakpoint

-- An editor listens; the door writes what came, into a sample that is listened for.
GRANT INSERT (workflow_id, listening_until), UPDATE (listening_until, captured_at, sample), DELETE ON hubflow.webhook_samples TO hubflow_app;
--> statement-breakpoint
CREATE POLICY staff_adds ON hubflow.webhook_samples FOR INSERT TO hubflow_app WITH CHECK ((SELECT hubflow.is_staff()));
--> statement-breakpoint
CREATE POLICY staff_writes ON hubflow.webhook_samples FOR UPDATE TO hubflow_app USING ((SELECT hubflow.is_staff()));
--> statement-breakpoint
CREATE POLICY staff_deletes ON hubflow.webhook_samples FOR DELETE TO hubflow_app USING ((SELECT hubflow.is_staff()));
--> statement-breakpoint
GRANT SELECT (workflow_id, listening_until), UPDATE (listening_until, captured_at, sample) ON hubflow.webhook_samples TO hubflow_door;
--> statement-breakpoint
CREATE POLICY door_reads ON hubflow.webhook_samples FOR SELECT TO hubflow_door USING (listening_until > hubflow.now());
--> statement-breakpoint
CREATE POLICY door_catches ON hubflow.webhook_samples FOR UPDATE TO hubflow_door USING (listening_until > hubflow.now()) WITH CHECK (true);
--> statement-breakpoint

-- Whoever holds an unsubscribe link is not signed in; the door only ever adds.
GRANT INSERT (address, reason, created_by), DELETE ON hubflow.email_suppressions TO hubflow_app;
--> statement-breakpoint
CREATE POLICY staff_adds ON hubflow.email_suppressions FOR INSERT TO hubflow_app
  WITH CHECK ((SELECT hubflow.is_staff()) AND created_by = (SELECT hubflow.person_id()));
--> statement-breakpoint
CREATE POLICY staff_deletes ON hubflow.email_suppressions FOR DELETE TO hubflow_app USING ((SELECT hubflow.is_staff()));
--> statement-breakpoint
GRANT INSERT (address, reason) ON hubflow.email_suppressions TO hubflow_door;
--> statement-breakpoint
CREATE POLICY door_adds ON hubflow.email_suppressions FOR INSERT TO hubflow_door WITH CHECK (true);
--> statement-breakpoint

GRANT INSERT (key, value, updated_by), UPDATE (value, updated_by, updated_at), DELETE ON hubflow.settings TO hubflow_app;
--> statement-breakpoint
CREATE POLICY admin_adds ON hubflow.settings FOR INSERT TO hubflow_app
  WITH CHECK ((SELECT hubflow.is_admin()) AND updated_by = (SELECT hubflow.person_id()));
--> statement-breakpoint
CREATE POLICY admin_writes ON hubflow.settings FOR UPDATE TO hubflow_app
  USING ((SELECT hubflow.is_admin())) WITH CHECK (updated_by = (SELECT hubflow.person_id()));
--> statement-breakpoint
CREATE POLICY admin_deletes ON hubflow.settings FOR DELETE TO hubflow_app USING ((SELECT hubflow.is_admin()));
--> statement-breakpoint
GRANT SELECT ON hubflow.settings TO hubflow_door;
--> statement-breakpoint
CREATE POLICY door_reads ON hubflow.settings FOR SELECT TO hubflow_door USING (true);
--> statement-breakpoint

GRANT UPDATE (failures_in_row) ON hubflow.workflows TO hubflow_app, hubflow_worker;
--> statement-breakpoint
GRANT DELETE ON hubflow.trigger_event_types TO hubflow_app;
--> statement-breakpoint
-- The hub's own event types are part of this build; only what an admin registered can go.
CREATE POLICY admin_deletes ON hubflow.trigger_event_types FOR DELETE TO hubflow_app
  USING (watch IS NOT NULL AND (SELECT hubflow.is_admin()));
--> statement-breakpoint

-- Who is at work, from outermost to innermost workflow, goes from a step's write into the change and its event.
CREATE OR REPLACE FUNCTION hub.record_change() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
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
  INSERT INTO hub.changes (table_name, record_id, operation, old, new, changed_by, chain_depth, chain)
  VALUES (TG_TABLE_NAME, NEW.id, lower(TG_OP), CASE WHEN TG_OP = 'UPDATE' THEN before END, after, hubflow.person_id(),
    coalesce(nullif(current_setting('hubflow.chain_depth', true), '')::integer + 1, 0),
    coalesce(nullif(current_setting('hubflow.chain', true), '')::jsonb, '[]'));
  RETURN NULL;
END
$$;
--> statement-breakpoint
CREATE OR REPLACE FUNCTION hubflow.derive_event() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET lock_timeout = '100ms' AS $$
DECLARE event record;
BEGIN
  event := hubflow.event_of(NEW);
  IF event.type IS NOT NULL THEN
    INSERT INTO hubflow.events (type, source, source_id, data, chain_depth, chain, occurred_at)
    VALUES (event.type, 'hub', NEW.id::text, event.data, NEW.chain_depth, NEW.chain, NEW.changed_at)
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
CREATE OR REPLACE FUNCTION hubflow.derive_missing_events() RETURNS integer LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  change hub.changes;
  event record;
  done integer := 0;
BEGIN
  FOR change IN SELECT * FROM hub.changes WHERE dispatched_at IS NULL ORDER BY changed_at LIMIT 1000 FOR UPDATE SKIP LOCKED LOOP
    BEGIN
      event := hubflow.event_of(change);
      IF event.type IS NOT NULL THEN
        INSERT INTO hubflow.events (type, source, source_id, data, chain_depth, chain, occurred_at)
        VALUES (event.type, 'hub', change.id::text, event.data, change.chain_depth, change.chain, change.changed_at)
        ON CONFLICT DO NOTHING;
      END IF;
      UPDATE hub.changes SET dispatched_at = hubflow.now() WHERE id = change.id;
      done := done + 1;
    EXCEPTION WHEN OTHERS THEN
      RAISE LOG 'hubflow: the event of change % still fails: %', change.id, SQLERRM;
    END;
  END LOOP;
  RETURN done;
END
$$;
