-- A schedule that is paused, resumed or ended awaits its next time no more, also while no worker is there to see it:
-- times of a pause are nothing to catch up.
CREATE FUNCTION hubflow.disarm_schedule() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  DELETE FROM hubflow.schedule_occurrences WHERE workflow_id = NEW.id AND outcome IS NULL;
  RETURN NULL;
END
$$;
--> statement-breakpoint
CREATE TRIGGER disarm_schedule AFTER UPDATE OF status ON hubflow.workflows
  FOR EACH ROW WHEN (OLD.status IS DISTINCT FROM NEW.status) EXECUTE FUNCTION hubflow.disarm_schedule();
--> statement-breakpoint
INSERT INTO hubflow.trigger_event_types (name, title, summary, "group", fields, sample) VALUES
('time.daily', 'Every day', 'Starts once a day, at the hour that is set for the whole hub.', 'Time',
 '[{"key": "scheduled_for", "label": "Due at", "type": "text"}]', '{"scheduled_for": "2026-03-02T08:00:00.000Z"}'),
('time.weekly', 'Every Monday', 'Starts once a week, on Monday at the hour that is set for the whole hub.', 'Time',
 '[{"key": "scheduled_for", "label": "Due at", "type": "text"}]', '{"scheduled_for": "2026-03-02T08:00:00.000Z"}'),
('time.monthly', 'On the first of the month', 'Starts once a month, on the first day at the hour that is set for the whole hub.', 'Time',
 '[{"key": "scheduled_for", "label": "Due at", "type": "text"}]', '{"scheduled_for": "2026-03-01T08:00:00.000Z"}');
