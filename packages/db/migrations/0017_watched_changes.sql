-- What is written of a change: a column by its value, `~column` by its hash alone, and with `*` every change even without any.
CREATE OR REPLACE FUNCTION hub.record_change() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  before jsonb := '{}';
  after jsonb := '{}';
  row_before jsonb := CASE WHEN TG_OP <> 'INSERT' THEN to_jsonb(OLD) END;
  row_after jsonb := CASE WHEN TG_OP <> 'DELETE' THEN to_jsonb(NEW) END;
  tracked text;
  name text;
  -- Null where the trigger names none.
  arguments text[] := coalesce(TG_ARGV, '{}');
BEGIN
  FOREACH tracked IN ARRAY arguments LOOP
    CONTINUE WHEN tracked = '*';
    name := ltrim(tracked, '~');
    IF name = tracked THEN
      before := before || jsonb_build_object(name, row_before -> name);
      after := after || jsonb_build_object(name, row_after -> name);
    ELSE
      before := before || jsonb_build_object(name, md5(row_before ->> name));
      after := after || jsonb_build_object(name, md5(row_after ->> name));
    END IF;
  END LOOP;
  IF TG_OP = 'UPDATE' AND before = after
    AND NOT ('*' = ANY (arguments) AND row_before - 'updated_at' <> row_after - 'updated_at') THEN RETURN NULL; END IF;
  INSERT INTO hub.changes (table_name, record_id, operation, old, new, changed_by, chain_depth, chain)
  VALUES (TG_TABLE_NAME, (coalesce(row_after, row_before) ->> 'id')::uuid, lower(TG_OP),
    CASE WHEN TG_OP <> 'INSERT' THEN before END, CASE WHEN TG_OP <> 'DELETE' THEN after END, hubflow.person_id(),
    coalesce(nullif(current_setting('hubflow.chain_depth', true), '')::integer + 1, 0),
    coalesce(nullif(current_setting('hubflow.chain', true), '')::jsonb, '[]'));
  RETURN NULL;
END
$$;
--> statement-breakpoint
-- Every event that follows from a change: the hub's own, and those that an admin registered. Ids only, and for a column that
-- stands for a state its value before and after.
CREATE FUNCTION hubflow.events_of(change hub.changes) RETURNS TABLE (type text, source_id text, data jsonb)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  own record := hubflow.event_of(change);
  kept jsonb := coalesce(change.new, change.old);
BEGIN
  IF own.type IS NOT NULL THEN
    RETURN QUERY SELECT own.type::text, change.id::text, own.data::jsonb;
  END IF;
  RETURN QUERY
    SELECT t.name, change.id || ':' || t.name,
      jsonb_build_object(t.subject_key, change.record_id)
        || CASE WHEN kept ? 'agent_id' THEN jsonb_build_object('agent_id', kept -> 'agent_id') ELSE '{}' END
        || CASE WHEN (t.watch ->> 'values')::boolean THEN jsonb_build_object(
            'from_' || (t.watch ->> 'column'), change.old -> (t.watch ->> 'column'),
            'to_' || (t.watch ->> 'column'), change.new -> (t.watch ->> 'column')) ELSE '{}' END
    FROM hubflow.trigger_event_types t
    WHERE t.enabled AND t.watch ->> 'table' = change.table_name AND t.watch ->> 'operation' = change.operation
      AND (t.watch ->> 'column' IS NULL
        OR change.old -> (t.watch ->> 'column') IS DISTINCT FROM change.new -> (t.watch ->> 'column'));
END
$$;
--> statement-breakpoint
REVOKE ALL ON FUNCTION hubflow.events_of(hub.changes) FROM PUBLIC;
--> statement-breakpoint
CREATE OR REPLACE FUNCTION hubflow.derive_event() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET lock_timeout = '100ms' AS $$
BEGIN
  INSERT INTO hubflow.events (type, source, source_id, data, chain_depth, chain, occurred_at)
  SELECT e.type, 'hub', e.source_id, e.data, NEW.chain_depth, NEW.chain, NEW.changed_at FROM hubflow.events_of(NEW) e
  ON CONFLICT DO NOTHING;
  UPDATE hub.changes SET dispatched_at = hubflow.now() WHERE id = NEW.id;
  RETURN NULL;
