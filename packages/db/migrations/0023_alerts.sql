CREATE TABLE "hubflow"."alert_occasions" (
	"id" uuid PRIMARY KEY DEFAULT hubflow.new_id() NOT NULL,
	"rule_id" uuid NOT NULL,
	"workflow_id" uuid,
	"began_at" timestamp with time zone DEFAULT hubflow.now() NOT NULL,
	"told_at" timestamp with time zone DEFAULT hubflow.now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "hubflow"."alert_rules" (
	"id" uuid PRIMARY KEY DEFAULT hubflow.new_id() NOT NULL,
	"workflow_id" uuid,
	"condition" jsonb NOT NULL,
	"recipients" jsonb NOT NULL,
	"by_notification" boolean DEFAULT true NOT NULL,
	"by_mail" boolean DEFAULT false NOT NULL,
	"enabled" boolean DEFAULT true NOT NULL,
	"since" timestamp with time zone DEFAULT hubflow.now() NOT NULL,
	"last_told_at" timestamp with time zone,
	"created_by" uuid NOT NULL,
	"created_at" timestamp with time zone DEFAULT hubflow.now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT hubflow.now() NOT NULL,
	CONSTRAINT "alert_rules_way" CHECK ("hubflow"."alert_rules"."by_notification" or "hubflow"."alert_rules"."by_mail")
);
--> statement-breakpoint
ALTER TABLE "hubflow"."alert_occasions" ADD CONSTRAINT "alert_occasions_rule_id_alert_rules_id_fk" FOREIGN KEY ("rule_id") REFERENCES "hubflow"."alert_rules"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "hubflow"."alert_occasions" ADD CONSTRAINT "alert_occasions_workflow_id_workflows_id_fk" FOREIGN KEY ("workflow_id") REFERENCES "hubflow"."workflows"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "hubflow"."alert_rules" ADD CONSTRAINT "alert_rules_workflow_id_workflows_id_fk" FOREIGN KEY ("workflow_id") REFERENCES "hubflow"."workflows"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "hubflow"."alert_rules" ADD CONSTRAINT "alert_rules_created_by_user_profiles_id_fk" FOREIGN KEY ("created_by") REFERENCES "hubflow"."user_profiles"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "alert_occasions_one" ON "hubflow"."alert_occasions" USING btree ("rule_id",coalesce("workflow_id", '00000000-0000-0000-0000-000000000000'));--> statement-breakpoint
CREATE INDEX "alert_occasions_workflow" ON "hubflow"."alert_occasions" USING btree ("workflow_id");--> statement-breakpoint
CREATE INDEX "alert_rules_workflow" ON "hubflow"."alert_rules" USING btree ("workflow_id");--> statement-breakpoint
DO $do$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['alert_rules', 'alert_occasions'] LOOP
    EXECUTE format('ALTER TABLE hubflow.%I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE hubflow.%I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY owner_all ON hubflow.%I TO hubflow_owner USING (true) WITH CHECK (true)', t);
    EXECUTE format('CREATE POLICY staff_reads ON hubflow.%I FOR SELECT TO hubflow_app USING ((SELECT hubflow.is_staff()))', t);
    EXECUTE format('CREATE POLICY worker_all ON hubflow.%I TO hubflow_worker USING (true) WITH CHECK (true)', t);
  END LOOP;
END
$do$;
--> statement-breakpoint
CREATE POLICY staff_adds ON hubflow.alert_rules FOR INSERT TO hubflow_app
  WITH CHECK ((SELECT hubflow.is_staff()) AND created_by = (SELECT hubflow.person_id()));
--> statement-breakpoint
CREATE POLICY staff_writes ON hubflow.alert_rules FOR UPDATE TO hubflow_app USING ((SELECT hubflow.is_staff()));
--> statement-breakpoint
CREATE POLICY staff_deletes ON hubflow.alert_rules FOR DELETE TO hubflow_app USING ((SELECT hubflow.is_staff()));
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE (workflow_id, condition, recipients, by_notification, by_mail, enabled, since, updated_at), DELETE
  ON hubflow.alert_rules TO hubflow_app;
--> statement-breakpoint
-- Whether a rule has told somebody, and when, is the worker's to write.
GRANT SELECT ON hubflow.alert_occasions TO hubflow_app;
--> statement-breakpoint
GRANT SELECT, UPDATE (last_told_at) ON hubflow.alert_rules TO hubflow_worker;
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE (told_at), DELETE ON hubflow.alert_occasions TO hubflow_worker;
--> statement-breakpoint
-- A rule that tells by mail writes none to who has chosen mail of alerts anyway: theirs is queued with the notification.
CREATE POLICY worker_reads ON hubflow.notification_choices FOR SELECT TO hubflow_worker USING (true);
--> statement-breakpoint
GRANT SELECT ON hubflow.notification_choices TO hubflow_worker;
