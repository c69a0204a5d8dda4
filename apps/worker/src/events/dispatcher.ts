import type { HubTableName, Json } from '@hubflow/core'
import { type Database, inTransaction, type NewRun, type Queue, startRuns, type Transaction, tables } from '@hubflow/db'
import { and, eq, inArray, isNull, sql } from 'drizzle-orm'
import { asHubTable } from '../services/hub-records.ts'
import { refusalOf } from './admission.ts'
import { isChainTooDeep, refuseChained } from './chain.ts'
import { type DecisionRow, keepDecisions } from './decisions.ts'

const BATCH = 100

type Event = typeof tables.events.$inferSelect
type EventType = Pick<typeof tables.triggerEventTypes.$inferSelect, 'name' | 'subjectTable' | 'subjectKey'>
interface ListeningWorkflow {
  id: string
  status: string
  liveVersion: number | null
  eventType: string
  name: string
  createdBy: string
  config: Record<string, unknown>
}

/**
 * Starts the runs that follow from events: for each, one run of every active workflow that listens for it and lets it in. The runs
 * exist in the same transaction that marks the event, once per event and workflow, with what was decided and why, of
 * paused workflows too. True when there are certainly more.
 */
export async function dispatchEvents(database: Database, queue: Queue): Promise<boolean> {
  return await inTransaction(database, async (tx) => {
    const { events } = tables
    const waiting = await tx
      .select()
      .from(events)
      .where(isNull(events.dispatchedAt))
      .orderBy(events.occurredAt)
      .limit(BATCH)
      .for('update', { skipLocked: true })
    if (waiting.length === 0) return false

    const names = [...new Set(waiting.map((event) => event.type))]
    const listening = await findListening(tx, names)
    const types = new Map((await findTypes(tx, names)).map((type) => [type.name, type]))
    const decisions: DecisionRow[] = []
    for (const event of waiting) {
      for (const workflow of listening.filter(({ eventType }) => eventType === event.type)) {
        const run = newRun(event, workflow, types.get(event.type))
        if (run !== null) decisions.push(await decide(tx, queue, workflow, run))
      }
    }
    await keepDecisions(tx, decisions)
    await tx
      .update(events)
      .set({ dispatchedAt: sql`hubflow.now()` })
      .where(
        inArray(
          events.id,
          waiting.map((event) => event.id),
        ),
      )
    return waiting.length === BATCH
  })
}

async function findListening(tx: Transaction, names: string[]): Promise<ListeningWorkflow[]> {
  const { workflows } = tables
  const eventType = sql<string>`${workflows.config} ->> 'eventType'`
  return await tx
    .select({
      id: workflows.id,
      status: workflows.status,
      liveVersion: workflows.liveVersion,
      eventType,
      name: workflows.name,
      createdBy: workflows.createdBy,
      config: workflows.config,
    })
    .from(workflows)
    .where(
      and(
        inArray(workflows.status, ['active', 'paused']),
        eq(workflows.triggerType, 'event'),
        isNull(workflows.deletedAt),
        inArray(eventType, names),
      ),
    )
}

async function findTypes(tx: Transaction, names: string[]): Promise<EventType[]> {
  const { triggerEventTypes: types } = tables
  return await tx
    .select({ name: types.name, subjectTable: types.subjectTable, subjectKey: types.subjectKey })
    .from(types)
    .where(and(inArray(types.name, names), eq(types.enabled, true)))
}

/** Starts the run or finds why not; nothing is written of a workflow that the event does not concern. */
async function decide(tx: Transaction, queue: Queue, workflow: ListeningWorkflow, run: NewRun): Promise<DecisionRow> {
  const about = { workflowId: run.workflowId, subject: run.subject, ...(run.eventId && { eventId: run.eventId }) }
  if (workflow.status === 'paused') return { ...about, verdict: 'paused', detail: {} }
  const { name, createdBy, config } = workflow
  const gate = { ownerId: createdBy, workflowName: name, config, timeZone: queue.timeZone }
  const refusal = await refusalOf(tx, gate, run)
  if (refusal) return { ...about, ...refusal }
  if (isChainTooDeep(run)) return { ...about, ...(await refuseChained(tx, workflow, run, queue.timeZone)) }
  const [started] = await startRuns(tx, queue, [run])
  if (!started) throw new Error('starting one run gave none back')
  const { runId, duplicate, heldReason } = started
  if (duplicate) return { ...about, runId, verdict: 'duplicate', detail: {} }
  if (heldReason !== null) return { ...about, runId, verdict: 'held', detail: { reason: heldReason } }
  return { ...about, runId, verdict: 'started', detail: {} }
}

/** None when the event's type is switched off, or nothing of the workflow is live. */
function newRun(event: Event, workflow: ListeningWorkflow, type: EventType | undefined): NewRun | null {
  if (workflow.liveVersion === null || type === undefined) return null
  const subject = subjectOf(event.data, type)
  return {
    workflowId: workflow.id,
    version: workflow.liveVersion,
    context: { trigger: { type: event.type, data: event.data } },
    dedupeKey: `event:${event.id}`,
    eventId: event.id,
    chainDepth: event.chainDepth,
    chain: event.chain,
    ...(subject && { subject }),
  }
}

function subjectOf(data: { [key: string]: Json }, type: EventType): { table: HubTableName; id: string } | null {
  const table = asHubTable(type.subjectTable)
  const id = type.subjectKey === null ? null : data[type.subjectKey]
  return table !== null && typeof id === 'string' ? { table, id } : null
}
