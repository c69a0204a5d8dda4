import { type DecisionVerdict, type RunStatus, sentenceOfDecision } from '@hubflow/core'
import { type Transaction, tables } from '@hubflow/db'
import { and, desc, eq, inArray, sql } from 'drizzle-orm'
import type { WhyMoment } from '../contract/why.ts'
import { isHubTable } from '../records/tables.ts'
import { type Titles, titlesOf } from '../records/titles.ts'
import type { AskedRecord } from './subject.ts'
import { type AskedWorkflow, shownTime } from './workflow-checks.ts'

const { events, findableRuns, triggerDecisions: decisions, triggerEventTypes, workflowRuns, workflows } = tables

interface Asked {
  workflow: AskedWorkflow | null
  record: AskedRecord | null
  timeZone: string
}

const MOST = 100
const recently = sql`hubflow.now() - interval '30 days'`

/** What was decided and what ran, and events of the record that concerned no workflow; the newest first. */
export async function momentsOf(tx: Transaction, asked: Asked): Promise<WhyMoment[]> {
  const decided = await readDecisions(tx, asked)
  const ran = await readRuns(tx, asked)
  const unheard = asked.record && !asked.workflow ? await readUnheard(tx, asked.record) : []
  const titles = await titlesOf(
    tx,
    [...decided, ...ran].flatMap(({ subjectTable: table, subjectId: id }) =>
      table !== null && id !== null && isHubTable(table) ? [{ table, id }] : [],
    ),
  )
  const byId = new Map(ran.map((run) => [run.id, run]))
  const told = new Set(decided.flatMap(({ verdict, runId }) => (startsRun(verdict) && runId !== null ? [runId] : [])))
  const all: WhyMoment[] = [
    ...decided.map((row) => decisionMoment(row, byId.get(row.runId ?? ''), titles, asked.timeZone)),
    ...ran.filter(({ id }) => !told.has(id)).map((run) => runMoment(run, titles, asked.timeZone)),
    ...unheard,
  ]
  return all.toSorted((one, other) => other.at.localeCompare(one.at)).slice(0, MOST)
}

type DecisionRow = Awaited<ReturnType<typeof readDecisions>>[number]
type RunRow = Awaited<ReturnType<typeof readRuns>>[number]

function readDecisions(tx: Transaction, { workflow, record }: Asked) {
  return tx
    .select({
      workflowId: decisions.workflowId,
      workflowName: workflows.name,
      verdict: decisions.verdict,
      detail: decisions.detail,
      eventTitle: sql<string | null>`coalesce(${triggerEventTypes.title}, ${events.type})`,
      runId: decisions.runId,
      subjectTable: decisions.subjectTable,
      subjectId: decisions.subjectId,
      at: decisions.decidedAt,
    })
    .from(decisions)
    .innerJoin(workflows, eq(workflows.id, decisions.workflowId))
    .leftJoin(events, eq(events.id, decisions.eventId))
    .leftJoin(triggerEventTypes, eq(triggerEventTypes.name, events.type))
    .where(
      and(
        workflow ? eq(decisions.workflowId, workflow.id) : undefined,
        record ? and(eq(decisions.subjectTable, record.table), eq(decisions.subjectId, record.id)) : undefined,
      ),
    )
    .orderBy(desc(decisions.decidedAt))
    .limit(MOST)
}

function readRuns(tx: Transaction, { workflow, record }: Asked) {
  return tx
    .select({
      id: workflowRuns.id,
      workflowId: workflowRuns.workflowId,
      workflowName: workflows.name,
      status: workflowRuns.status,
      heldReason: workflowRuns.heldReason,
      errorMessage: workflowRuns.errorMessage,
      retryOf: workflowRuns.retryOf,
      start: sql<string>`case
        when ${workflowRuns.retryOf} is not null then 'retry'
        when ${workflowRuns.eventId} is not null then 'event'
        when ${workflowRuns.dedupeKey} like 'schedule:%' then 'schedule'
        when ${workflowRuns.archivedAt} is not null then 'unknown'
        when ${workflowRuns.context} -> 'trigger' ? 'scheduledFor' then 'schedule'
        when ${workflowRuns.context} -> 'trigger' ? 'headers' and coalesce(${workflowRuns.dedupeKey}, '') not like 'key:%' then 'call'
        else 'hand' end`,
      dueAt: workflowRuns.dueAt,
      subjectTable: workflowRuns.subjectTable,
      subjectId: workflowRuns.subjectId,
      at: workflowRuns.createdAt,
    })
    .from(workflowRuns)
    .innerJoin(workflows, eq(workflows.id, workflowRuns.workflowId))
    .where(
      inArray(
        workflowRuns.id,
        tx
          .select({ id: findableRuns.id })
          .from(findableRuns)
          .where(
            and(
              eq(findableRuns.isTest, false),
              sql`${findableRuns.createdAt} > ${recently}`,
              workflow ? eq(findableRuns.workflowId, workflow.id) : undefined,
              record
                ? and(eq(findableRuns.subjectTable, record.table), eq(findableRuns.subjectId, record.id))
                : undefined,
            ),
          )
          .orderBy(desc(findableRuns.createdAt), findableRuns.id)
          .limit(MOST),
      ),
    )
}