EXCEPTION WHEN OTHERS THEN
  RAISE LOG 'hubflow: the event of change % waits for the repair: %', NEW.id, SQLERRM;
  RETURN NULL;
END
$$;
--> statement-breakpoint
CREATE OR REPLACE FUNCTION hubflow.derive_missing_events() RETURNS integer LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  change hub.changes;
  done integer := 0;
BEGIN
  FOR change IN SELECT * FROM hub.changes WHERE dispatched_at IS NULL ORDER BY changed_at LIMIT 1000 FOR UPDATE SKIP LOCKED LOOP
    BEGIN
      INSERT INTO hubflow.events (type, source, source_id, data, chain_depth, chain, occurred_at)
      SELECT e.type, 'hub', e.source_id, e.data, change.chain_depth, change.chain, change.changed_at FROM hubflow.events_of(change) e
      ON CONFLICT DO NOTHING;
      UPDATE hub.changes SET dispatched_at = hubflow.now() WHERE id = change.id;
      done := done + 1;
    EXCEPTION WHEN OTHERS THEN
      RAISE LOG 'hubflow: the event of change % still fails: %', change.id, SQLERRM;
    END;
  END LOOP;
  RETURN done;
END
$$;
--> statement-breakpoint
-- Keeps the hub's triggers in step with what is watched. A table's trigger is made anew only where that changes, since it locks
-- the table for a moment; it gives up rather than keep the hub waiting.
CREATE FUNCTION hubflow.sync_watches() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET lock_timeout = '2s' AS $$
DECLARE
  -- The columns of the hub's own events, and whose record it is.
  own jsonb := '{"policies": ["status", "client_id", "agent_id"], "commissions": ["status", "policy_id", "agent_id"],
    "recruits": ["phase", "agent_id"], "targets": ["milestone", "agent_id"], "clients": ["agent_id"], "agents": []}';
  hub_table text;
  watched boolean;
  wanted text[];
  known text;
BEGIN
  FOR hub_table IN SELECT jsonb_object_keys(own) LOOP
    SELECT count(*) > 0, ARRAY(SELECT jsonb_array_elements_text(own -> hub_table)) || coalesce(array_agg(DISTINCT
        CASE WHEN t.watch ->> 'column' IS NULL THEN '*' WHEN (t.watch ->> 'values')::boolean THEN t.watch ->> 'column'
          ELSE '~' || (t.watch ->> 'column') END)
        FILTER (WHERE t.watch ->> 'operation' = 'update' AND NOT coalesce(own -> hub_table ? (t.watch ->> 'column'), false)), '{}')
      INTO watched, wanted
    FROM hubflow.trigger_event_types t WHERE t.enabled AND t.watch ->> 'table' = hub_table;
    SELECT replace(encode(g.tgargs, 'escape'), '\000', ',') INTO known FROM pg_trigger g
    WHERE g.tgname = 'record_change' AND g.tgrelid = format('hub.%I', hub_table)::regclass;
    CONTINUE WHEN known = coalesce(array_to_string(wanted, ',') || ',', '') OR (known IS NULL AND NOT watched);
    EXECUTE format('CREATE OR REPLACE TRIGGER record_change AFTER INSERT OR UPDATE OR DELETE ON hub.%I FOR EACH ROW EXECUTE FUNCTION hub.record_change(%s)',
      hub_table, (SELECT string_agg(quote_literal(argument), ', ') FROM unnest(wanted) argument));
  END LOOP;
  RETURN NULL;
END
$$;
--> statement-breakpoint
DO $do$
DECLARE own record;
BEGIN
  FOR own IN SELECT * FROM (VALUES ('policies', '''status'', ''client_id'', ''agent_id'''), ('commissions', '''status'', ''policy_id'', ''agent_id'''),
    ('recruits', '''phase'', ''agent_id'''), ('targets', '''milestone'', ''agent_id''')) t (name, columns) LOOP
    EXECUTE format('CREATE OR REPLACE TRIGGER record_change AFTER INSERT OR UPDATE OR DELETE ON hub.%I FOR EACH ROW EXECUTE FUNCTION hub.record_change(%s)', own.name, own.columns);
  END LOOP;
END
$do$;
--> statement-breakpoint
CREATE TRIGGER sync_watches AFTER INSERT OR UPDATE OR DELETE ON hubflow.trigger_event_types
  FOR EACH STATEMENT EXECUTE FUNCTION hubflow.sync_watches();
