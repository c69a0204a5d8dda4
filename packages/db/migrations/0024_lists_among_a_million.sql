DROP INDEX "hubflow"."trigger_decisions_oldest";--> statement-breakpoint
DROP INDEX "hubflow"."workflow_runs_pending";--> statement-breakpoint
DROP INDEX "hubflow"."email_queue_newest";--> statement-breakpoint
DROP INDEX "hubflow"."notifications_newest";--> statement-breakpoint
DROP INDEX "hubflow"."trigger_decisions_workflow";--> statement-breakpoint
DROP INDEX "hubflow"."trigger_decisions_subject";--> statement-breakpoint
DROP INDEX "hubflow"."workflow_runs_recent";--> statement-breakpoint
DROP INDEX "hubflow"."workflow_runs_newest";--> statement-breakpoint
DROP INDEX "hubflow"."workflow_runs_subject";--> statement-breakpoint
DROP VIEW hubflow.run_history;
--> statement-breakpoint
ALTER TABLE "hubflow"."workflow_runs" ALTER COLUMN "duration_ms" SET DATA TYPE bigint;--> statement-breakpoint
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
CREATE INDEX "events_of_type" ON "hubflow"."events" USING btree ("type","occurred_at");--> statement-breakpoint
CREATE INDEX "events_data" ON "hubflow"."events" USING gin ("data" jsonb_path_ops) WITH (fastupdate=false);--> statement-breakpoint
CREATE INDEX "trigger_decisions_newest" ON "hubflow"."trigger_decisions" USING btree ("decided_at","id" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "workflow_runs_version" ON "hubflow"."workflow_runs" USING btree ("workflow_id","version","created_at","id" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "workflow_runs_status" ON "hubflow"."workflow_runs" USING btree ("status","created_at","id" DESC NULLS FIRST) WHERE "hubflow"."workflow_runs"."status" <> 'completed';--> statement-breakpoint
-- The extension may have been there before, in a schema of its own.
DO $do$
BEGIN
  EXECUTE format('CREATE INDEX workflow_runs_errors ON hubflow.workflow_runs USING gin (error_message %I.gin_trgm_ops) WHERE error_message IS NOT NULL',
    (SELECT n.nspname FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace WHERE e.extname = 'pg_trgm'));
END
$do$;
--> statement-breakpoint
CREATE INDEX "email_queue_newest" ON "hubflow"."email_queue" USING btree ("created_at","id" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "notifications_newest" ON "hubflow"."notifications" USING btree ("user_id","created_at","id" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "trigger_decisions_workflow" ON "hubflow"."trigger_decisions" USING btree ("workflow_id","decided_at","id" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "trigger_decisions_subject" ON "hubflow"."trigger_decisions" USING btree ("subject_id","decided_at","id" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "workflow_runs_recent" ON "hubflow"."workflow_runs" USING btree ("workflow_id","created_at","id" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "workflow_runs_newest" ON "hubflow"."workflow_runs" USING btree ("created_at","id" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "workflow_runs_state" ON "hubflow"."workflow_runs" USING btree ("workflow_id","status","created_at","id" DESC NULLS FIRST) WHERE "hubflow"."workflow_runs"."status" <> 'completed';--> statement-breakpoint
CREATE INDEX "workflow_runs_subject" ON "hubflow"."workflow_runs" USING btree ("subject_id","created_at") WHERE "hubflow"."workflow_runs"."subject_id" is not null;--> statement-breakpoint
-- Made anew after the others: while the table is empty all of them cost the same, and the planner takes the last one made.
DROP INDEX hubflow.workflow_runs_dedupe;
--> statement-breakpoint
CREATE UNIQUE INDEX workflow_runs_dedupe ON hubflow.workflow_runs (workflow_id, dedupe_key) WHERE dedupe_key IS NOT NULL;
--> statement-breakpoint
-- What runs and events are found by: the same rows that the policies show, asked as their owner, whose own policy is no
-- barrier to the indexes. Nobody but staff sees anything here, and nothing is looked up for anybody else.
CREATE VIEW hubflow.findable_runs AS
  SELECT id, workflow_id, version, status, is_test, subject_table, subject_id, created_at, completed_at, error_message,
    error_node_id, error_code, error_concerns, repeated_at
  FROM hubflow.workflow_runs WHERE (SELECT hubflow.is_staff());
--> statement-breakpoint
CREATE VIEW hubflow.findable_events AS
  SELECT id, type, data, occurred_at, dispatched_at FROM hubflow.events WHERE (SELECT hubflow.is_staff());
--> statement-breakpoint
GRANT SELECT ON hubflow.findable_runs, hubflow.findable_events TO hubflow_app;