/** Events of the record for which no workflow decided anything. */
async function readUnheard(tx: Transaction, record: AskedRecord): Promise<WhyMoment[]> {
  const rows = await tx.execute<{ title: string; type: string; at: string; is_waiting: boolean }>(sql`
    select type.title, event.type, event.occurred_at as at, event.dispatched_at is null as is_waiting
    from hubflow.findable_events event
      join hubflow.trigger_event_types type on type.name = event.type and type.subject_table = ${record.table}
    where event.data @> jsonb_build_object(type.subject_key, ${record.id}::text) and event.occurred_at > ${recently}
      and not exists (select from hubflow.trigger_decisions decision where decision.event_id = event.id
        and decision.subject_table = ${record.table} and decision.subject_id = ${record.id})
    order by event.occurred_at desc limit ${MOST}`)
  return rows.map(({ title, type, at, is_waiting }) => ({
    at: new Date(at).toISOString(),
    what: 'event',
    verdict: null,
    sentence: is_waiting
      ? `“${title}” (${type}) happened. It waits for a worker to look which workflows start from it.`
      : `“${title}” (${type}) happened, and no published workflow started from it then.`,
    workflow: null,
    run: null,
    subject: null,
  }))
}

function startsRun(verdict: DecisionVerdict): boolean {
  return verdict === 'started' || verdict === 'held' || verdict === 'chain-too-deep'
}

function decisionMoment(row: DecisionRow, run: RunRow | undefined, titles: Titles, timeZone: string): WhyMoment {
  const { verdict, detail, eventTitle, runId } = row
  const cause = eventTitle === null ? '' : `“${eventTitle}” happened. `
  return {
    at: row.at.toISOString(),
    what: 'decision',
    verdict,
    sentence: `${cause}${sentenceOf(verdict, detail, run, timeZone)}`,
    workflow: { id: row.workflowId, name: row.workflowName },
    run: runId === null || run === undefined ? null : { id: runId, status: run.status },
    subject: subjectOf(row, titles),
  }
}

function sentenceOf(
  verdict: DecisionVerdict,
  detail: DecisionRow['detail'],
  run: RunRow | undefined,
  timeZone: string,
): string {
  if (verdict === 'held' && run !== undefined && run.status !== 'held') {
    const reason = typeof detail.reason === 'string' ? ` ${detail.reason}` : ''
    return `A run was held at first.${reason} Now: ${becameOf(run, timeZone)}`
  }
  const sentence = sentenceOfDecision({ verdict, detail })
  return verdict === 'started' && run !== undefined ? `${sentence} ${becameOf(run, timeZone)}` : sentence
}

const STARTED_BY: Record<string, string> = {
  retry: 'Somebody retried an earlier run.',
  schedule: 'Its time came, and a run was started.',
  call: 'Its web address was called, and a run was started.',
  event: 'An event started a run.',
  hand: 'Somebody started a run by hand.',
}

function runMoment(run: RunRow, titles: Titles, timeZone: string): WhyMoment {
  return {
    at: run.at.toISOString(),
    what: 'run',
    verdict: null,
    sentence: `${STARTED_BY[run.start] ?? 'A run was started.'} ${becameOf(run, timeZone)}`,
    workflow: { id: run.workflowId, name: run.workflowName },
    run: { id: run.id, status: run.status },
    subject: subjectOf(run, titles),
  }
}

function becameOf({ status, heldReason, errorMessage, dueAt }: RunRow, timeZone: string): string {
  const words: Record<RunStatus, string> = {
    pending: 'It is about to begin.',
    running: 'It is running.',
    waiting: `It waits${dueAt === null ? '' : ` until ${shownTime(dueAt, timeZone)}`}.`,
    completed: 'It was completed.',
    failed: `It failed. ${errorMessage ?? ''}`.trim(),
    cancelled: 'It was cancelled.',
    held: `It is held. ${heldReason ?? ''} Release it, or raise the limit.`,
  }
  return words[status]
}

function subjectOf(
  { subjectTable: table, subjectId: id }: Pick<RunRow, 'subjectTable' | 'subjectId'>,
  titles: Titles,
): WhyMoment['subject'] {
  return table === null || id === null ? null : { table, id, title: titles.get(`${table}:${id}`) ?? null }
}
