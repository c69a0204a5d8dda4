ALTER TYPE "hubflow"."email_status" ADD VALUE 'cancelled';--> statement-breakpoint
ALTER TABLE "hubflow"."email_queue" ADD COLUMN "body_text" text;--> statement-breakpoint
ALTER TABLE "hubflow"."email_queue" ADD COLUMN "is_test" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "hubflow"."email_templates" ADD COLUMN "category" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "hubflow"."email_templates" ADD COLUMN "subject_table" text;--> statement-breakpoint
ALTER TABLE "hubflow"."email_templates" ADD COLUMN "body_text" text;--> statement-breakpoint
ALTER TABLE "hubflow"."email_templates" ADD COLUMN "body_text_edited_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "hubflow"."email_templates" ADD COLUMN "revision" integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "hubflow"."email_templates" ADD COLUMN "updated_by" uuid;--> statement-breakpoint
ALTER TABLE "hubflow"."email_templates" ADD CONSTRAINT "email_templates_updated_by_user_profiles_id_fk" FOREIGN KEY ("updated_by") REFERENCES "hubflow"."user_profiles"("id") ON DELETE no action ON UPDATE no action;
--> statement-breakpoint
-- Who edits a template sends it to try it out: such mail is marked, belongs to no run, and all who edit templates see it.
GRANT INSERT (template_id, to_address, to_name, subject, body_html, body_text, is_marketing, is_test, message_id) ON hubflow.email_queue TO hubflow_app;
--> statement-breakpoint
CREATE POLICY staff_tests ON hubflow.email_queue TO hubflow_app
  USING (is_test AND run_id IS NULL AND (SELECT hubflow.is_staff())) WITH CHECK (is_test AND run_id IS NULL AND (SELECT hubflow.is_staff()));
