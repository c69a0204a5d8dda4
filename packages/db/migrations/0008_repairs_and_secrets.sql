CREATE TABLE "hubflow"."secrets" (
	"id" uuid PRIMARY KEY DEFAULT hubflow.new_id() NOT NULL,
	"name" text NOT NULL,
	"ciphertext" text NOT NULL,
	"created_by" uuid NOT NULL,
	"created_at" timestamp with time zone DEFAULT hubflow.now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT hubflow.now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "hubflow"."workflow_runs" ADD COLUMN "retry_of" uuid;--> statement-breakpoint
ALTER TABLE "hubflow"."secrets" ADD CONSTRAINT "secrets_created_by_user_profiles_id_fk" FOREIGN KEY ("created_by") REFERENCES "hubflow"."user_profiles"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "secrets_name" ON "hubflow"."secrets" USING btree (lower("name"));