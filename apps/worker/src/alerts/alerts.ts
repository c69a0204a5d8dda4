import type { Database } from '@hubflow/db'
import { postgresJson } from '../postgres-json.ts'
import type { Statements } from '../statements.ts'
import { type AlertState, findStates } from './states.ts'
import { type Told, tellOfAlerts } from './tell-of-alerts.ts'

/** Only one worker at a time, so that a state begins once. */
const ALERTS_LOCK = 0x48_75_66

/** A state that lasts is told of again after so many hours, while its workflow is active. */
const REMIND_HOURS = 24

/**
 * Looks at the rules’ states and tells of those that have begun. A state that lasts is a row, written in the same transaction
 * as the notifications and mails, so that a crash neither loses nor repeats them; when it ends the row goes, and it can begin
 * anew. Gives how many were told of.
 */
export async function raiseAlerts(database: Database): Promise<number> {
  return await database.sql.begin(async (sql) => {
    const [turn] = await sql<{ mine: boolean; any: boolean }[]>`
      select pg_try_advisory_xact_lock(${ALERTS_LOCK}) as mine, exists (select from hubflow.alert_rules) as any`
    if (!turn?.mine || !turn.any) return 0
    const states = await findStates(sql)
    await endOccasions(sql, states)
    const told = [...(await beginOccasions(sql, states)), ...(await remind(sql))]
    const inWords = told.flatMap((occasion) => {
      const state = states.find((each) => each.ruleId === occasion.ruleId && each.workflowId === occasion.workflowId)
      return state ? [{ ...state, ...occasion }] : []
    })
    await tellOfAlerts(sql, inWords)
    return inWords.length
  })
}

/** States that hold no more, and those from before their rule was made or changed. */
async function endOccasions(sql: Statements, states: readonly AlertState[]): Promise<void> {
  await sql`
    delete from hubflow.alert_occasions occasion using hubflow.alert_rules rule
    where rule.id = occasion.rule_id and (occasion.began_at < rule.since or not exists (
      select from ${recordset(sql, states)}
      where state."ruleId" = occasion.rule_id and state."workflowId" is not distinct from occasion.workflow_id))`
}

async function beginOccasions(sql: Statements, states: readonly AlertState[]): Promise<readonly Told[]> {
  if (states.length === 0) return []
  return await sql<Told[]>`
    insert into hubflow.alert_occasions (rule_id, workflow_id)
    select state."ruleId", state."workflowId" from ${recordset(sql, states)}
    on conflict do nothing
    returning id as "occasionId", rule_id as "ruleId", workflow_id as "workflowId", told_at::text as "toldAt"`
}

async function remind(sql: Statements): Promise<readonly Told[]> {
  return await sql<Told[]>`
    update hubflow.alert_occasions occasion set told_at = hubflow.now()
    where told_at <= hubflow.now() - make_interval(hours => ${REMIND_HOURS}) and not exists (
      select from hubflow.workflows workflow where workflow.id = occasion.workflow_id and workflow.status <> 'active')
    returning id as "occasionId", rule_id as "ruleId", workflow_id as "workflowId", told_at::text as "toldAt"`
}

function recordset(sql: Statements, states: readonly AlertState[]) {
  const keys = states.map(({ ruleId, workflowId }) => ({ ruleId, workflowId }))
  return sql`jsonb_to_recordset(${postgresJson(keys)}::text::jsonb) as state ("ruleId" uuid, "workflowId" uuid)`
}
