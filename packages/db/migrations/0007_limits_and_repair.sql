-- Which migration came last, for whoever asks whether the database is this build's.
CREATE FUNCTION hubflow.schema_version() RETURNS bigint LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$ SELECT max(created_at) FROM hubflow.migrations $$;
--> statement-breakpoint
ALTER TABLE hubflow.migrations ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE hubflow.migrations FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY owner_all ON hubflow.migrations TO hubflow_owner USING (true) WITH CHECK (true);
--> statement-breakpoint

-- A workflow's owner, birth and address are nobody's to change: with another owner it would act with that one's rights.
REVOKE UPDATE ON hubflow.workflows FROM hubflow_app;
--> statement-breakpoint
GRANT UPDATE (name, description, category, status, trigger_type, config, draft, draft_revision, live_version, max_runs_per_day,
  priority, paused_reason, updated_at, deleted_at) ON hubflow.workflows TO hubflow_app;
--> statement-breakpoint
-- Who is disabled is nobody, also to oneself.
DROP POLICY person_reads ON hubflow.user_profiles;
--> statement-breakpoint
CREATE POLICY person_reads ON hubflow.user_profiles FOR SELECT TO hubflow_app
  USING ((id = (SELECT hubflow.person_id()) AND (SELECT hubflow.person_role()) IS NOT NULL) OR (SELECT hubflow.is_staff()));
--> statement-breakpoint
DROP POLICY person_writes ON hubflow.user_profiles;
--> statement-breakpoint
CREATE POLICY person_writes ON hubflow.user_profiles FOR UPDATE TO hubflow_app
  USING (id = (SELECT hubflow.person_id()) AND (SELECT hubflow.person_role()) IS NOT NULL);
--> statement-breakpoint

DROP FUNCTION hubflow.lock_limits(uuid[], timestamptz);
--> statement-breakpoint
-- Room under the daily limits, locked until the end of the transaction: 50 triggers at once start exactly the limit. The caller
-- knows the zone and gives the beginnings of the days around; which of them is today's, this clock says, as for the runs.
CREATE FUNCTION hubflow.lock_limits(workflow_ids uuid[], day_starts timestamptz[])
RETURNS TABLE (workflow_id uuid, room integer, max_runs_per_day integer, priority integer, pending integer)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  day_starts_at timestamptz := coalesce(
    (SELECT max(day) FROM unnest(day_starts) day WHERE day <= hubflow.now()), hubflow.now() - interval '24 hours');
BEGIN
  -- In the order of ids, so that two transactions never wait for each other.
  PERFORM pg_advisory_xact_lock(hashtextextended('hubflow.limit:' || w.id, 0))
  FROM (SELECT id FROM hubflow.workflows
        WHERE id = ANY (workflow_ids) AND workflows.max_runs_per_day IS NOT NULL ORDER BY id) w;
  RETURN QUERY
    SELECT w.id,
      CASE WHEN w.max_runs_per_day IS NULL THEN NULL
        ELSE greatest(0, w.max_runs_per_day - (
          SELECT count(*) FROM hubflow.workflow_runs r
          WHERE r.workflow_id = w.id AND r.created_at >= day_starts_at AND NOT r.is_test AND r.held_at IS NULL
        ))::integer END,
      w.max_runs_per_day, w.priority,
      (SELECT count(*)::integer FROM (
        SELECT FROM hubflow.workflow_runs r WHERE r.workflow_id = w.id AND r.status = 'pending' LIMIT 10001) p)
    FROM hubflow.workflows w WHERE w.id = ANY (workflow_ids);
END
$$;
--> statement-breakpoint
REVOKE ALL ON FUNCTION hubflow.lock_limits(uuid[], timestamptz[]) FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION hubflow.lock_limits(uuid[], timestamptz[]) TO hubflow_door, hubflow_app, hubflow_worker;
--> statement-breakpoint

-- A record that is brought in with its own moment keeps it.
CREATE OR REPLACE FUNCTION hub.keep_commission() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.status = 'received' THEN
    IF TG_OP = 'INSERT' THEN NEW.received_at := coalesce(NEW.received_at, hubflow.now());
    ELSIF OLD.status <> 'received' AND NEW.received_at IS NOT DISTINCT FROM OLD.received_at THEN NEW.received_at := hubflow.now();
    END IF;
  END IF;
  RETURN NEW;
END
$$;
--> statement-breakpoint
CREATE OR REPLACE FUNCTION hub.keep_recruit() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN NEW.phase_changed_at := coalesce(NEW.phase_changed_at, hubflow.now());
  ELSIF OLD.phase <> NEW.phase AND NEW.phase_changed_at IS NOT DISTINCT FROM OLD.phase_changed_at THEN NEW.phase_changed_at := hubflow.now();
  END IF;
  RETURN NEW;
END
$$;
--> statement-breakpoint
-- The repair: derives what the trigger could not. One change that fails again waits; the others go on. Gives how many are done.
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
        INSERT INTO hubflow.events (type, source, source_id, data, chain_depth, occurred_at)
        VALUES (event.type, 'hub', change.id::text, event.data, change.chain_depth, change.changed_at)
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
