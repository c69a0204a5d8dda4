ALTER TABLE "hubflow"."workflow_runs" ADD COLUMN "noticed_at" timestamp with time zone;--> statement-breakpoint
CREATE INDEX "workflow_runs_to_notice" ON "hubflow"."workflow_runs" USING btree ("workflow_id") WHERE "hubflow"."workflow_runs"."status" in ('failed', 'held') and "hubflow"."workflow_runs"."noticed_at" is null and not "hubflow"."workflow_runs"."is_test";--> statement-breakpoint
-- What failed before there were notices is no news, nor anything that a page would have to show anew.
ALTER TABLE hubflow.workflow_runs DISABLE TRIGGER USER;
--> statement-breakpoint
UPDATE hubflow.workflow_runs SET noticed_at = hubflow.now() WHERE status IN ('failed', 'held');
--> statement-breakpoint
ALTER TABLE hubflow.workflow_runs ENABLE TRIGGER USER;
--> statement-breakpoint
-- Workflows leave the bin for good after their time.
GRANT DELETE ON hubflow.workflows TO hubflow_worker;
