CREATE TYPE "hub"."commission_status" AS ENUM('expected', 'received', 'charged_back');--> statement-breakpoint
CREATE TYPE "hub"."policy_status" AS ENUM('pending', 'active', 'lapsed', 'cancelled');--> statement-breakpoint
CREATE TYPE "hub"."recruit_phase" AS ENUM('applied', 'interview', 'contracting', 'licensing', 'training', 'active', 'dropped');--> statement-breakpoint
CREATE TYPE "hubflow"."email_status" AS ENUM('pending', 'sending', 'sent', 'failed');--> statement-breakpoint
CREATE TYPE "hubflow"."role" AS ENUM('admin', 'trainer', 'manager', 'agent');--> statement-breakpoint
CREATE TYPE "hubflow"."run_status" AS ENUM('pending', 'running', 'waiting', 'completed', 'failed', 'cancelled', 'held');--> statement-breakpoint
CREATE TYPE "hubflow"."step_status" AS ENUM('pending', 'running', 'waiting', 'completed', 'failed', 'skipped', 'cancelled');--> statement-breakpoint
CREATE TYPE "hubflow"."workflow_status" AS ENUM('draft', 'active', 'paused', 'archived');--> statement-breakpoint
CREATE TABLE "hub"."agents" (
	"id" uuid PRIMARY KEY DEFAULT hubflow.new_id() NOT NULL,
	"user_id" uuid,
	"first_name" text NOT NULL,
	"last_name" text NOT NULL,
	"email" text NOT NULL,
	"phone" text,
	"active" boolean DEFAULT true NOT NULL,
	"created_at" timestamp with time zone DEFAULT hubflow.now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT hubflow.now() NOT NULL,
	CONSTRAINT "agents_userId_unique" UNIQUE("user_id")
);
--> statement-breakpoint
CREATE TABLE "hub"."changes" (
	"id" uuid PRIMARY KEY DEFAULT hubflow.new_id() NOT NULL,
	"table_name" text NOT NULL,
	"record_id" uuid NOT NULL,
	"operation" text NOT NULL,
	"old" jsonb,
	"new" jsonb,
	"changed_by" uuid,
	"chain_depth" integer DEFAULT 0 NOT NULL,
	"changed_at" timestamp with time zone DEFAULT hubflow.now() NOT NULL,
	"dispatched_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "hub"."clients" (
	"id" uuid PRIMARY KEY DEFAULT hubflow.new_id() NOT NULL,
	"first_name" text NOT NULL,
	"last_name" text NOT NULL,
	"email" text,
	"phone" text,
	"birth_date" date,
	"agent_id" uuid NOT NULL,
	"do_not_contact" boolean DEFAULT false NOT NULL,
	"created_at" timestamp with time zone DEFAULT hubflow.now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT hubflow.now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "hub"."commissions" (
	"id" uuid PRIMARY KEY DEFAULT hubflow.new_id() NOT NULL,
	"policy_id" uuid NOT NULL,
	"agent_id" uuid NOT NULL,
	"amount" numeric(12, 2) NOT NULL,
	"status" "hub"."commission_status" DEFAULT 'expected' NOT NULL,
	"due_date" date,
	"received_at" timestamp with time zone,
	"notes" text,
	"created_at" timestamp with time zone DEFAULT hubflow.now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT hubflow.now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "hub"."policies" (
	"id" uuid PRIMARY KEY DEFAULT hubflow.new_id() NOT NULL,
	"policy_number" text NOT NULL,
	"client_id" uuid NOT NULL,
	"agent_id" uuid NOT NULL,
	"carrier" text NOT NULL,
	"product" text NOT NULL,
	"premium" numeric(12, 2) NOT NULL,
	"status" "hub"."policy_status" DEFAULT 'pending' NOT NULL,
	"effective_date" date,
	"renewal_date" date,
	"notes" text,
	"created_at" timestamp with time zone DEFAULT hubflow.now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT hubflow.now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "hub"."recruits" (
	"id" uuid PRIMARY KEY DEFAULT hubflow.new_id() NOT NULL,
	"first_name" text NOT NULL,
	"last_name" text NOT NULL,
	"email" text,
	"phone" text,
	"phase" "hub"."recruit_phase" DEFAULT 'applied' NOT NULL,
	"agent_id" uuid NOT NULL,
	"phase_changed_at" timestamp with time zone,
	"notes" text,
	"created_at" timestamp with time zone DEFAULT hubflow.now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT hubflow.now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "hub"."targets" (
	"id" uuid PRIMARY KEY DEFAULT hubflow.new_id() NOT NULL,
	"agent_id" uuid NOT NULL,
	"name" text NOT NULL,
	"goal" numeric(14, 2) NOT NULL,
	"current" numeric(14, 2) DEFAULT '0' NOT NULL,
	"milestone" integer DEFAULT 0 NOT NULL,
	"period_start" date NOT NULL,
	"period_end" date NOT NULL,
	"created_at" timestamp with time zone DEFAULT hubflow.now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT hubflow.now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "hubflow"."audit_log" (
	"id" uuid PRIMARY KEY DEFAULT hubflow.new_id() NOT NULL,
	"user_id" uuid,
	"action" text NOT NULL,
	"object_type" text NOT NULL,
	"object_id" text NOT NULL,
	"detail" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"created_at" timestamp with time zone DEFAULT hubflow.now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "hubflow"."email_queue" (
	"id" uuid PRIMARY KEY DEFAULT hubflow.new_id() NOT NULL,
	"run_id" uuid,
	"node_id" text,
	"template_id" uuid,
	"recipient_id" uuid,
	"to_address" text NOT NULL,
	"to_name" text,
	"subject" text NOT NULL,
	"body_html" text NOT NULL,
	"variables" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"status" "hubflow"."email_status" DEFAULT 'pending' NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"send_after" timestamp with time zone DEFAULT hubflow.now() NOT NULL,
	"message_id" text NOT NULL,
	"error_message" text,
	"worker_id" uuid,
	"sent_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT hubflow.now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "hubflow"."email_templates" (
	"id" uuid PRIMARY KEY DEFAULT hubflow.new_id() NOT NULL,
	"name" text NOT NULL,
	"description" text DEFAULT '' NOT NULL,
	"subject" text NOT NULL,
	"body_html" text NOT NULL,
	"created_by" uuid,
	"created_at" timestamp with time zone DEFAULT hubflow.now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT hubflow.now() NOT NULL,
	CONSTRAINT "email_templates_name_unique" UNIQUE("name")
);
--> statement-breakpoint
CREATE TABLE "hubflow"."notifications" (
	"id" uuid PRIMARY KEY DEFAULT hubflow.new_id() NOT NULL,
	"user_id" uuid NOT NULL,
	"run_id" uuid,
	"node_id" text,
	"title" text NOT NULL,
	"message" text NOT NULL,
	"link" text,
	"read_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT hubflow.now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "hubflow"."accounts" (
	"id" uuid PRIMARY KEY DEFAULT hubflow.new_id() NOT NULL,
	"user_id" uuid NOT NULL,
	"account_id" text NOT NULL,
	"provider_id" text NOT NULL,
	"access_token" text,
	"refresh_token" text,
	"id_token" text,
	"access_token_expires_at" timestamp with time zone,
	"refresh_token_expires_at" timestamp with time zone,
	"scope" text,
	"password" text,
	"created_at" timestamp with time zone DEFAULT hubflow.now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT hubflow.now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "hubflow"."api_keys" (
	"id" uuid PRIMARY KEY DEFAULT hubflow.new_id() NOT NULL,
	"config_id" text DEFAULT 'default' NOT NULL,
	"name" text,
	"start" text,
	"prefix" text,
	"key" text NOT NULL,
	"reference_id" uuid NOT NULL,
	"refill_interval" integer,
	"refill_amount" integer,
	"last_refill_at" timestamp with time zone,
	"enabled" boolean DEFAULT true NOT NULL,
	"rate_limit_enabled" boolean DEFAULT false NOT NULL,
	"rate_limit_time_window" integer,
	"rate_limit_max" integer,
	"request_count" integer DEFAULT 0 NOT NULL,
	"remaining" integer,
	"last_request" timestamp with time zone,
	"expires_at" timestamp with time zone,
	"permissions" text,
	"metadata" text,
	"created_at" timestamp with time zone DEFAULT hubflow.now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT hubflow.now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "hubflow"."sessions" (
	"id" uuid PRIMARY KEY DEFAULT hubflow.new_id() NOT NULL,
	"user_id" uuid NOT NULL,
	"token" text NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"ip_address" text,
	"user_agent" text,
	"created_at" timestamp with time zone DEFAULT hubflow.now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT hubflow.now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "hubflow"."user_profiles" (
	"id" uuid PRIMARY KEY DEFAULT hubflow.new_id() NOT NULL,
	"name" text NOT NULL,
	"email" text NOT NULL,
	"email_verified" boolean DEFAULT false NOT NULL,
	"image" text,
	"role" "hubflow"."role" DEFAULT 'agent' NOT NULL,
	"disabled_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT hubflow.now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT hubflow.now() NOT NULL,
	CONSTRAINT "user_profiles_email_unique" UNIQUE("email")
);
--> statement-breakpoint
CREATE TABLE "hubflow"."verifications" (
	"id" uuid PRIMARY KEY DEFAULT hubflow.new_id() NOT NULL,
	"identifier" text NOT NULL,
	"value" text NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"created_at" timestamp with time zone DEFAULT hubflow.now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT hubflow.now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "hubflow"."events" (
	"id" uuid PRIMARY KEY DEFAULT hubflow.new_id() NOT NULL,
	"type" text NOT NULL,
	"source" text DEFAULT 'hub' NOT NULL,
	"source_id" text,
	"data" jsonb NOT NULL,
	"chain_depth" integer DEFAULT 0 NOT NULL,
	"occurred_at" timestamp with time zone DEFAULT hubflow.now() NOT NULL,
	"dispatched_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "hubflow"."schedule_occurrences" (
	"workflow_id" uuid NOT NULL,
	"local_time" text NOT NULL,
	"due_at" timestamp with time zone NOT NULL,
	"run_id" uuid,
	"outcome" text,
	"created_at" timestamp with time zone DEFAULT hubflow.now() NOT NULL,
	CONSTRAINT "schedule_occurrences_workflow_id_local_time_pk" PRIMARY KEY("workflow_id","local_time")
);
--> statement-breakpoint
CREATE TABLE "hubflow"."workers" (
	"id" uuid PRIMARY KEY NOT NULL,
	"lock_key" integer NOT NULL,
	"host" text NOT NULL,
	"started_at" timestamp with time zone DEFAULT hubflow.now() NOT NULL,
	CONSTRAINT "workers_lockKey_unique" UNIQUE("lock_key")
);
--> statement-breakpoint
CREATE TABLE "hubflow"."workflow_run_steps" (
	"run_id" uuid NOT NULL,
	"node_id" text NOT NULL,
	"position" integer NOT NULL,
	"type" text NOT NULL,
	"name" text NOT NULL,
	"status" "hubflow"."step_status" NOT NULL,
	"attempt" integer DEFAULT 1 NOT NULL,
	"input" jsonb,
	"output" jsonb,
	"effects" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"error" jsonb,
	"branch" text,
	"idempotency_key" text,
	"started_at" timestamp with time zone,
	"completed_at" timestamp with time zone,
	"resume_at" timestamp with time zone,
	CONSTRAINT "workflow_run_steps_run_id_node_id_pk" PRIMARY KEY("run_id","node_id")
);
--> statement-breakpoint
CREATE TABLE "hubflow"."workflow_runs" (
	"id" uuid PRIMARY KEY DEFAULT hubflow.new_id() NOT NULL,
	"workflow_id" uuid NOT NULL,
	"version" integer,
	"definition" jsonb,
	"status" "hubflow"."run_status" DEFAULT 'pending' NOT NULL,
	"is_test" boolean DEFAULT false NOT NULL,
	"held_reason" text,
	"context" jsonb NOT NULL,
	"subject_table" text,
	"subject_id" uuid,
	"attempt" integer DEFAULT 0 NOT NULL,
	"worker_id" uuid,
	"next_node_id" text,
	"due_at" timestamp with time zone DEFAULT hubflow.now(),
	"crashes" integer DEFAULT 0 NOT NULL,
	"started_at" timestamp with time zone,
	"completed_at" timestamp with time zone,
	"duration_ms" integer,
	"emails_sent" integer DEFAULT 0 NOT NULL,
	"error_message" text,
	"error_node_id" text,
	"dedupe_key" text,
	"dedupe_hash" text,
	"event_id" uuid,
	"chain_depth" integer DEFAULT 0 NOT NULL,
	"created_at" timestamp with time zone DEFAULT hubflow.now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "hubflow"."trigger_event_types" (
	"name" text PRIMARY KEY NOT NULL,
	"title" text NOT NULL,
	"summary" text NOT NULL,
	"group" text NOT NULL,
	"fields" jsonb NOT NULL,
	"sample" jsonb NOT NULL,
	"subject_table" text,
	"subject_key" text,
	"enabled" boolean DEFAULT true NOT NULL,
	"created_at" timestamp with time zone DEFAULT hubflow.now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "hubflow"."workflow_versions" (
	"workflow_id" uuid NOT NULL,
	"version" integer NOT NULL,
	"definition" jsonb NOT NULL,
	"note" text DEFAULT '' NOT NULL,
	"published_by" uuid NOT NULL,
	"published_at" timestamp with time zone DEFAULT hubflow.now() NOT NULL,
	CONSTRAINT "workflow_versions_workflow_id_version_pk" PRIMARY KEY("workflow_id","version")
);
--> statement-breakpoint
CREATE TABLE "hubflow"."workflows" (
	"id" uuid PRIMARY KEY DEFAULT hubflow.new_id() NOT NULL,
	"name" text NOT NULL,
	"description" text DEFAULT '' NOT NULL,
	"category" text DEFAULT 'general' NOT NULL,
	"status" "hubflow"."workflow_status" DEFAULT 'draft' NOT NULL,
	"trigger_type" text,
	"config" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"draft" jsonb NOT NULL,
	"draft_revision" integer DEFAULT 1 NOT NULL,
	"live_version" integer,
	"hook_token" text NOT NULL,
	"created_by" uuid NOT NULL,
	"max_runs_per_day" integer DEFAULT 10,
	"priority" integer DEFAULT 50 NOT NULL,
	"paused_reason" text,
	"created_at" timestamp with time zone DEFAULT hubflow.now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT hubflow.now() NOT NULL,
	"deleted_at" timestamp with time zone
);
--> statement-breakpoint
ALTER TABLE "hub"."agents" ADD CONSTRAINT "agents_user_id_user_profiles_id_fk" FOREIGN KEY ("user_id") REFERENCES "hubflow"."user_profiles"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "hub"."clients" ADD CONSTRAINT "clients_agent_id_agents_id_fk" FOREIGN KEY ("agent_id") REFERENCES "hub"."agents"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "hub"."commissions" ADD CONSTRAINT "commissions_policy_id_policies_id_fk" FOREIGN KEY ("policy_id") REFERENCES "hub"."policies"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "hub"."commissions" ADD CONSTRAINT "commissions_agent_id_agents_id_fk" FOREIGN KEY ("agent_id") REFERENCES "hub"."agents"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "hub"."policies" ADD CONSTRAINT "policies_client_id_clients_id_fk" FOREIGN KEY ("client_id") REFERENCES "hub"."clients"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "hub"."policies" ADD CONSTRAINT "policies_agent_id_agents_id_fk" FOREIGN KEY ("agent_id") REFERENCES "hub"."agents"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "hub"."recruits" ADD CONSTRAINT "recruits_agent_id_agents_id_fk" FOREIGN KEY ("agent_id") REFERENCES "hub"."agents"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "hub"."targets" ADD CONSTRAINT "targets_agent_id_agents_id_fk" FOREIGN KEY ("agent_id") REFERENCES "hub"."agents"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "hubflow"."email_queue" ADD CONSTRAINT "email_queue_run_id_workflow_runs_id_fk" FOREIGN KEY ("run_id") REFERENCES "hubflow"."workflow_runs"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "hubflow"."email_queue" ADD CONSTRAINT "email_queue_template_id_email_templates_id_fk" FOREIGN KEY ("template_id") REFERENCES "hubflow"."email_templates"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "hubflow"."email_queue" ADD CONSTRAINT "email_queue_recipient_id_user_profiles_id_fk" FOREIGN KEY ("recipient_id") REFERENCES "hubflow"."user_profiles"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "hubflow"."email_templates" ADD CONSTRAINT "email_templates_created_by_user_profiles_id_fk" FOREIGN KEY ("created_by") REFERENCES "hubflow"."user_profiles"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "hubflow"."notifications" ADD CONSTRAINT "notifications_user_id_user_profiles_id_fk" FOREIGN KEY ("user_id") REFERENCES "hubflow"."user_profiles"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "hubflow"."notifications" ADD CONSTRAINT "notifications_run_id_workflow_runs_id_fk" FOREIGN KEY ("run_id") REFERENCES "hubflow"."workflow_runs"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "hubflow"."accounts" ADD CONSTRAINT "accounts_user_id_user_profiles_id_fk" FOREIGN KEY ("user_id") REFERENCES "hubflow"."user_profiles"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "hubflow"."api_keys" ADD CONSTRAINT "api_keys_reference_id_user_profiles_id_fk" FOREIGN KEY ("reference_id") REFERENCES "hubflow"."user_profiles"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "hubflow"."sessions" ADD CONSTRAINT "sessions_user_id_user_profiles_id_fk" FOREIGN KEY ("user_id") REFERENCES "hubflow"."user_profiles"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "hubflow"."schedule_occurrences" ADD CONSTRAINT "schedule_occurrences_workflow_id_workflows_id_fk" FOREIGN KEY ("workflow_id") REFERENCES "hubflow"."workflows"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "hubflow"."workflow_run_steps" ADD CONSTRAINT "workflow_run_steps_run_id_workflow_runs_id_fk" FOREIGN KEY ("run_id") REFERENCES "hubflow"."workflow_runs"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "hubflow"."workflow_runs" ADD CONSTRAINT "workflow_runs_workflow_id_workflows_id_fk" FOREIGN KEY ("workflow_id") REFERENCES "hubflow"."workflows"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "hubflow"."workflow_versions" ADD CONSTRAINT "workflow_versions_workflow_id_workflows_id_fk" FOREIGN KEY ("workflow_id") REFERENCES "hubflow"."workflows"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "hubflow"."workflow_versions" ADD CONSTRAINT "workflow_versions_published_by_user_profiles_id_fk" FOREIGN KEY ("published_by") REFERENCES "hubflow"."user_profiles"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "hubflow"."workflows" ADD CONSTRAINT "workflows_created_by_user_profiles_id_fk" FOREIGN KEY ("created_by") REFERENCES "hubflow"."user_profiles"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "changes_waiting" ON "hub"."changes" USING btree ("changed_at") WHERE "hub"."changes"."dispatched_at" is null;--> statement-breakpoint
CREATE INDEX "clients_agent_id_index" ON "hub"."clients" USING btree ("agent_id");--> statement-breakpoint
CREATE INDEX "commissions_policy_id_index" ON "hub"."commissions" USING btree ("policy_id");--> statement-breakpoint
CREATE INDEX "commissions_agent_id_index" ON "hub"."commissions" USING btree ("agent_id");--> statement-breakpoint
CREATE UNIQUE INDEX "policies_policy_number_index" ON "hub"."policies" USING btree ("policy_number");--> statement-breakpoint
CREATE INDEX "policies_client_id_index" ON "hub"."policies" USING btree ("client_id");--> statement-breakpoint
CREATE INDEX "policies_agent_id_index" ON "hub"."policies" USING btree ("agent_id");--> statement-breakpoint
CREATE INDEX "recruits_agent_id_index" ON "hub"."recruits" USING btree ("agent_id");--> statement-breakpoint
CREATE INDEX "targets_agent_id_index" ON "hub"."targets" USING btree ("agent_id");--> statement-breakpoint
CREATE INDEX "audit_log_newest" ON "hubflow"."audit_log" USING btree ("created_at" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "email_queue_waiting" ON "hubflow"."email_queue" USING btree ("send_after") WHERE "hubflow"."email_queue"."status" in ('pending', 'sending');--> statement-breakpoint
CREATE INDEX "email_queue_run" ON "hubflow"."email_queue" USING btree ("run_id");--> statement-breakpoint
CREATE INDEX "email_queue_newest" ON "hubflow"."email_queue" USING btree ("created_at" DESC NULLS LAST,"id");--> statement-breakpoint
CREATE INDEX "notifications_newest" ON "hubflow"."notifications" USING btree ("user_id","created_at" DESC NULLS LAST,"id");--> statement-breakpoint
CREATE INDEX "notifications_run" ON "hubflow"."notifications" USING btree ("run_id");--> statement-breakpoint
CREATE INDEX "accounts_user_id_index" ON "hubflow"."accounts" USING btree ("user_id");--> statement-breakpoint
CREATE UNIQUE INDEX "api_keys_key_index" ON "hubflow"."api_keys" USING btree ("key");--> statement-breakpoint
CREATE INDEX "api_keys_reference_id_index" ON "hubflow"."api_keys" USING btree ("reference_id");--> statement-breakpoint
CREATE UNIQUE INDEX "sessions_token_index" ON "hubflow"."sessions" USING btree ("token");--> statement-breakpoint
CREATE INDEX "sessions_user_id_index" ON "hubflow"."sessions" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "verifications_identifier_index" ON "hubflow"."verifications" USING btree ("identifier");--> statement-breakpoint
CREATE UNIQUE INDEX "events_source_id" ON "hubflow"."events" USING btree ("source","source_id") WHERE "hubflow"."events"."source_id" is not null;--> statement-breakpoint
CREATE INDEX "events_waiting" ON "hubflow"."events" USING btree ("occurred_at") WHERE "hubflow"."events"."dispatched_at" is null;--> statement-breakpoint
CREATE UNIQUE INDEX "workflow_runs_dedupe" ON "hubflow"."workflow_runs" USING btree ("workflow_id","dedupe_key") WHERE "hubflow"."workflow_runs"."dedupe_key" is not null;--> statement-breakpoint
CREATE INDEX "workflow_runs_recent" ON "hubflow"."workflow_runs" USING btree ("workflow_id","created_at" DESC NULLS LAST,"id");--> statement-breakpoint
CREATE INDEX "workflow_runs_newest" ON "hubflow"."workflow_runs" USING btree ("created_at" DESC NULLS LAST,"id");--> statement-breakpoint
CREATE INDEX "workflow_runs_due" ON "hubflow"."workflow_runs" USING btree ("due_at") WHERE "hubflow"."workflow_runs"."status" in ('pending', 'running', 'waiting');--> statement-breakpoint
CREATE INDEX "workflow_runs_subject" ON "hubflow"."workflow_runs" USING btree ("subject_table","subject_id");--> statement-breakpoint
CREATE UNIQUE INDEX "workflows_name_per_owner" ON "hubflow"."workflows" USING btree ("created_by",lower("name")) WHERE "hubflow"."workflows"."deleted_at" is null;--> statement-breakpoint
CREATE UNIQUE INDEX "workflows_hook_token" ON "hubflow"."workflows" USING btree ("hook_token");--> statement-breakpoint
CREATE INDEX "workflows_live_event" ON "hubflow"."workflows" USING btree (("config" ->> 'eventType')) WHERE "hubflow"."workflows"."status" = 'active' and "hubflow"."workflows"."trigger_type" = 'event';