-- Row-level security is the authority: what a role or a person may see and change stands here and nowhere else.

-- The person that a transaction acts for; null where none is set.
CREATE FUNCTION hubflow.person_id() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
AS $$ SELECT nullif(current_setting('hubflow.user_id', true), '')::uuid $$;
--> statement-breakpoint
-- The person's role; null for nobody, for strangers and for the disabled.
CREATE FUNCTION hubflow.person_role() RETURNS text LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$ SELECT role::text FROM hubflow.user_profiles WHERE id = hubflow.person_id() AND disabled_at IS NULL $$;
--> statement-breakpoint
CREATE FUNCTION hubflow.is_staff() RETURNS boolean LANGUAGE sql STABLE
AS $$ SELECT coalesce(hubflow.person_role() IN ('admin', 'trainer', 'manager'), false) $$;
--> statement-breakpoint
CREATE FUNCTION hubflow.is_admin() RETURNS boolean LANGUAGE sql STABLE
AS $$ SELECT coalesce(hubflow.person_role() = 'admin', false) $$;
--> statement-breakpoint
-- The agents row of a person who signs in as an agent.
CREATE FUNCTION hubflow.agent_id() RETURNS uuid LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$ SELECT a.id FROM hub.agents a JOIN hubflow.user_profiles p ON p.id = a.user_id
      WHERE a.user_id = hubflow.person_id() AND p.disabled_at IS NULL $$;
--> statement-breakpoint
-- Every table answers by policy, its owner's definer functions included.
DO $do$
DECLARE t record;
BEGIN
  FOR t IN SELECT schemaname, tablename FROM pg_tables WHERE schemaname IN ('hubflow', 'hub') AND tablename <> 'migrations' LOOP
    EXECUTE format('ALTER TABLE %I.%I ENABLE ROW LEVEL SECURITY', t.schemaname, t.tablename);
    EXECUTE format('ALTER TABLE %I.%I FORCE ROW LEVEL SECURITY', t.schemaname, t.tablename);
    EXECUTE format('CREATE POLICY owner_all ON %I.%I TO hubflow_owner USING (true) WITH CHECK (true)', t.schemaname, t.tablename);
  END LOOP;
END
$do$;
--> statement-breakpoint

-- hubflow_app: people's requests
GRANT SELECT ON hubflow.user_profiles, hubflow.trigger_event_types, hubflow.workflows, hubflow.workflow_versions, hubflow.workflow_runs,
  hubflow.workflow_run_steps, hubflow.events, hubflow.workers, hubflow.schedule_occurrences, hubflow.email_templates, hubflow.email_queue,
  hubflow.notifications, hubflow.audit_log TO hubflow_app;
--> statement-breakpoint
GRANT SELECT (id, user_id, expires_at, ip_address, user_agent, created_at, updated_at), DELETE ON hubflow.sessions TO hubflow_app;
--> statement-breakpoint
GRANT SELECT (id, name, start, reference_id, enabled, expires_at, last_request, created_at) ON hubflow.api_keys TO hubflow_app;
--> statement-breakpoint
GRANT UPDATE (name, image, updated_at) ON hubflow.user_profiles TO hubflow_app;
--> statement-breakpoint
GRANT INSERT, UPDATE, DELETE ON hubflow.workflows, hubflow.email_templates TO hubflow_app;
--> statement-breakpoint
GRANT INSERT, UPDATE ON hubflow.workflow_runs, hubflow.workflow_run_steps, hubflow.trigger_event_types TO hubflow_app;
--> statement-breakpoint
GRANT INSERT ON hubflow.workflow_versions, hubflow.audit_log, hubflow.events TO hubflow_app;
--> statement-breakpoint
GRANT UPDATE ON hubflow.email_queue TO hubflow_app;
--> statement-breakpoint
GRANT UPDATE (read_at) ON hubflow.notifications TO hubflow_app;
--> statement-breakpoint
CREATE POLICY person_reads ON hubflow.user_profiles FOR SELECT TO hubflow_app
  USING (id = (SELECT hubflow.person_id()) OR (SELECT hubflow.is_staff()));
--> statement-breakpoint
CREATE POLICY person_writes ON hubflow.user_profiles FOR UPDATE TO hubflow_app USING (id = (SELECT hubflow.person_id()));
--> statement-breakpoint
CREATE POLICY own_sessions ON hubflow.sessions TO hubflow_app
  USING (user_id = (SELECT hubflow.person_id()) AND (SELECT hubflow.person_role()) IS NOT NULL);
