CREATE TYPE "hubflow"."decision_verdict" AS ENUM('started', 'held', 'paused', 'filtered', 'duplicate', 'already-in', 'chain-too-deep', 'missed', 'overlapping', 'refused');--> statement-breakpoint
CREATE TABLE "hubflow"."email_suppressions" (
	"address" text PRIMARY KEY NOT NULL,
	"reason" text NOT NULL,
	"created_by" uuid,
	"created_at" timestamp with time zone DEFAULT hubflow.now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "hubflow"."settings" (
	"key" text PRIMARY KEY NOT NULL,
	"value" jsonb NOT NULL,
	"updated_by" uuid,
	"updated_at" timestamp with time zone DEFAULT hubflow.now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "hubflow"."trigger_decisions" (
	"id" uuid PRIMARY KEY DEFAULT hubflow.new_id() NOT NULL,
	"workflow_id" uuid NOT NULL,
	"verdict" "hubflow"."decision_verdict" NOT NULL,
	"detail" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"event_id" uuid,
	"run_id" uuid,
	"subject_table" text,
	"subject_id" uuid,
	"decided_at" timestamp with time zone DEFAULT hubflow.now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "hubflow"."webhook_samples" (
	"workflow_id" uuid PRIMARY KEY NOT NULL,
	"listening_until" timestamp with time zone,
	"captured_at" timestamp with time zone,
	"sample" jsonb
);
--> statement-breakpoint
DROP INDEX "hubflow"."workflows_live_event";--> statement-breakpoint
ALTER TABLE "hub"."changes" ADD COLUMN "chain" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "hubflow"."email_queue" ADD COLUMN "is_marketing" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "hubflow"."email_templates" ADD COLUMN "is_marketing" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "hubflow"."notifications" ADD COLUMN "notice_key" text;--> statement-breakpoint
ALTER TABLE "hubflow"."events" ADD COLUMN "chain" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "hubflow"."workflow_runs" ADD COLUMN "chain" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "hubflow"."workflow_runs" ADD COLUMN "test" jsonb;--> statement-breakpoint
ALTER TABLE "hubflow"."workflow_runs" ADD COLUMN "active_ms" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "hubflow"."workflow_runs" ADD COLUMN "archived_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "hubflow"."trigger_event_types" ADD COLUMN "watch" jsonb;--> statement-breakpoint
ALTER TABLE "hubflow"."trigger_event_types" ADD COLUMN "created_by" uuid;--> statement-breakpoint
ALTER TABLE "hubflow"."workflows" ADD COLUMN "failures_in_row" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "hubflow"."email_suppressions" ADD CONSTRAINT "email_suppressions_created_by_user_profiles_id_fk" FOREIGN KEY ("created_by") REFERENCES "hubflow"."user_profiles"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "hubflow"."settings" ADD CONSTRAINT "settings_updated_by_user_profiles_id_fk" FOREIGN KEY ("updated_by") REFERENCES "hubflow"."user_profiles"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "hubflow"."trigger_decisions" ADD CONSTRAINT "trigger_decisions_workflow_id_workflows_id_fk" FOREIGN KEY ("workflow_id") REFERENCES "hubflow"."workflows"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "hubflow"."webhook_samples" ADD CONSTRAINT "webhook_samples_workflow_id_workflows_id_fk" FOREIGN KEY ("workflow_id") REFERENCES "hubflow"."workflows"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "trigger_decisions_workflow" ON "hubflow"."trigger_decisions" USING btree ("workflow_id","decided_at" DESC NULLS LAST,"id");--> statement-breakpoint
CREATE INDEX "trigger_decisions_subject" ON "hubflow"."trigger_decisions" USING btree ("subject_table","subject_id","decided_at" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "trigger_decisions_oldest" ON "hubflow"."trigger_decisions" USING btree ("decided_at");--> statement-breakpoint
ALTER TABLE "hubflow"."trigger_event_types" ADD CONSTRAINT "trigger_event_types_created_by_user_profiles_id_fk" FOREIGN KEY ("created_by") REFERENCES "hubflow"."user_profiles"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "notifications_notice" ON "hubflow"."notifications" USING btree ("user_id","notice_key") WHERE "hubflow"."notifications"."notice_key" is not null;--> statement-breakpoint
CREATE INDEX "workflow_runs_to_archive" ON "hubflow"."workflow_runs" USING btree ("completed_at") WHERE "hubflow"."workflow_runs"."completed_at" is not null and "hubflow"."workflow_runs"."archived_at" is null;--> statement-breakpoint
CREATE INDEX "workflow_runs_archived" ON "hubflow"."workflow_runs" USING btree ("completed_at") WHERE "hubflow"."workflow_runs"."archived_at" is not null;--> statement-breakpoint
CREATE INDEX "workflows_live_event" ON "hubflow"."workflows" USING btree (("config" ->> 'eventType')) WHERE "hubflow"."workflows"."status" in ('active', 'paused') and "hubflow"."workflows"."trigger_type" = 'event';