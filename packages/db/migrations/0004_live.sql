-- Who listens hears at once. A payload of NOTIFY is under 8000 bytes, so messages go in parts of 30.

CREATE FUNCTION hubflow.send_live(messages jsonb[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  FOR i IN 0 .. (coalesce(array_length(messages, 1), 0) - 1) / 30 LOOP
    IF messages[i * 30 + 1] IS NOT NULL THEN
      PERFORM pg_notify('hubflow_live', to_jsonb(messages[i * 30 + 1 : i * 30 + 30])::text);
    END IF;
  END LOOP;
END
$$;
--> statement-breakpoint
CREATE FUNCTION hubflow.tell_workflows() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  PERFORM hubflow.send_live(ARRAY(SELECT jsonb_build_object('kind', 'workflow', 'workflowId', id) FROM changed));
  RETURN NULL;
END
$$;
--> statement-breakpoint
CREATE FUNCTION hubflow.tell_runs() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  PERFORM hubflow.send_live(ARRAY(
    SELECT jsonb_build_object('kind', 'run', 'runId', id, 'workflowId', workflow_id, 'status', status) FROM changed));
  RETURN NULL;
END
$$;
--> statement-breakpoint
CREATE FUNCTION hubflow.tell_steps() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  PERFORM hubflow.send_live(ARRAY(
    SELECT jsonb_build_object('kind', 'step', 'runId', c.run_id, 'workflowId', r.workflow_id, 'nodeId', c.node_id, 'status', c.status)
    FROM changed c JOIN hubflow.workflow_runs r ON r.id = c.run_id));
  RETURN NULL;
END
$$;
--> statement-breakpoint
CREATE FUNCTION hubflow.tell_notifications() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  PERFORM hubflow.send_live(ARRAY(SELECT DISTINCT jsonb_build_object('kind', 'notification', 'userId', user_id) FROM changed));
  RETURN NULL;
END
$$;
--> statement-breakpoint
CREATE FUNCTION hubflow.tell_emails() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  PERFORM hubflow.send_live(ARRAY(SELECT jsonb_build_object('kind', 'email', 'emailId', id) FROM changed));
  IF TG_OP = 'INSERT' THEN PERFORM pg_notify('hubflow_mail', ''); END IF;
  RETURN NULL;
END
$$;
--> statement-breakpoint
CREATE FUNCTION hubflow.tell_events() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  PERFORM pg_notify('hubflow_events', '');
  RETURN NULL;
END
$$;
--> statement-breakpoint
DO $do$
DECLARE pair text[];
BEGIN
  FOREACH pair SLICE 1 IN ARRAY ARRAY[['workflows', 'tell_workflows'], ['workflow_runs', 'tell_runs'], ['workflow_run_steps', 'tell_steps'],
    ['notifications', 'tell_notifications'], ['email_queue', 'tell_emails']] LOOP
    EXECUTE format('CREATE TRIGGER live_insert AFTER INSERT ON hubflow.%I REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION hubflow.%I()', pair[1], pair[2]);
    EXECUTE format('CREATE TRIGGER live_update AFTER UPDATE ON hubflow.%I REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION hubflow.%I()', pair[1], pair[2]);
  END LOOP;
END
$do$;
--> statement-breakpoint
CREATE TRIGGER wake_dispatcher AFTER INSERT ON hubflow.events FOR EACH STATEMENT EXECUTE FUNCTION hubflow.tell_events();
