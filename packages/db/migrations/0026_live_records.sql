CREATE INDEX "schedule_occurrences_over" ON "hubflow"."schedule_occurrences" USING btree ("due_at") WHERE "hubflow"."schedule_occurrences"."outcome" is not null;--> statement-breakpoint
-- Who looks at a record hears that it changed, also where nothing starts from that. Of many at once the table alone is told.
-- Whatever breaks here costs the hub nothing: its write stands.
CREATE FUNCTION hubflow.tell_records() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE ids uuid[] := ARRAY(SELECT id FROM changed LIMIT 31);
BEGIN
  IF array_length(ids, 1) > 30 THEN ids := ARRAY[NULL::uuid]; END IF;
  PERFORM hubflow.send_live(ARRAY(
    SELECT jsonb_build_object('kind', 'record', 'table', TG_TABLE_NAME, 'recordId', id) FROM unnest(ids) id));
  RETURN NULL;
EXCEPTION WHEN OTHERS THEN
  RAISE LOG 'hubflow: nobody was told of changed %: %', TG_TABLE_NAME, SQLERRM;
  RETURN NULL;
END
$$;
--> statement-breakpoint
DO $do$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['agents', 'clients', 'policies', 'commissions', 'recruits', 'targets'] LOOP
    EXECUTE format('CREATE TRIGGER live_insert AFTER INSERT ON hub.%I REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION hubflow.tell_records()', name);
    EXECUTE format('CREATE TRIGGER live_update AFTER UPDATE ON hub.%I REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION hubflow.tell_records()', name);
    EXECUTE format('CREATE TRIGGER live_delete AFTER DELETE ON hub.%I REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION hubflow.tell_records()', name);
  END LOOP;
END
$do$;