--> statement-breakpoint
CREATE POLICY own_keys ON hubflow.api_keys FOR SELECT TO hubflow_app
  USING ((reference_id = (SELECT hubflow.person_id()) AND (SELECT hubflow.person_role()) IS NOT NULL) OR (SELECT hubflow.is_admin()));
--> statement-breakpoint
CREATE POLICY staff_reads ON hubflow.workflows FOR SELECT TO hubflow_app USING ((SELECT hubflow.is_staff()));
--> statement-breakpoint
-- A workflow begins as its author's own; nobody makes one in another's name.
CREATE POLICY staff_creates ON hubflow.workflows FOR INSERT TO hubflow_app
  WITH CHECK ((SELECT hubflow.is_staff()) AND created_by = (SELECT hubflow.person_id()));
--> statement-breakpoint
CREATE POLICY staff_writes ON hubflow.workflows FOR UPDATE TO hubflow_app USING ((SELECT hubflow.is_staff()));
--> statement-breakpoint
CREATE POLICY admin_purges ON hubflow.workflows FOR DELETE TO hubflow_app USING ((SELECT hubflow.is_admin()));
--> statement-breakpoint
CREATE POLICY staff_reads ON hubflow.workflow_versions FOR SELECT TO hubflow_app USING ((SELECT hubflow.is_staff()));
--> statement-breakpoint
CREATE POLICY staff_publishes ON hubflow.workflow_versions FOR INSERT TO hubflow_app
  WITH CHECK ((SELECT hubflow.is_staff()) AND published_by = (SELECT hubflow.person_id()));
