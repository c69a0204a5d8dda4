DROP INDEX "hubflow"."audit_log_newest";--> statement-breakpoint
ALTER TABLE "hubflow"."audit_log" ADD COLUMN "workflow_id" uuid;--> statement-breakpoint
CREATE INDEX "changes_of_record" ON "hub"."changes" USING btree ("record_id","changed_at" DESC NULLS FIRST,"id");--> statement-breakpoint
CREATE INDEX "audit_log_person" ON "hubflow"."audit_log" USING btree ("user_id","created_at" DESC NULLS FIRST,"id");--> statement-breakpoint
CREATE INDEX "audit_log_workflow" ON "hubflow"."audit_log" USING btree ("workflow_id","created_at" DESC NULLS FIRST,"id") WHERE "hubflow"."audit_log"."workflow_id" is not null;--> statement-breakpoint
CREATE INDEX "audit_log_newest" ON "hubflow"."audit_log" USING btree ("created_at" DESC NULLS FIRST,"id");
--> statement-breakpoint
-- Whoever writes an entry need not know the workflow of a run, and the entry outlives both.
CREATE FUNCTION hubflow.name_audited_workflow() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  IF NEW.object_type = 'workflow' THEN
    NEW.workflow_id := NEW.object_id::uuid;
  ELSIF NEW.object_type = 'run' THEN
    NEW.workflow_id := (SELECT workflow_id FROM hubflow.workflow_runs WHERE id = NEW.object_id::uuid);
  END IF;
  RETURN NEW;
END
$$;
--> statement-breakpoint
CREATE TRIGGER name_workflow BEFORE INSERT ON hubflow.audit_log FOR EACH ROW EXECUTE FUNCTION hubflow.name_audited_workflow();
--> statement-breakpoint
-- Entries of before: the only change that any of them ever sees.
ALTER TABLE hubflow.audit_log DISABLE TRIGGER append_only;
--> statement-breakpoint
UPDATE hubflow.audit_log SET workflow_id = object_id::uuid WHERE object_type = 'workflow';
--> statement-breakpoint
UPDATE hubflow.audit_log entry SET workflow_id = run.workflow_id
FROM hubflow.workflow_runs run WHERE entry.object_type = 'run' AND run.id = entry.object_id::uuid;
--> statement-breakpoint
ALTER TABLE hubflow.audit_log ENABLE TRIGGER append_only;
--> statement-breakpoint
-- A log that could be emptied would not be one.
CREATE TRIGGER never_emptied BEFORE TRUNCATE ON hubflow.audit_log FOR EACH STATEMENT EXECUTE FUNCTION hubflow.refuse_audit_change();
