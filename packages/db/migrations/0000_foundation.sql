-- Runs as hubflow_owner, in schemas that are made before. What the tables' defaults need stands before the tables.

-- Business time. Only tests move it; everything of ours reads the clock here.
CREATE FUNCTION hubflow.now() RETURNS timestamptz
LANGUAGE sql STABLE PARALLEL SAFE
AS $$ SELECT statement_timestamp() + coalesce(nullif(current_setting('hubflow.clock_offset', true), ''), '0')::interval $$;
--> statement-breakpoint
-- Time-ordered ids (RFC 9562, version 7): PostgreSQL 18 makes them itself, older ones get the time into a random one.
DO $do$
BEGIN
  IF current_setting('server_version_num')::int >= 180000 THEN
    CREATE FUNCTION hubflow.new_id() RETURNS uuid LANGUAGE sql VOLATILE PARALLEL SAFE AS $$ SELECT uuidv7() $$;
  ELSE
    CREATE FUNCTION hubflow.new_id() RETURNS uuid LANGUAGE sql VOLATILE PARALLEL SAFE AS $$
      SELECT encode(
        set_bit(set_bit(
          overlay(uuid_send(gen_random_uuid())
            PLACING substring(int8send((extract(epoch FROM clock_timestamp()) * 1000)::bigint) FROM 3) FROM 1 FOR 6),
          52, 1), 53, 1),
        'hex')::uuid
    $$;
  END IF;
END
$do$;
--> statement-breakpoint
GRANT USAGE ON SCHEMA hubflow TO hubflow_app, hubflow_auth, hubflow_door, hubflow_worker;
--> statement-breakpoint
GRANT USAGE ON SCHEMA hub TO hubflow_app;