--> statement-breakpoint
CREATE POLICY staff_reads ON hubflow.trigger_event_types FOR SELECT TO hubflow_app USING ((SELECT hubflow.is_staff()));
--> statement-breakpoint
CREATE POLICY admin_adds ON hubflow.trigger_event_types FOR INSERT TO hubflow_app WITH CHECK ((SELECT hubflow.is_admin()));
--> statement-breakpoint
CREATE POLICY admin_writes ON hubflow.trigger_event_types FOR UPDATE TO hubflow_app USING ((SELECT hubflow.is_admin()));
--> statement-breakpoint
-- Runs, steps and queued mail inherit from the workflow.
CREATE POLICY staff_all ON hubflow.workflow_runs TO hubflow_app USING ((SELECT hubflow.is_staff())) WITH CHECK ((SELECT hubflow.is_staff()));
--> statement-breakpoint
CREATE POLICY staff_all ON hubflow.workflow_run_steps TO hubflow_app USING ((SELECT hubflow.is_staff())) WITH CHECK ((SELECT hubflow.is_staff()));
--> statement-breakpoint
CREATE POLICY staff_reads ON hubflow.events FOR SELECT TO hubflow_app USING ((SELECT hubflow.is_staff()));
--> statement-breakpoint
CREATE POLICY staff_adds ON hubflow.events FOR INSERT TO hubflow_app WITH CHECK ((SELECT hubflow.is_staff()));
--> statement-breakpoint
CREATE POLICY staff_reads ON hubflow.workers FOR SELECT TO hubflow_app USING ((SELECT hubflow.is_staff()));
--> statement-breakpoint
CREATE POLICY staff_reads ON hubflow.schedule_occurrences FOR SELECT TO hubflow_app USING ((SELECT hubflow.is_staff()));
--> statement-breakpoint
CREATE POLICY staff_all ON hubflow.email_templates TO hubflow_app USING ((SELECT hubflow.is_staff())) WITH CHECK ((SELECT hubflow.is_staff()));
--> statement-breakpoint
-- Mail of the sign-in (a forgotten password's link) is nobody's to read.
CREATE POLICY staff_all ON hubflow.email_queue TO hubflow_app
  USING (run_id IS NOT NULL AND (SELECT hubflow.is_staff())) WITH CHECK (run_id IS NOT NULL AND (SELECT hubflow.is_staff()));
--> statement-breakpoint
CREATE POLICY own ON hubflow.notifications TO hubflow_app
  USING (user_id = (SELECT hubflow.person_id()) AND (SELECT hubflow.person_role()) IS NOT NULL);
--> statement-breakpoint
CREATE POLICY staff_reads ON hubflow.audit_log FOR SELECT TO hubflow_app USING ((SELECT hubflow.is_staff()));
--> statement-breakpoint
CREATE POLICY person_adds ON hubflow.audit_log FOR INSERT TO hubflow_app
  WITH CHECK (user_id = (SELECT hubflow.person_id()) AND (SELECT hubflow.person_role()) IS NOT NULL);
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE ON ALL TABLES IN SCHEMA hub TO hubflow_app;
--> statement-breakpoint
REVOKE INSERT, UPDATE ON hub.changes FROM hubflow_app;
--> statement-breakpoint
DO $do$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['agents', 'clients', 'policies', 'commissions', 'recruits', 'targets'] LOOP
    EXECUTE format('CREATE POLICY staff_all ON hub.%I TO hubflow_app USING ((SELECT hubflow.is_staff())) WITH CHECK ((SELECT hubflow.is_staff()))', t);
    EXECUTE format('CREATE POLICY agent_reads ON hub.%I FOR SELECT TO hubflow_app USING (%I = (SELECT hubflow.agent_id()))', t,
      CASE t WHEN 'agents' THEN 'id' ELSE 'agent_id' END);
  END LOOP;
END
$do$;
--> statement-breakpoint
CREATE POLICY staff_reads ON hub.changes FOR SELECT TO hubflow_app USING ((SELECT hubflow.is_staff()));
--> statement-breakpoint

-- hubflow_auth: sign-in
GRANT SELECT, INSERT, UPDATE, DELETE ON hubflow.user_profiles, hubflow.sessions, hubflow.accounts, hubflow.verifications, hubflow.api_keys TO hubflow_auth;
--> statement-breakpoint
GRANT INSERT ON hubflow.email_queue, hubflow.audit_log TO hubflow_auth;
--> statement-breakpoint
DO $do$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['user_profiles', 'sessions', 'accounts', 'verifications', 'api_keys'] LOOP
    EXECUTE format('CREATE POLICY auth_all ON hubflow.%I TO hubflow_auth USING (true) WITH CHECK (true)', t);
  END LOOP;
END
$do$;
--> statement-breakpoint
CREATE POLICY auth_writes_mail ON hubflow.email_queue FOR INSERT TO hubflow_auth WITH CHECK (run_id IS NULL);
--> statement-breakpoint
CREATE POLICY auth_adds ON hubflow.audit_log FOR INSERT TO hubflow_auth WITH CHECK (true);
--> statement-breakpoint

-- hubflow_door: webhooks and events of other systems. It starts runs and can read nothing of what they hold.
GRANT INSERT ON hubflow.workflow_runs, hubflow.events TO hubflow_door;
--> statement-breakpoint
GRANT SELECT (id, workflow_id, status, is_test, dedupe_key, dedupe_hash, created_at) ON hubflow.workflow_runs TO hubflow_door;
--> statement-breakpoint
GRANT SELECT (id, source, source_id) ON hubflow.events TO hubflow_door;
--> statement-breakpoint
CREATE POLICY door_starts ON hubflow.workflow_runs FOR INSERT TO hubflow_door WITH CHECK (status IN ('pending', 'held') AND NOT is_test);
--> statement-breakpoint
CREATE POLICY door_reads_keys ON hubflow.workflow_runs FOR SELECT TO hubflow_door USING (true);
--> statement-breakpoint
CREATE POLICY door_adds ON hubflow.events FOR INSERT TO hubflow_door WITH CHECK (dispatched_at IS NULL);
--> statement-breakpoint
CREATE POLICY door_reads_keys ON hubflow.events FOR SELECT TO hubflow_door USING (true);
--> statement-breakpoint
CREATE FUNCTION hubflow.find_hook(hook text)
RETURNS TABLE (workflow_id uuid, version integer, status text, trigger_type text, config jsonb)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$ SELECT w.id, w.live_version, w.status::text, w.trigger_type, w.config
      FROM hubflow.workflows w WHERE w.hook_token = hook AND w.deleted_at IS NULL $$;
--> statement-breakpoint
REVOKE ALL ON FUNCTION hubflow.find_hook(text) FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION hubflow.find_hook(text) TO hubflow_door;
--> statement-breakpoint
-- Room under the daily limits, locked until the end of the transaction: 50 triggers at once start exactly the limit.
CREATE FUNCTION hubflow.lock_limits(workflow_ids uuid[], day_starts_at timestamptz)
RETURNS TABLE (workflow_id uuid, room integer, max_runs_per_day integer, priority integer, pending integer)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
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
          WHERE r.workflow_id = w.id AND r.created_at >= day_starts_at AND NOT r.is_test AND r.status <> 'held'
        ))::integer END,
      w.max_runs_per_day, w.priority,
      (SELECT count(*)::integer FROM (
        SELECT FROM hubflow.workflow_runs r WHERE r.workflow_id = w.id AND r.status = 'pending' LIMIT 10001) p)
    FROM hubflow.workflows w WHERE w.id = ANY (workflow_ids);
