import { type AlertCondition, sentenceOfAlert } from '@hubflow/core'
import type { Statements } from '../statements.ts'

/** A rule’s state that holds now: of one workflow, or of all together. */
export interface AlertState {
  ruleId: string
  workflowId: string | null
  title: string
  message: string
  link: string
}

interface StateRow {
  ruleId: string
  workflowId: string | null
  workflowName: string | null
  condition: AlertCondition
  failed: number | null
  ended: number | null
  /** The newest run that failed. */
  runId: string | null
}

/** Every state that a rule which is switched on asks for and that holds now. Test runs make and end none. */
export async function findStates(sql: Statements): Promise<AlertState[]> {
  const rows = [...(await findFailuresInRow(sql)), ...(await findFailureRates(sql)), ...(await findSilences(sql))]
  return rows.map((row) => ({ ruleId: row.ruleId, workflowId: row.workflowId, ...wordsOf(row) }))
}

/** The newest of the workflow’s runs that ended since the rule counts all failed. */
async function findFailuresInRow(sql: Statements): Promise<StateRow[]> {
  return await sql<StateRow[]>`
    select rule.id as "ruleId", workflow.id as "workflowId", workflow.name as "workflowName", rule.condition,
      newest.failed, newest.ended, newest."runId"
    from hubflow.alert_rules rule
      join hubflow.workflows workflow on workflow.id = rule.workflow_id or rule.workflow_id is null
      cross join lateral (
        select count(*)::int as ended, count(*) filter (where status = 'failed')::int as failed,
          (array_agg(id order by created_at desc, id) filter (where status = 'failed'))[1] as "runId"
        from (
          select run.id, run.status, run.created_at from hubflow.workflow_runs run
          where run.workflow_id = workflow.id and not run.is_test and run.status in ('completed', 'failed')
            and run.completed_at >= rule.since
          order by run.created_at desc, run.id limit (rule.condition ->> 'count')::int) last) newest
    where rule.enabled and rule.condition ->> 'kind' = 'failures-in-row'
      and workflow.deleted_at is null and workflow.status in ('active', 'paused')
      and newest.failed >= (rule.condition ->> 'count')::int`
}

async function findFailureRates(sql: Statements): Promise<StateRow[]> {
  // Both halves have an index by the end; a run that retention has taken the details of failed all the same.
  return await sql<StateRow[]>`
    select rule.id as "ruleId", workflow.id as "workflowId", workflow.name as "workflowName", rule.condition,
      counted.failed, counted.ended, counted."runId"
    from hubflow.alert_rules rule
      cross join lateral (
        select greatest(rule.since, hubflow.now() - make_interval(hours => (rule.condition ->> 'hours')::int)) as begins) time
      cross join lateral (
        select run.workflow_id, count(*)::int as ended, count(*) filter (where run.status = 'failed')::int as failed,
          (array_agg(run.id order by run.completed_at desc) filter (where run.status = 'failed'))[1] as "runId"
        from hubflow.workflow_runs run
        where ((run.completed_at >= time.begins and run.archived_at is null)
            or (run.completed_at >= time.begins and run.archived_at is not null))
          and run.status in ('completed', 'failed') and not run.is_test
          and (rule.workflow_id is null or run.workflow_id = rule.workflow_id)
        group by run.workflow_id) counted
      join hubflow.workflows workflow on workflow.id = counted.workflow_id
    where rule.enabled and rule.condition ->> 'kind' = 'failure-rate'
      and workflow.deleted_at is null and workflow.status in ('active', 'paused')
      and counted.ended >= (rule.condition ->> 'minRuns')::int
      and counted.failed * 100 > (rule.condition ->> 'percent')::int * counted.ended`
}

/** Of one workflow while it is active; of all together where no one of those that are active has run. */
async function findSilences(sql: Statements): Promise<StateRow[]> {
  return await sql<StateRow[]>`
    select rule.id as "ruleId", rule.workflow_id as "workflowId", workflow.name as "workflowName", rule.condition,
      null::int as failed, null::int as ended, null::uuid as "runId"
    from hubflow.alert_rules rule
      left join hubflow.workflows workflow on workflow.id = rule.workflow_id
      cross join lateral (
        select min(active.active_since) as since from hubflow.workflows active
        where active.status = 'active' and active.deleted_at is null
          and (rule.workflow_id is null or active.id = rule.workflow_id)) active
      left join lateral (
        select max(run.created_at) as at from hubflow.workflow_runs run
        where rule.workflow_id is not null and run.workflow_id = rule.workflow_id and not run.is_test) own on true
      left join lateral (
        select max(run.created_at) as at from hubflow.workflow_runs run
        where rule.workflow_id is null and not run.is_test) any_one on true
    where rule.enabled and rule.condition ->> 'kind' = 'silence' and active.since is not null
      and greatest(rule.since, active.since, own.at, any_one.at)
        <= hubflow.now() - make_interval(hours => (rule.condition ->> 'hours')::int)`
}

function wordsOf({ condition, workflowId, workflowName, failed, ended, runId }: StateRow) {
  const name = workflowName === null ? 'The workflows' : `“${workflowName}”`
  const asked = `You are told of this ${sentenceOfAlert(condition, workflowName)}.`
  switch (condition.kind) {
    case 'failures-in-row':
      return {
        title: condition.count === 1 ? `A run of ${name} failed` : `${name} failed ${condition.count} times in a row`,
        message: `Open the failed run: it says why, and what to do. ${asked}`,
        link: `/runs/${runId}`,
      }
    case 'failure-rate':
      return {
        title: `${failed} of ${ended} runs of ${name} failed`,
        message: `Open the failures: each cause says what to do about it. ${asked}`,
        link: '/failures',
      }
    case 'silence':
      return {
        title: workflowId === null ? 'No workflow has run for a while' : `${name} has not run for a while`,
        message: `Look whether its trigger still comes, or whether nothing was to do. ${asked}`,
        link: workflowId === null ? '/workflows' : `/workflows/${workflowId}`,
      }
  }
}
