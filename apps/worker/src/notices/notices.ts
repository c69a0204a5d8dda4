import type { Database } from '@hubflow/db'
import type { Statements } from '../statements.ts'
import { countFailures, forgetFailures, MAX_FAILURES, type Paused, type UnnoticedRun } from './failures.ts'
import { type Notice, tell } from './tell.ts'

const BATCH = 200

/** Only one worker at a time, so that failures are counted once. */
const NOTICES_LOCK = 0x48_75_64

/**
 * Tells owners of runs that failed or are held, once a workflow, cause and local day, and pauses a workflow whose runs keep
 * failing. It looks at what the runs' rows say, so a run costs nothing here unless it fails. True when there is more.
 */
export async function noticeRuns(database: Database, timeZone: string): Promise<boolean> {
  return await database.sql.begin(async (sql) => {
    const [lock] = await sql<{ taken: boolean; now: string }[]>`
      select pg_try_advisory_xact_lock(${NOTICES_LOCK}) as taken, hubflow.now() as now`
    if (!lock?.taken) return false
    const runs = await findUnnoticed(sql)
    await forgetFailures(sql)
    if (runs.length === 0) return false
    // Workflows before runs: who deletes one locks them in this order, too.
    const paused = await countFailures(sql, runs)
    const day = new Intl.DateTimeFormat('en-CA', { timeZone }).format(new Date(lock.now))
    await tell(sql, [...runs.map((run) => noticeOf(run, day)), ...paused.map(pauseNotice)])
    await sql`
      update hubflow.workflow_runs set noticed_at = hubflow.now()
      where id = any(${runs.map((run) => run.id)}::uuid[]) and status in ('failed', 'held')`
    return runs.length === BATCH
  })
}

async function findUnnoticed(sql: Statements): Promise<UnnoticedRun[]> {
  return await sql<UnnoticedRun[]>`
    select run.id, run.workflow_id as "workflowId", workflow.name as "workflowName", run.status,
      run.error_node_id as "nodeId", run.error_code as "errorCode", run.error_concerns as concerns,
      run.error_message as "errorMessage",
      run.held_reason as "heldReason"
    from hubflow.workflow_runs run
      join hubflow.workflows workflow on workflow.id = run.workflow_id
    where run.status in ('failed', 'held') and run.noticed_at is null and not run.is_test
    order by run.workflow_id limit ${BATCH}`
}

function noticeOf(run: UnnoticedRun, day: string): Notice {
  const { workflowId, workflowName, nodeId } = run
  const where = { workflowId, runId: run.id, nodeId, link: `/runs/${run.id}` }
  if (run.status === 'held')
    return {
      ...where,
      kind: 'runs-held',
      title: `Runs of “${workflowName}” are held`,
      message: `${run.heldReason ?? 'A limit is reached.'} They are kept: release them in the list of runs, or cancel them.`,
      key: `held:${workflowId}:${day}`,
    }
  return {
    ...where,
    kind: 'run-failed',
    title: `A run of “${workflowName}” failed`,
    message: run.errorMessage ?? 'It stopped without a reason of its own. Open the run and retry it.',
    key: `failed:${workflowId}:${nodeId ?? ''}:${run.errorCode ?? ''}:${run.concerns}:${day}`,
  }
}

function pauseNotice({ workflowId, workflowName, lastRun }: Paused): Notice {
  return {
    workflowId,
    runId: lastRun.id,
    nodeId: lastRun.nodeId,
    kind: 'workflow-paused',
    title: `“${workflowName}” was paused`,
    message: `Its last ${MAX_FAILURES} runs failed, so no more are started. Open the failed run, correct the cause, and resume the workflow.`,
    link: `/runs/${lastRun.id}`,
    key: `paused:${workflowId}:${lastRun.id}`,
  }
}
