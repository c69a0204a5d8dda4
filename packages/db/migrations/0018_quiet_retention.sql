-- What retention takes from a run that ended long ago is nothing that anybody watches.
CREATE OR REPLACE FUNCTION hubflow.tell_runs() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  PERFORM hubflow.send_live(ARRAY(
    SELECT jsonb_build_object('kind', 'run', 'runId', id, 'workflowId', workflow_id, 'status', status)
    FROM changed WHERE archived_at IS NULL));
  RETURN NULL;
END
$$;
