-- A retry resolves its failed step anew, so the old record of it goes.
GRANT DELETE ON hubflow.workflow_run_steps TO hubflow_app;
--> statement-breakpoint
-- A webhook's address is changed by rotating it.
GRANT UPDATE (hook_token) ON hubflow.workflows TO hubflow_app;
--> statement-breakpoint

-- Secrets are written by people and read by machines: no person ever gets a ciphertext, not even their own.
ALTER TABLE hubflow.secrets ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE hubflow.secrets FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY owner_all ON hubflow.secrets TO hubflow_owner USING (true) WITH CHECK (true);
--> statement-breakpoint
GRANT SELECT (id, name, created_by, created_at, updated_at), INSERT (name, ciphertext, created_by), UPDATE (ciphertext, updated_at), DELETE
  ON hubflow.secrets TO hubflow_app;
--> statement-breakpoint
CREATE POLICY staff_reads ON hubflow.secrets FOR SELECT TO hubflow_app USING ((SELECT hubflow.is_staff()));
--> statement-breakpoint
CREATE POLICY staff_adds ON hubflow.secrets FOR INSERT TO hubflow_app
  WITH CHECK ((SELECT hubflow.is_staff()) AND created_by = (SELECT hubflow.person_id()));
--> statement-breakpoint
CREATE POLICY staff_writes ON hubflow.secrets FOR UPDATE TO hubflow_app USING ((SELECT hubflow.is_staff()));
--> statement-breakpoint
CREATE POLICY staff_deletes ON hubflow.secrets FOR DELETE TO hubflow_app USING ((SELECT hubflow.is_staff()));
--> statement-breakpoint
GRANT SELECT (id, name, ciphertext) ON hubflow.secrets TO hubflow_worker;
--> statement-breakpoint
CREATE POLICY worker_reads ON hubflow.secrets FOR SELECT TO hubflow_worker USING (true);
--> statement-breakpoint

DROP FUNCTION hubflow.find_hook(text);
--> statement-breakpoint
-- With the one secret that the hook asks for: the door can read no other.
CREATE FUNCTION hubflow.find_hook(hook text)
RETURNS TABLE (workflow_id uuid, version integer, status text, trigger_type text, config jsonb, secret_ciphertext text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$ SELECT w.id, w.live_version, w.status::text, w.trigger_type, w.config,
        (SELECT s.ciphertext FROM hubflow.secrets s WHERE s.id::text = lower(w.config #>> '{auth,secretId}'))
      FROM hubflow.workflows w WHERE w.hook_token = hook AND w.deleted_at IS NULL $$;
--> statement-breakpoint
REVOKE ALL ON FUNCTION hubflow.find_hook(text) FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION hubflow.find_hook(text) TO hubflow_door;
--> statement-breakpoint

-- Figures for a monitor: counts over everything, and nothing of what the rows hold.
CREATE FUNCTION hubflow.read_figures() RETURNS TABLE (figure text, status text, value double precision)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT 'runs', s.status::text, count(r.id)
  FROM unnest(enum_range(NULL::hubflow.run_status)) s (status)
  LEFT JOIN hubflow.workflow_runs r ON r.status = s.status AND r.created_at > hubflow.now() - interval '1 hour' AND NOT r.is_test
  GROUP BY s.status
  UNION ALL
  SELECT 'emails', s.status::text, count(e.id)
  FROM unnest(enum_range(NULL::hubflow.email_status)) s (status)
  LEFT JOIN hubflow.email_queue e ON e.status = s.status AND e.created_at > hubflow.now() - interval '1 hour'
  GROUP BY s.status
  UNION ALL
  SELECT 'due', NULL, count(*) FROM hubflow.workflow_runs
  WHERE status IN ('pending', 'running', 'waiting') AND due_at <= hubflow.now()
  UNION ALL
  SELECT 'oldest_due_seconds', NULL, coalesce(extract(epoch FROM hubflow.now() - min(due_at)), 0) FROM hubflow.workflow_runs
  WHERE status IN ('pending', 'running', 'waiting') AND due_at <= hubflow.now()
$$;
--> statement-breakpoint
REVOKE ALL ON FUNCTION hubflow.read_figures() FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION hubflow.read_figures() TO hubflow_app;
