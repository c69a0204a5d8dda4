CREATE TABLE "hubflow"."notification_choices" (
	"user_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"in_app" boolean NOT NULL,
	"by_mail" boolean NOT NULL,
	"updated_at" timestamp with time zone DEFAULT hubflow.now() NOT NULL,
	CONSTRAINT "notification_choices_user_id_kind_pk" PRIMARY KEY("user_id","kind"),
	CONSTRAINT "notification_choices_required" CHECK ("hubflow"."notification_choices"."in_app" or "hubflow"."notification_choices"."kind" <> 'takeover')
);
--> statement-breakpoint
ALTER TABLE "hubflow"."notifications" ADD COLUMN "kind" text DEFAULT 'step' NOT NULL;--> statement-breakpoint
ALTER TABLE "hubflow"."notifications" ADD COLUMN "in_app" boolean DEFAULT true NOT NULL;--> statement-breakpoint
ALTER TABLE "hubflow"."user_profiles" ADD COLUMN "last_seen_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "hubflow"."notification_choices" ADD CONSTRAINT "notification_choices_user_id_user_profiles_id_fk" FOREIGN KEY ("user_id") REFERENCES "hubflow"."user_profiles"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE hubflow.notification_choices ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE hubflow.notification_choices FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY owner_all ON hubflow.notification_choices TO hubflow_owner USING (true) WITH CHECK (true);
--> statement-breakpoint
CREATE POLICY own ON hubflow.notification_choices TO hubflow_app
  USING (user_id = (SELECT hubflow.person_id()) AND (SELECT hubflow.person_role()) IS NOT NULL)
  WITH CHECK (user_id = (SELECT hubflow.person_id()) AND (SELECT hubflow.person_role()) IS NOT NULL);
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE (in_app, by_mail, updated_at) ON hubflow.notification_choices TO hubflow_app;
--> statement-breakpoint
-- What somebody does not want to see in the app is kept, so that nobody is told twice, and shown to nobody.
ALTER POLICY own ON hubflow.notifications
  USING (user_id = (SELECT hubflow.person_id()) AND in_app AND (SELECT hubflow.person_role()) IS NOT NULL);
--> statement-breakpoint
CREATE FUNCTION hubflow.as_html(plain text) RETURNS text LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp
AS $$ SELECT replace(replace(replace(replace(plain, '&', '&amp;'), '<', '&lt;'), '>', '&gt;'), '"', '&quot;') $$;
--> statement-breakpoint
-- Whoever writes notifications need not ask how each person wants to be told: all of it is done here, in the same transaction.
-- Links of the hub itself begin with a slash; who sends the mail knows where the hub is reached.
CREATE OR REPLACE FUNCTION hubflow.tell_notifications() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  -- Without a choice nothing is written: even a statement on no row wakes who sends mail.
  IF TG_OP = 'INSERT' AND EXISTS (
    SELECT FROM changed JOIN hubflow.notification_choices choice ON choice.user_id = changed.user_id AND choice.kind = changed.kind) THEN
    UPDATE hubflow.notifications hidden SET in_app = false
    FROM changed JOIN hubflow.notification_choices choice ON choice.user_id = changed.user_id AND choice.kind = changed.kind
    WHERE hidden.id = changed.id AND NOT choice.in_app;
    INSERT INTO hubflow.email_queue (recipient_id, to_address, to_name, subject, body_html, message_id)
    SELECT person.id, person.email, person.name, changed.title,
      '<p>' || hubflow.as_html(changed.message) || '</p><p><a href="'
        || hubflow.as_html(coalesce(changed.link, '/runs/' || changed.run_id, '/notifications'))
        || '">Open it in the hub</a></p><p>You chose to be told of this by mail. <a href="/account?section=notifications">Change it in your account</a></p>',
      '<' || changed.id || '@hubflow>'
    FROM changed
      JOIN hubflow.notification_choices choice ON choice.user_id = changed.user_id AND choice.kind = changed.kind
      JOIN hubflow.user_profiles person ON person.id = changed.user_id
    WHERE choice.by_mail AND person.disabled_at IS NULL;
  END IF;
  PERFORM hubflow.send_live(ARRAY(SELECT DISTINCT jsonb_build_object('kind', 'notification', 'userId', user_id) FROM changed));
  RETURN NULL;
END
$$;
--> statement-breakpoint

-- When somebody was last here outlives their sessions and keys.
CREATE FUNCTION hubflow.note_seen() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  UPDATE hubflow.user_profiles SET last_seen_at = hubflow.now()
  WHERE id::text = coalesce(to_jsonb(NEW) ->> 'user_id', to_jsonb(NEW) ->> 'reference_id');
  RETURN NULL;
