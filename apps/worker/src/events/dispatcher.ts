import type { HubTableName, Json } from '@hubflow/core'
import { type Database, inTransaction, type NewRun, type Queue, startRuns, type Transaction, tables } from '@hubflow/db'
import { and, eq, inArray, isNull, sql } from 'drizzle-orm'
import { asHubTable } from '../services/hub-records.ts'
import { admits } from './admission.ts'

const BATCH = 100
/** How many workflows may start one another in a row; the next is refused with the reason. */
const MAX_CHAIN_DEPTH = 5

type Event = typeof tables.events.$inferSelect
type EventType = Pick<typeof tables.triggerEventTypes.$inferSelect, 'name' | 'subjectTable' | 'subjectKey'>
interface ListeningWorkflow {
  id: string
  liveVersion: number | null
  eventType: string
  name: string
  createdBy: string
  config: Record<string, unknown>
}

/**
 * Starts the runs that follow from events: for each, one run of every active workflow that listens for it and lets it in. The runs
 * exist in the same transaction that marks the event, once per event and workflow. True when there are certainly more.
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
    for (const event of waiting) {
      for (const workflow of listening.filter(({ eventType }) => eventType === event.type)) {
        const run = newRun(event, workflow, types.get(event.type))
        if (run !== null) await startOrRefuse(tx, queue, workflow, run)
      }
    }
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
      liveVersion: workflows.liveVersion,
      eventType,
      name: workflows.name,
      createdBy: workflows.createdBy,
      config: workflows.config,
    })
    .from(workflows)
    .where(
      and(
        eq(workflows.status, 'active'),
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

async function startOrRefuse(tx: Transaction, queue: Queue, workflow: ListeningWorkflow, run: NewRun): Promise<void> {
  const { name, createdBy, config } = workflow
  const gate = { ownerId: createdBy, workflowName: name, config, timeZone: queue.timeZone }
  if (!(await admits(tx, gate, run))) return
  if ((run.chainDepth ?? 0) > MAX_CHAIN_DEPTH) await refuseChained(tx, [run])
  else await startRuns(tx, queue, [run])
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
    ...(subject && { subject }),
  }
}

function subjectOf(data: { [key: string]: Json }, type: EventType): { table: HubTableName; id: string } | null {
  const table = asHubTable(type.subjectTable)
  const id = type.subjectKey === null ? null : data[type.subjectKey]
  return table !== null && typeof id === 'string' ? { table, id } : null
}

/** Workflows that start one another without end stop here, with a failed run that says so. */
async function refuseChained(tx: Transaction, runs: NewRun[]): Promise<void> {
  await tx
    .insert(tables.workflowRuns)
    .values(
      runs.map((run) => ({
        workflowId: run.workflowId,
        version: run.version,
        context: run.context,
        status: 'failed' as const,
        dueAt: null,
        startedAt: sql`hubflow.now()`,
        completedAt: sql`hubflow.now()`,
        durationMs: 0,
        subjectTable: run.subject?.table ?? null,
        subjectId: run.subject?.id ?? null,
        dedupeKey: run.dedupeKey ?? null,
        eventId: run.eventId ?? null,
        chainDepth: run.chainDepth ?? 0,
        errorMessage: `${MAX_CHAIN_DEPTH} workflows started one another in a row, so this run was not begun. Change one of them so that it no longer sets off the next.`,
      })),
    )
    .onConflictDoNothing()
}
