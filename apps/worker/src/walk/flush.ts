import { jobDatabase, jobPriority, type Queue, RUNS_QUEUE } from '@hubflow/db'
import { failpoint, failpointsSet } from '../failpoint.ts'
import { UNSUBSCRIBED } from '../mail/unsubscribe.ts'
import { postgresJson } from '../postgres-json.ts'
import type { Statements } from '../statements.ts'
import type { Walked } from './advance.ts'
import { runRow, stepRows } from './rows.ts'
import type { RunState } from './run-state.ts'

/** What one transaction has to write: many runs' walks, and the jobs that woke them. */
export interface WalkedBatch {
  walked: Walked[]
  jobIds: string[]
  workerId: string
  now: Date
}

/** Writes a batch inside the transaction of `sql`. */
export type Flush = (sql: Statements, queue: Queue, batch: WalkedBatch) => Promise<void>

/**
 * Effects and the records of their steps, in one transaction and one round trip: either all of it is there or nothing,
 * which is what makes local effects happen exactly once.
 */
export const flushTogether: Flush = async (sql, queue, batch) => {
  const effects = writeEffects(sql, batch)
  if (failpointsSet()) {
    await effects
    pass('after-effect', batch)
  }
  await Promise.all([effects, writeRecords(sql, queue, batch)])
  if (failpointsSet()) {
    pass('after-record', batch)
    if (batch.walked.some(({ halt }) => halt.status === 'completed')) failpoint('finishing')
  }
}

/** The job that wakes a run: in its turn among those that are due then. */
function waitingJob({ id, priority }: RunState, resumeAt: Date) {
  return { data: { runId: id }, startAfter: resumeAt.toISOString(), priority: jobPriority({ due: resumeAt, priority }) }
}

/** Stops at the failpoint when a step of the batch ended in this transaction. */
export function pass(name: 'after-effect' | 'after-record', batch: WalkedBatch): void {
  for (const { steps } of batch.walked) {
    for (const step of steps.values()) if (step.status !== 'running') failpoint(name, step.nodeId)
  }
}

/** The queued mails and notifications: one statement each for all runs. */
export async function writeEffects(sql: Statements, { walked }: WalkedBatch): Promise<void> {
  const emails = walked.flatMap(({ run, effects }) => effects.emails.map((email) => ({ ...email, runId: run.id })))
  const notifications = walked.flatMap(({ run, effects }) =>
    effects.notifications.map((notification) => ({ ...notification, runId: run.id })),
  )
  const advertised = emails.flatMap(({ isMarketing, toAddress }) => (isMarketing ? [toAddress] : []))
  await Promise.all([
    emails.length > 0 &&
      sql`
        insert into hubflow.email_queue
          (id, run_id, node_id, template_id, recipient_id, to_address, to_name, subject, body_html, body_text, message_id,
           is_marketing, status, error_message)
        select id, "runId", "nodeId", "templateId", "recipientId", "toAddress", "toName", subject, "bodyHtml", "bodyText",
          '<' || id || '@hubflow>', "isMarketing",
          case when blocked.address is null then 'pending' else 'failed' end::hubflow.email_status,
          case when blocked.address is not null then ${UNSUBSCRIBED} end
        from jsonb_to_recordset(${postgresJson(emails)}::text::jsonb) as email (id uuid, "runId" uuid, "nodeId" text,
          "templateId" uuid, "recipientId" uuid, "toAddress" text, "toName" text, subject text, "bodyHtml" text,
          "bodyText" text, "isMarketing" boolean)
        left join hubflow.unsubscribed(${advertised}::text[]) blocked
          on "isMarketing" and blocked.address = lower("toAddress")`,
    notifications.length > 0 &&
      sql`
        insert into hubflow.notifications (id, run_id, node_id, user_id, title, message, link)
        select id, "runId", "nodeId", "userId", title, message, link
        from jsonb_to_recordset(${postgresJson(notifications)}::text::jsonb) as notification (id uuid, "runId" uuid,
          "nodeId" text, "userId" uuid, title text, message text, link text)`,
  ])
}

/** The steps, the runs, and their jobs: those in hand go, and a wait gets one of its own. */
export async function writeRecords(sql: Statements, queue: Queue, batch: WalkedBatch): Promise<void> {
  const steps = batch.walked.flatMap(stepRows)
  const runs = batch.walked.map((walked) => runRow(walked, batch))
  const waits = batch.walked.flatMap(({ run, halt }) =>
    halt.status === 'waiting' ? [waitingJob(run, halt.resumeAt)] : [],
  )
  const db = jobDatabase(sql)
  await Promise.all([
    steps.length > 0 &&
      sql`
        insert into hubflow.workflow_run_steps as known
          (run_id, node_id, position, type, name, status, attempt, input, output, effects, error, branch,
           idempotency_key, started_at, completed_at, resume_at)
        select "runId", "nodeId", position, type, name, status::hubflow.step_status, attempt, input, output, effects,
          error, branch, "idempotencyKey", "startedAt", "completedAt", "resumeAt"
        from jsonb_to_recordset(${postgresJson(steps)}::text::jsonb) as step ("runId" uuid, "nodeId" text, position int,
          type text, name text, status text, attempt int, input jsonb, output jsonb, effects jsonb, error jsonb,
          branch text, "idempotencyKey" text, "startedAt" timestamptz, "completedAt" timestamptz, "resumeAt" timestamptz)
        on conflict (run_id, node_id) do update set
          status = excluded.status, attempt = excluded.attempt, input = excluded.input, output = excluded.output,
          effects = excluded.effects, error = excluded.error, branch = excluded.branch,
          type = excluded.type, name = excluded.name, idempotency_key = excluded.idempotency_key,
          started_at = excluded.started_at, completed_at = excluded.completed_at, resume_at = excluded.resume_at`,
    runs.length > 0 &&
      sql`
        update hubflow.workflow_runs known set
          status = run.status::hubflow.run_status, attempt = run.attempt, crashes = run.crashes,
          worker_id = run."workerId", next_node_id = run."nextNodeId", due_at = run."dueAt",
          started_at = run."startedAt", completed_at = run."completedAt", duration_ms = run."durationMs",
          active_ms = run."activeMs",
          error_message = run."errorMessage", error_node_id = run."errorNodeId",
          error_code = run."errorCode", error_concerns = run."errorConcerns"
        from jsonb_to_recordset(${postgresJson(runs)}::text::jsonb) as run (id uuid, status text, attempt int, crashes int,
          "workerId" uuid, "nextNodeId" text, "dueAt" timestamptz, "startedAt" timestamptz, "completedAt" timestamptz,
          "durationMs" bigint, "activeMs" int, "errorMessage" text, "errorNodeId" text, "errorCode" text,
          "errorConcerns" text)
        where known.id = run.id`,
    batch.jobIds.length > 0 && queue.boss.deleteJob(RUNS_QUEUE, batch.jobIds, { db }),
    waits.length > 0 && queue.boss.insert(RUNS_QUEUE, waits, { db }),
  ])
}