END
$$;
--> statement-breakpoint
CREATE TRIGGER note_seen AFTER INSERT OR UPDATE OF updated_at ON hubflow.sessions FOR EACH ROW EXECUTE FUNCTION hubflow.note_seen();
--> statement-breakpoint
CREATE TRIGGER note_seen AFTER UPDATE OF last_request ON hubflow.api_keys FOR EACH ROW EXECUTE FUNCTION hubflow.note_seen();
--> statement-breakpoint
UPDATE hubflow.user_profiles person SET last_seen_at = session.seen
FROM (SELECT user_id, max(updated_at) AS seen FROM hubflow.sessions GROUP BY user_id) session WHERE session.user_id = person.id;
--> statement-breakpoint

-- Admins see and end everybody's sessions and keys; one's own are everybody's own affair.
CREATE POLICY admin_reads ON hubflow.sessions FOR SELECT TO hubflow_app USING ((SELECT hubflow.is_admin()));
--> statement-breakpoint
CREATE POLICY admin_ends ON hubflow.sessions FOR DELETE TO hubflow_app USING ((SELECT hubflow.is_admin()));
--> statement-breakpoint
GRANT DELETE ON hubflow.api_keys TO hubflow_app;
--> statement-breakpoint
CREATE POLICY own_or_admin_revokes ON hubflow.api_keys FOR DELETE TO hubflow_app
  USING ((reference_id = (SELECT hubflow.person_id()) AND (SELECT hubflow.person_role()) IS NOT NULL) OR (SELECT hubflow.is_admin()));
--> statement-breakpoint

-- People are changed by admins, and by these functions alone: a policy could not say which columns of whose row.
CREATE FUNCTION hubflow.begin_people_change() RETURNS void LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  -- One after the other: two admins who disable each other at once would leave none.
  PERFORM pg_advisory_xact_lock(hashtextextended('hubflow.people', 0));
  IF NOT hubflow.is_admin() THEN
    RAISE EXCEPTION 'Only an admin changes people.' USING ERRCODE = 'insufficient_privilege';
  END IF;
END
$$;
--> statement-breakpoint
-- The last admin stays one, and nobody takes rights from themselves or gives themselves any.
CREATE FUNCTION hubflow.require_other_admin(person uuid) RETURNS void LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT FROM hubflow.user_profiles p WHERE p.id = person AND p.role = 'admin' AND p.disabled_at IS NULL)
    AND NOT EXISTS (SELECT FROM hubflow.user_profiles p WHERE p.id <> person AND p.role = 'admin' AND p.disabled_at IS NULL) THEN
    RAISE EXCEPTION 'The last active admin stays one.' USING ERRCODE = 'check_violation', CONSTRAINT = 'last_active_admin';
  END IF;
  IF person = hubflow.person_id() THEN
    RAISE EXCEPTION 'Nobody changes their own rights.' USING ERRCODE = 'check_violation', CONSTRAINT = 'own_account';
  END IF;
END
$$;
--> statement-breakpoint
CREATE FUNCTION hubflow.add_person(new_name text, new_email text, new_role text) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE person uuid;
BEGIN
  PERFORM hubflow.begin_people_change();
  INSERT INTO hubflow.user_profiles (name, email, role) VALUES (new_name, lower(new_email), new_role::hubflow.role) RETURNING id INTO person;
  RETURN person;
END
$$;
--> statement-breakpoint
-- Whether there is such a person, as with all that follow.
CREATE FUNCTION hubflow.change_role(person uuid, new_role text) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  PERFORM hubflow.begin_people_change();
  PERFORM hubflow.require_other_admin(person);
  UPDATE hubflow.user_profiles SET role = new_role::hubflow.role, updated_at = hubflow.now() WHERE id = person;
  RETURN FOUND;
END
$$;
--> statement-breakpoint
-- Sessions, keys and links that were sent end with it; they do not come back when the person does.
CREATE FUNCTION hubflow.disable_person(person uuid) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  PERFORM hubflow.begin_people_change();
  PERFORM hubflow.require_other_admin(person);
  DELETE FROM hubflow.sessions WHERE user_id = person;
  DELETE FROM hubflow.api_keys WHERE reference_id = person;
  DELETE FROM hubflow.verifications WHERE value = person::text;
  UPDATE hubflow.user_profiles SET disabled_at = coalesce(disabled_at, hubflow.now()), updated_at = hubflow.now() WHERE id = person;
  RETURN FOUND;
