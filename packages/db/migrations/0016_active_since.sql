ALTER TABLE "hubflow"."workflows" ADD COLUMN "active_since" timestamp with time zone;--> statement-breakpoint
DROP TRIGGER disarm_schedule ON hubflow.workflows;
--> statement-breakpoint
DROP FUNCTION hubflow.disarm_schedule();
--> statement-breakpoint
-- Times of a pause are nothing to catch up, also when no worker was there to see the pause.
CREATE FUNCTION hubflow.keep_active_since() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.active_since := hubflow.now();
  RETURN NEW;
END
$$;
--> statement-breakpoint
CREATE TRIGGER keep_active_since BEFORE UPDATE OF status ON hubflow.workflows
  FOR EACH ROW WHEN (OLD.status IS DISTINCT FROM NEW.status AND NEW.status = 'active') EXECUTE FUNCTION hubflow.keep_active_since();