END
$$;
--> statement-breakpoint
REVOKE ALL ON FUNCTION hubflow.lock_limits(uuid[], timestamptz) FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION hubflow.lock_limits(uuid[], timestamptz) TO hubflow_door, hubflow_app, hubflow_worker;
--> statement-breakpoint

-- hubflow_worker: walks runs, sends mail. It reads and writes the hub only as the workflow's owner, never as itself.
GRANT SELECT ON hubflow.user_profiles, hubflow.workflows, hubflow.workflow_versions, hubflow.trigger_event_types, hubflow.email_templates TO hubflow_worker;
--> statement-breakpoint
GRANT UPDATE (status, paused_reason, updated_at) ON hubflow.workflows TO hubflow_worker;
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON hubflow.workflow_runs, hubflow.workflow_run_steps, hubflow.events, hubflow.workers,
  hubflow.schedule_occurrences, hubflow.email_queue, hubflow.notifications TO hubflow_worker;
--> statement-breakpoint
GRANT INSERT ON hubflow.audit_log TO hubflow_worker;
--> statement-breakpoint
DO $do$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['user_profiles', 'workflows', 'workflow_versions', 'trigger_event_types', 'email_templates', 'workflow_runs',
    'workflow_run_steps', 'events', 'workers', 'schedule_occurrences', 'email_queue', 'notifications', 'audit_log'] LOOP
    EXECUTE format('CREATE POLICY worker_all ON hubflow.%I TO hubflow_worker USING (true) WITH CHECK (true)', t);
  END LOOP;
END
$do$;
--> statement-breakpoint

-- Published versions never change; they go only with their workflow.
CREATE FUNCTION hubflow.refuse_version_change() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  IF TG_OP = 'DELETE' AND NOT EXISTS (SELECT FROM hubflow.workflows WHERE id = OLD.workflow_id) THEN RETURN OLD; END IF;
  RAISE EXCEPTION 'A published version cannot be changed. Publish a new one.' USING ERRCODE = 'restrict_violation';
END
$$;
--> statement-breakpoint
CREATE TRIGGER immutable BEFORE UPDATE OR DELETE ON hubflow.workflow_versions FOR EACH ROW EXECUTE FUNCTION hubflow.refuse_version_change();
--> statement-breakpoint
CREATE FUNCTION hubflow.refuse_audit_change() RETURNS trigger LANGUAGE plpgsql
AS $$ BEGIN RAISE EXCEPTION 'The audit log is only added to.' USING ERRCODE = 'restrict_violation'; END $$;
--> statement-breakpoint
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON hubflow.audit_log FOR EACH ROW EXECUTE FUNCTION hubflow.refuse_audit_change();
--> statement-breakpoint
-- Each run with its steps in one column, under the name that reports are used to.
CREATE VIEW hubflow.run_history WITH (security_invoker = true) AS
  SELECT r.*, (
    SELECT coalesce(jsonb_agg(jsonb_build_object('node_id', s.node_id, 'type', s.type, 'status', s.status, 'attempt', s.attempt,
      'output', s.output, 'effects', s.effects, 'error', s.error) ORDER BY s.position), '[]'::jsonb)
    FROM hubflow.workflow_run_steps s WHERE s.run_id = r.id
  ) AS actions_executed
  FROM hubflow.workflow_runs r;
--> statement-breakpoint
GRANT SELECT ON hubflow.run_history TO hubflow_app;
--> statement-breakpoint
ALTER TABLE hubflow.workflow_runs SET (fillfactor = 80);
--> statement-breakpoint
ALTER TABLE hubflow.email_queue SET (fillfactor = 80);
