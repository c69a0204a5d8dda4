import { nextOccurrences, type Occurrence, occurrencesBetween, ScheduleSchema } from '@hubflow/core'
import { type Database, inTransaction, type Queue, startRuns, type Transaction, tables } from '@hubflow/db'
import { and, eq, inArray, isNull, sql } from 'drizzle-orm'
import { findUnderWay } from '../events/under-way.ts'

const { scheduleOccurrences: occurrences, workflows, workflowVersions: versions } = tables

/** An occurrence that is looked at later than this was missed: nobody worked when it was due. */
const MISSED_AFTER_MS = 60_000
/** Of missed occurrences that all are to run, the latest of these many. */
const MAX_CAUGHT_UP = 100

type Armed = typeof occurrences.$inferSelect
interface Scheduled {
  id: string
  version: number
  publishedAt: Date
  config: ReturnType<typeof ScheduleSchema.parse>
  timeZone: string
}

/**
 * Keeps for every live schedule its next occurrence as a row, and starts the run of each that is due. An occurrence is
 * started at most once: its row is unique by workflow and local time, and one worker at a time looks. What was missed
 * while nobody worked is caught up as the schedule says.
 */
export async function fireSchedules(database: Database, queue: Queue, hubTimeZone: string): Promise<boolean> {
  return await inTransaction(database, async (tx) => {
    const [turn] = await tx.execute<{ mine: boolean; now: string }>(
      sql`select pg_try_advisory_xact_lock(hashtext('hubflow.schedules')) as mine, hubflow.now()::text as now`,
    )
    if (turn?.mine !== true) return false
    const now = new Date(turn.now)
    const scheduled = await findScheduled(tx, hubTimeZone)
    const armed = await tx.select().from(occurrences).where(isNull(occurrences.outcome))
    const { valid, stale } = sortOut(armed, scheduled)
    await disarm(tx, stale)
    for (const schedule of scheduled) {
      const next = valid.get(schedule.id)
      if (next === undefined) await arm(tx, schedule, now)
      else if (next.dueAt <= now) await fire(tx, queue, schedule, next, now)
    }
    return false
  })
}

async function findScheduled(tx: Transaction, hubTimeZone: string): Promise<Scheduled[]> {
  const rows = await tx
    .select({
      id: workflows.id,
      version: versions.version,
      publishedAt: versions.publishedAt,
      definition: versions.definition,
    })
    .from(workflows)
    .innerJoin(versions, and(eq(versions.workflowId, workflows.id), eq(versions.version, workflows.liveVersion)))
    .where(and(eq(workflows.status, 'active'), eq(workflows.triggerType, 'schedule'), isNull(workflows.deletedAt)))
  return rows.flatMap(({ definition, ...row }) => {
    const trigger = definition.nodes.find((node) => node.type === 'schedule')
    const config = ScheduleSchema.safeParse(trigger?.config)
    return config.success
      ? [{ ...row, config: config.data, timeZone: definition.settings?.timeZone ?? hubTimeZone }]
      : []
  })
}

/** An armed occurrence of a workflow that is paused, or was published anew since, is not awaited any more. */
function sortOut(armed: Armed[], scheduled: Scheduled[]): { valid: Map<string, Armed>; stale: Armed[] } {
  const publishedAt = new Map(scheduled.map((schedule) => [schedule.id, schedule.publishedAt]))
  const isValid = (one: Armed) => one.createdAt >= (publishedAt.get(one.workflowId) ?? Number.POSITIVE_INFINITY)
  return {
    valid: new Map(armed.filter(isValid).map((one) => [one.workflowId, one])),
    stale: armed.filter((one) => !isValid(one)),
  }
}

async function disarm(tx: Transaction, stale: Armed[]): Promise<void> {
  if (stale.length === 0) return
  const ids = stale.map((one) => one.workflowId)
  await tx.delete(occurrences).where(and(inArray(occurrences.workflowId, ids), isNull(occurrences.outcome)))
}

async function arm(tx: Transaction, { id, config, timeZone }: Scheduled, after: Date): Promise<void> {
  const [next] = nextOccurrences(config, { after, count: 1, timeZone })
  if (next === undefined) return
  await tx
    .insert(occurrences)
    .values({ workflowId: id, localTime: next.localTime, dueAt: next.at })
    .onConflictDoNothing()
}

async function fire(tx: Transaction, queue: Queue, schedule: Scheduled, next: Armed, now: Date): Promise<void> {
  const { id, version, config, timeZone } = schedule
  const busy = config.overlap !== undefined && config.overlap !== 'allow' && (await findUnderWay(tx, id)) !== null
  // It stays armed, and starts when the run before it has ended.
  if (busy && config.overlap === 'queue') return
  const since = occurrencesBetween(config, { after: next.dueAt, until: now, timeZone })
  const due = [{ localTime: next.localTime, at: next.dueAt }, ...since]
  const chosen = busy ? [] : choose(due, config, now)
  const started = await startRuns(
    tx,
    queue,
    chosen.map(({ localTime, at }) => ({
      workflowId: id,
      version,
      context: { trigger: { scheduledFor: at.toISOString() } },
      dedupeKey: `schedule:${localTime}`,
    })),
  )
  const outcome = busy ? 'skipped: the run before it was under way' : 'skipped: missed'
  await tx
    .update(occurrences)
    .set({ outcome })
    .where(and(eq(occurrences.workflowId, id), isNull(occurrences.outcome)))
  if (chosen.length > 0) {
    const rows = chosen.map(({ localTime, at }, index) => ({
      workflowId: id,
      localTime,
      dueAt: at,
      runId: started[index]?.runId ?? null,
      outcome: 'started',
    }))
    await tx
      .insert(occurrences)
      .values(rows)
      .onConflictDoUpdate({
        target: [occurrences.workflowId, occurrences.localTime],
        set: { runId: sql`excluded.run_id`, outcome: sql`excluded.outcome` },
      })
  }
  await arm(tx, schedule, now)
}

/** Of what is due: all of it while nothing was missed; after downtime what the schedule asks for. */
function choose(
  due: Occurrence[],
  { missed = 'once', overlap = 'allow' }: Scheduled['config'],
  now: Date,
): Occurrence[] {
  const onTime = due.filter(({ at }) => now.getTime() - at.getTime() <= MISSED_AFTER_MS)
  const wasMissed = onTime.length < due.length
  // Runs of one moment would overlap; and what waited for the run before it is late, but was not missed.
  if (overlap !== 'allow') return missed === 'skip' && overlap === 'skip' ? onTime.slice(-1) : due.slice(-1)
  if (!wasMissed || missed === 'skip') return onTime
  return missed === 'once' ? due.slice(-1) : due.slice(-MAX_CAUGHT_UP)
}
