import type postgres from 'postgres'

/** What the bench asks for by name: each stands for a case that a list must find fast. */
export const ERRORS = {
  /** In every third failed run. */
  common: 'The mail server refused the mail: 552 5.2.2 mailbox full',
  /** In one failed run of a thousand. */
  rare: 'partner-crm.example',
  /** In none. */
  absent: 'hovercraft',
}

const WORKFLOWS = 200
const VERSIONS = 6
const POLICIES = 20_000
const EVENTS = 300_000

/**
 * A hub after a year: runs of 200 workflows over 365 days, the oldest first, on up to six versions each. A few workflows
 * have most of the runs; one in fifty is a test, one in twenty failed, and what waits, is held or pending is rare. Events
 * and decisions are those of the last 30 days.
 */
export async function fillWithRuns(sql: postgres.Sql, runs: number): Promise<void> {
  await sql`set session_replication_role = replica`
  await sql`
    insert into hub.policies (policy_number, client_id, agent_id, carrier, product, premium)
    select 'bench-' || n, client.id, client.agent_id, 'Acme', 'Life', 100
    from (select id, agent_id from hub.clients limit 1) client, generate_series(1, ${POLICIES}) n`
  await sql`
    with owner as (select id from hubflow.user_profiles where role = 'trainer' limit 1),
      made as (
        insert into hubflow.workflows (name, draft, status, live_version, trigger_type, config, hook_token, created_by)
        select 'Bench ' || n, '{"schemaVersion": 1, "nodes": [], "edges": []}', 'active', ${VERSIONS}, 'event',
          '{"eventType": "policy.created"}', 'bench-' || n, owner.id from owner, generate_series(1, ${WORKFLOWS}) n returning id)
    insert into hubflow.workflow_versions (workflow_id, version, definition, published_by)
    select made.id, version, '{"schemaVersion": 1, "nodes": [], "edges": []}', owner.id
    from made, owner, generate_series(1, ${VERSIONS}) version`
  await sql.unsafe(`
    insert into hubflow.workflow_runs (workflow_id, version, status, is_test, context, subject_table, subject_id, attempt,
      due_at, created_at, started_at, completed_at, duration_ms, error_message, error_node_id, error_code, error_concerns,
      held_reason, noticed_at, archived_at)
    select workflow.ids[place.workflow], case when is_test and n % 2 = 0 then null else place.version end, status, is_test,
      case when age > interval '30 days' then '{"trigger": {}}'
        else jsonb_build_object('trigger', jsonb_build_object('body', repeat('x', 300))) end,
      case when n % 20 < 14 then 'policies' when n % 20 = 14 then 'agents' end,
      case when n % 20 < 14 then policy.ids[place.policy] when n % 20 = 14 then (select id from hub.agents limit 1) end, 1,
      case when status in ('pending', 'waiting') then now() + interval '10 days' end, now() - age,
      case when status not in ('pending', 'held') then now() - age end,
      case when status in ('completed', 'failed', 'cancelled') then now() - age + interval '2 seconds' end,
      case when status in ('completed', 'failed', 'cancelled') then 2000 end,
      case when status = 'failed' then error.message end, case when status = 'failed' then 'n' || n % 4 end,
      case when status = 'failed' then error.code end, case when status = 'failed' then error.concerns else '' end,
      case when status = 'held' then 'The daily limit of 50 runs is reached.' end,
      case when status in ('failed', 'held') then now() end,
      case when status in ('completed', 'failed', 'cancelled') and age > interval '30 days' then now() end
    from (
      select n, interval '365 days' * (1 - n::float / ${runs}) as age, random() as chance, random() as luck,
        random() < 0.02 as is_test from generate_series(1, ${runs}) n) run
    cross join (select array_agg(id order by id) as ids from hubflow.workflows where name like 'Bench %') workflow
    cross join (select array_agg(id) as ids from hub.policies where policy_number like 'bench-%') policy
    cross join lateral (select 1 + floor(${WORKFLOWS} * luck * luck)::int as workflow,
      1 + floor(${POLICIES} * random())::int as policy, 1 + floor(${VERSIONS} * n::float / (${runs} + 1))::int as version) place
    cross join lateral (select (case
      when n > ${runs} - 300 then (array['pending', 'running', 'completed'])[1 + n % 3]
      when chance < 0.05 and (place.workflow > 1 or chance < 0.00005) then 'failed'
      when chance < 0.06 then 'cancelled' when chance < 0.065 then 'waiting' when chance < 0.067 then 'held'
      else 'completed' end)::hubflow.run_status as status) state
    cross join lateral (select case when n % 1000 = 0 then 4 else 1 + n / 7 % 3 end as kind) drawn
    cross join lateral (select
      (array['${ERRORS.common} <client' || n || '@mail.example>', 'It answered with 500.',
        '“subject.client.phone” has no value.', 'No answer from ${ERRORS.rare}:' || n % 999 || '.'])[kind] as message,
      (array['no-recipient', 'answer-error', 'value-missing', 'request-failed'])[kind] as code,
      (array['', 'host:crm.example 500', 'value:subject.client.phone', 'host:${ERRORS.rare}'])[kind] as concerns) error`)
  await sql.unsafe(`
    insert into hubflow.events (type, data, occurred_at, dispatched_at)
    select (array['policy.created', 'commission.received', 'recruit.phase_changed', 'target.milestone_reached'])[1 + n % 4],
      jsonb_build_object('policy_id', policy.ids[1 + n % ${POLICIES}], 'client_id', gen_random_uuid()),
      now() - interval '30 days' * (1 - n::float / ${EVENTS}), now()
    from generate_series(1, ${EVENTS}) n cross join (select array_agg(id) as ids from hub.policies where policy_number like 'bench-%') policy`)
  await sql`
    insert into hubflow.trigger_decisions (workflow_id, verdict, event_id, subject_table, subject_id, decided_at)
    select workflow.id, 'filtered', event.id, 'policies', (event.data ->> 'policy_id')::uuid, event.occurred_at
    from hubflow.events event cross join (select id from hubflow.workflows where name = 'Bench 7') workflow
    where event.type = 'policy.created'`
  await sql`set session_replication_role = origin`
  await sql`vacuum analyze`
}
