DROP INDEX "hubflow"."workflow_runs_subject";--> statement-breakpoint
CREATE INDEX "workflow_runs_subject" ON "hubflow"."workflow_runs" USING btree ("subject_table","subject_id") WHERE "hubflow"."workflow_runs"."subject_id" is not null;--> statement-breakpoint
-- No step changes without its run, whose message says enough; finding the run of every step cost more than writing it.
DROP TRIGGER live_insert ON hubflow.workflow_run_steps;
--> statement-breakpoint
DROP TRIGGER live_update ON hubflow.workflow_run_steps;
--> statement-breakpoint
DROP FUNCTION hubflow.tell_steps();
