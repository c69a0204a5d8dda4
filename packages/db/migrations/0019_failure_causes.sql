CREATE TABLE "hubflow"."failure_dismissals" (
	"workflow_id" uuid NOT NULL,
	"node_id" text NOT NULL,
	"code" text NOT NULL,
	"concerns" text NOT NULL,
	"until" timestamp with time zone NOT NULL,
	"dismissed_by" uuid,
	"dismissed_at" timestamp with time zone DEFAULT hubflow.now() NOT NULL,
	CONSTRAINT "failure_dismissals_workflow_id_node_id_code_concerns_pk" PRIMARY KEY("workflow_id","node_id","code","concerns")
);
--> statement-breakpoint
ALTER TABLE "hubflow"."workflow_runs" ADD COLUMN "error_code" text;--> statement-breakpoint
ALTER TABLE "hubflow"."workflow_runs" ADD COLUMN "error_concerns" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "hubflow"."workflow_runs" ADD COLUMN "repeated_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "hubflow"."failure_dismissals" ADD CONSTRAINT "failure_dismissals_workflow_id_workflows_id_fk" FOREIGN KEY ("workflow_id") REFERENCES "hubflow"."workflows"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "hubflow"."failure_dismissals" ADD CONSTRAINT "failure_dismissals_dismissed_by_user_profiles_id_fk" FOREIGN KEY ("dismissed_by") REFERENCES "hubflow"."user_profiles"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "workflow_runs_failures" ON "hubflow"."workflow_runs" USING btree ("workflow_id","error_node_id","error_code","error_concerns","completed_at") WHERE "hubflow"."workflow_runs"."status" = 'failed' and not "hubflow"."workflow_runs"."is_test" and "hubflow"."workflow_runs"."repeated_at" is null;--> statement-breakpoint
-- What failed before: nothing that a page would have to show anew.
ALTER TABLE hubflow.workflow_runs DISABLE TRIGGER USER;
--> statement-breakpoint
UPDATE hubflow.workflow_runs run SET error_code = step.error ->> 'code'
FROM hubflow.workflow_run_steps step
WHERE run.status = 'failed' AND step.run_id = run.id AND step.node_id = run.error_node_id;
--> statement-breakpoint
UPDATE hubflow.workflow_runs run SET repeated_at = again.created_at
FROM hubflow.workflow_runs again WHERE again.retry_of = run.id;
--> statement-breakpoint
ALTER TABLE hubflow.workflow_runs ENABLE TRIGGER USER;
--> statement-breakpoint
ALTER TABLE hubflow.failure_dismissals ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE hubflow.failure_dismissals FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY owner_all ON hubflow.failure_dismissals TO hubflow_owner USING (true) WITH CHECK (true);
--> statement-breakpoint
CREATE POLICY staff_reads ON hubflow.failure_dismissals FOR SELECT TO hubflow_app USING ((SELECT hubflow.is_staff()));
--> statement-breakpoint
CREATE POLICY staff_adds ON hubflow.failure_dismissals FOR INSERT TO hubflow_app
  WITH CHECK ((SELECT hubflow.is_staff()) AND dismissed_by = (SELECT hubflow.person_id()));
--> statement-breakpoint
CREATE POLICY staff_writes ON hubflow.failure_dismissals FOR UPDATE TO hubflow_app
  USING ((SELECT hubflow.is_staff())) WITH CHECK (dismissed_by = (SELECT hubflow.person_id()));
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE (until, dismissed_by, dismissed_at) ON hubflow.failure_dismissals TO hubflow_app;