END
$$;
--> statement-breakpoint
CREATE FUNCTION hubflow.enable_person(person uuid) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  PERFORM hubflow.begin_people_change();
  UPDATE hubflow.user_profiles SET disabled_at = NULL, updated_at = hubflow.now() WHERE id = person;
  RETURN FOUND;
END
$$;
--> statement-breakpoint
-- A link to the first password, by mail to that person alone; it takes the place of an earlier one. `token` is its hash.
CREATE FUNCTION hubflow.invite_person(person uuid, token text, valid_until timestamptz, mail_subject text, mail_html text) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  PERFORM hubflow.begin_people_change();
  IF EXISTS (SELECT FROM hubflow.accounts a WHERE a.user_id = person AND a.password IS NOT NULL)
    OR EXISTS (SELECT FROM hubflow.user_profiles p WHERE p.id = person AND p.disabled_at IS NOT NULL) THEN
    RAISE EXCEPTION 'Who has a password, or is disabled, is not invited.' USING ERRCODE = 'check_violation', CONSTRAINT = 'not_to_be_invited';
  END IF;
  DELETE FROM hubflow.verifications WHERE value = person::text;
  INSERT INTO hubflow.email_queue (recipient_id, to_address, to_name, subject, body_html, message_id)
  SELECT id, email, name, mail_subject, mail_html, '<' || hubflow.new_id() || '@hubflow>' FROM hubflow.user_profiles WHERE id = person;
  IF NOT FOUND THEN RETURN false; END IF;
  INSERT INTO hubflow.verifications (identifier, value, expires_at) VALUES (token, person::text, valid_until);
  RETURN true;
END
$$;
--> statement-breakpoint
-- Who has no password yet, and until when the link to it works.
CREATE FUNCTION hubflow.read_invitations() RETURNS TABLE (person_id uuid, valid_until timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT p.id, max(v.expires_at) FROM hubflow.user_profiles p LEFT JOIN hubflow.verifications v ON v.value = p.id::text
  WHERE hubflow.is_admin() AND NOT EXISTS (SELECT FROM hubflow.accounts a WHERE a.user_id = p.id AND a.password IS NOT NULL)
  GROUP BY p.id
$$;
--> statement-breakpoint
-- Only who may have workflows takes one over; its runs act as the new owner from then on.
CREATE FUNCTION hubflow.change_owner(workflow uuid, new_owner uuid, new_name text) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  PERFORM hubflow.begin_people_change();
  IF NOT EXISTS (SELECT FROM hubflow.user_profiles p WHERE p.id = new_owner AND p.disabled_at IS NULL AND p.role <> 'agent') THEN
    RAISE EXCEPTION 'Only an active admin, trainer or manager has workflows.' USING ERRCODE = 'check_violation', CONSTRAINT = 'no_workflow_owner';
  END IF;
  UPDATE hubflow.workflows SET created_by = new_owner, name = new_name, updated_at = hubflow.now() WHERE id = workflow;
  RETURN FOUND;
END
$$;
--> statement-breakpoint
CREATE FUNCTION hubflow.tell_admins(notice_kind text, notice_title text, notice_message text, notice_link text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF NOT hubflow.is_admin() THEN
    RAISE EXCEPTION 'Only an admin tells the admins.' USING ERRCODE = 'insufficient_privilege';
  END IF;
  INSERT INTO hubflow.notifications (user_id, kind, title, message, link)
  SELECT id, notice_kind, notice_title, notice_message, notice_link FROM hubflow.user_profiles WHERE role = 'admin' AND disabled_at IS NULL;
END
$$;
--> statement-breakpoint
DO $do$
DECLARE f text;
BEGIN
  FOREACH f IN ARRAY ARRAY['begin_people_change()', 'require_other_admin(uuid)'] LOOP
    EXECUTE format('REVOKE ALL ON FUNCTION hubflow.%s FROM PUBLIC', f);
  END LOOP;
  FOREACH f IN ARRAY ARRAY['add_person(text, text, text)', 'change_role(uuid, text)', 'disable_person(uuid)', 'enable_person(uuid)',
    'invite_person(uuid, text, timestamptz, text, text)', 'read_invitations()', 'change_owner(uuid, uuid, text)',
    'tell_admins(text, text, text, text)'] LOOP
    EXECUTE format('REVOKE ALL ON FUNCTION hubflow.%s FROM PUBLIC', f);
    EXECUTE format('GRANT EXECUTE ON FUNCTION hubflow.%s TO hubflow_app', f);
  END LOOP;
END
$do$;
