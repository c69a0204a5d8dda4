CREATE INDEX "clients_do_not_contact" ON "hub"."clients" USING btree (lower("email")) WHERE "hub"."clients"."do_not_contact";--> statement-breakpoint

-- What a caller that waits for its run is told: its state, and once it has completed the output that the trigger chose.
-- Of runs whose webhook does not answer that way the door learns nothing.
CREATE FUNCTION hubflow.hook_answer(run uuid) RETURNS TABLE (status text, output jsonb)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT r.status::text, CASE WHEN r.status = 'completed' THEN (
    SELECT s.output FROM hubflow.workflow_run_steps s
    WHERE s.run_id = r.id AND s.status = 'completed'
      AND s.node_id = coalesce(trigger.respond ->> 'nodeId', s.node_id)
    ORDER BY s.position DESC LIMIT 1) END
  FROM hubflow.workflow_runs r
  JOIN hubflow.workflow_versions v ON v.workflow_id = r.workflow_id AND v.version = r.version
  CROSS JOIN LATERAL (
    SELECT n #> '{config,respond}' AS respond FROM jsonb_array_elements(v.definition -> 'nodes') n
    WHERE n ->> 'type' = 'webhook' LIMIT 1) trigger
  WHERE r.id = run AND NOT r.is_test AND trigger.respond ->> 'kind' = 'when-done'
$$;
--> statement-breakpoint
REVOKE ALL ON FUNCTION hubflow.hook_answer(uuid) FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION hubflow.hook_answer(uuid) TO hubflow_door;
--> statement-breakpoint

DROP FUNCTION hubflow.find_hook(text);
--> statement-breakpoint
-- With the one secret that the hook asks for: the door can read no other. While an editor listens for a call, also what
-- the draft's trigger asks of callers (the live one's where the draft has no webhook).
CREATE FUNCTION hubflow.find_hook(hook text)
RETURNS TABLE (workflow_id uuid, version integer, status text, trigger_type text, config jsonb, secret_ciphertext text,
  listener_config jsonb, listener_ciphertext text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$ SELECT w.id, w.live_version, w.status::text, w.trigger_type, w.config,
        (SELECT s.ciphertext FROM hubflow.secrets s WHERE s.id::text = lower(w.config #>> '{auth,secretId}')),
        listener.config,
        (SELECT s.ciphertext FROM hubflow.secrets s WHERE s.id::text = lower(listener.config #>> '{auth,secretId}'))
      FROM hubflow.workflows w
      LEFT JOIN LATERAL (
        SELECT coalesce(
          (SELECT n -> 'config' FROM jsonb_array_elements(w.draft -> 'nodes') n WHERE n ->> 'type' = 'webhook' LIMIT 1),
          CASE WHEN w.trigger_type = 'webhook' THEN w.config END) AS config
        FROM hubflow.webhook_samples sample
        WHERE sample.workflow_id = w.id AND sample.listening_until > hubflow.now()) listener ON true
      WHERE w.hook_token = hook AND w.deleted_at IS NULL $$;
--> statement-breakpoint
REVOKE ALL ON FUNCTION hubflow.find_hook(text) FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION hubflow.find_hook(text) TO hubflow_door;
--> statement-breakpoint

-- A caught call ends the listening, so the row as it is afterwards must be visible to who caught it.
DROP POLICY door_reads ON hubflow.webhook_samples;
--> statement-breakpoint
CREATE POLICY door_reads ON hubflow.webhook_samples FOR SELECT TO hubflow_door USING (true);
--> statement-breakpoint
CREATE FUNCTION hubflow.tell_webhook_samples() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  PERFORM hubflow.send_live(ARRAY(SELECT jsonb_build_object('kind', 'workflow', 'workflowId', workflow_id) FROM changed));
  RETURN NULL;
END
$$;
--> statement-breakpoint
CREATE TRIGGER live_insert AFTER INSERT ON hubflow.webhook_samples REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION hubflow.tell_webhook_samples();
--> statement-breakpoint
CREATE TRIGGER live_update AFTER UPDATE ON hubflow.webhook_samples REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION hubflow.tell_webhook_samples();
--> statement-breakpoint

-- Who of these gets no marketing mail: unsubscribed, or a client who is not to be contacted. In lower case.
CREATE FUNCTION hubflow.unsubscribed(addresses text[]) RETURNS TABLE (address text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT s.address FROM hubflow.email_suppressions s WHERE s.address = ANY (SELECT lower(a) FROM unnest(addresses) a)
  UNION
  SELECT lower(c.email) FROM hub.clients c WHERE lower(c.email) = ANY (SELECT lower(a) FROM unnest(addresses) a) AND c.do_not_contact
$$;
--> statement-breakpoint
REVOKE ALL ON FUNCTION hubflow.unsubscribed(text[]) FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION hubflow.unsubscribed(text[]) TO hubflow_worker;
