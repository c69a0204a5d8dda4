import {
  isTimeEventType,
  nextOccurrences,
  type Occurrence,
  occurrencesBetween,
  type ScheduleConfig,
} from '@hubflow/core'
import { type Database, inTransaction, type NewRun, type Queue, startRuns, type Transaction, tables } from '@hubflow/db'
import { and, eq, isNull, sql } from 'drizzle-orm'
import { refusalOf } from '../events/admission.ts'
import { type DecisionRow, keepDecisions } from '../events/decisions.ts'
import { findUnderWay } from '../events/under-way.ts'
import { type Scheduled, ScheduleReader } from './schedule-reader.ts'

const { scheduleOccurrences: occurrences } = tables

/** An occurrence that is looked at later than this was missed: nobody worked when it was due. */
const MISSED_AFTER_MS = 60_000
/** Of missed occurrences that all are to run, the latest of these many. */
const MAX_CAUGHT_UP = 100
/** Workflows that are seen to in one turn; each in a transaction of its own. */
const MAX_A_TURN = 100

type Armed = typeof occurrences.$inferSelect

/**
 * Keeps for every live schedule its next occurrence as a row, and starts the run of each that is due. An occurrence is
 * started at most once: its row is unique by workflow and local time, and one worker at a time sees to a workflow. What
 * was missed while nobody worked is caught up as the schedule says. True when there are more to see to.
 */
export class Schedules {
  readonly #database: Database
  readonly #queue: Queue
  readonly #reader: ScheduleReader

  constructor(database: Database, queue: Queue, hubTimeZone: string) {
    this.#database = database
    this.#queue = queue
    this.#reader = new ScheduleReader(hubTimeZone)
  }

  async fire(): Promise<boolean> {
    const pressing = await inTransaction(this.#database, (tx) => this.#reader.findPressing(tx, MAX_A_TURN))
    const errors: unknown[] = []
    let changed = 0
    for (const { id } of pressing) {
      try {
        if (await this.#seeTo(id)) changed++
      } catch (error) {
        errors.push(error)
      }
    }
    // One that fails keeps no other one from its time.
    if (errors.length > 0) throw new AggregateError(errors, `${errors.length} schedules could not be seen to`)
    return pressing.length === MAX_A_TURN && changed > 0
  }

  /** False when there was nothing to do yet, or another worker is doing it. */
  async #seeTo(workflowId: string): Promise<boolean> {
    return await inTransaction(this.#database, async (tx) => {
      const [turn] = await tx.execute<{ mine: boolean; now: string }>(
        sql`select pg_try_advisory_xact_lock(hashtextextended(${`hubflow.schedule:${workflowId}`}, 0)) as mine,
          hubflow.now()::text as now`,
      )
      if (turn?.mine !== true) return false
      const now = new Date(turn.now)
      // Read again under the lock: another worker may have been here meanwhile.
      const workflow = await this.#reader.find(tx, workflowId)
      const [armed] = await tx.select().from(occurrences).where(isArmed(workflowId))
      const schedule = workflow && (await this.#reader.read(tx, workflow))
      const isValid = armed !== undefined && workflow !== null && armed.createdAt >= workflow.since
      if (armed && !isValid) await tx.delete(occurrences).where(isArmed(workflowId))
      if (!schedule) return false
      if (isValid) return armed.dueAt <= now && (await this.#fireOne(tx, schedule, armed, now))
      // From then and not from now: the first time may have passed before any worker looked.
      await this.#arm(tx, schedule, workflow.since)
      return true
    })
  }

  async #arm(tx: Transaction, scheduled: Scheduled, after: Date): Promise<void> {
    const { id, schedule, timeZone } = scheduled
    const [next] = nextOccurrences(schedule, { after, count: 1, timeZone })
    if (next === undefined) return this.#reader.setEnded(scheduled)
    await tx
      .insert(occurrences)
      .values({ workflowId: id, localTime: next.localTime, dueAt: next.at })
      .onConflictDoNothing()
  }

  async #fireOne(tx: Transaction, scheduled: Scheduled, next: Armed, now: Date): Promise<boolean> {
    const { id, schedule, timeZone } = scheduled
    const { overlap = 'allow' } = schedule
    const underWay = overlap === 'allow' ? null : await findUnderWay(tx, id)
    // It stays armed, and starts when the run before it has ended.
    if (underWay !== null && overlap === 'queue') return false
    const since = occurrencesBetween(schedule, { after: next.dueAt, until: now, timeZone })
    const due = [{ localTime: next.localTime, at: next.dueAt }, ...since]
    const chosen = underWay === null ? choose(due, schedule, now) : []
    const outcome = underWay === null ? 'skipped: missed' : 'skipped: the run before it was under way'
    await tx.update(occurrences).set({ outcome }).where(isArmed(id))
    await keepDecisions(tx, [
      ...leftOut(id, due, chosen, overlap, underWay),
      ...(await this.#start(tx, scheduled, chosen)),
    ])
    await this.#arm(tx, scheduled, now)
    return true
  }

  /** Starts a run for each, and gives what there is to know besides: what was held, or kept out by a filter. */
  async #start(tx: Transaction, scheduled: Scheduled, chosen: Occurrence[]): Promise<DecisionRow[]> {
    if (chosen.length === 0) return []
    const { id } = scheduled
    const decisions: DecisionRow[] = []
    const admitted: { occurrence: Occurrence; run: NewRun }[] = []
    for (const occurrence of chosen) {
      const run = runAt(scheduled, occurrence)
      const refusal = await refusalOf(tx, gateOf(scheduled), run)
      if (refusal) decisions.push({ workflowId: id, ...refusal })
      else admitted.push({ occurrence, run })
    }
    const started = await startRuns(
      tx,
      this.#queue,
      admitted.map(({ run }) => run),
    )
    for (const { heldReason, runId } of started) {
      if (heldReason !== null)
        decisions.push({ workflowId: id, verdict: 'held', detail: { reason: heldReason }, runId })
    }
    const rows = admitted.map(({ occurrence: { localTime, at } }, index) => ({
      workflowId: id,
      localTime,
      dueAt: at,
      runId: started[index]?.runId ?? null,
      outcome: 'started',
    }))
    if (rows.length > 0) {
      await tx
        .insert(occurrences)
        .values(rows)
        .onConflictDoUpdate({
          target: [occurrences.workflowId, occurrences.localTime],
          set: { runId: sql`excluded.run_id`, outcome: sql`excluded.outcome` },
        })
    }
    return decisions
  }
}

function isArmed(workflowId: string) {
  return and(eq(occurrences.workflowId, workflowId), isNull(occurrences.outcome))
}

function runAt({ id, version, config }: Scheduled, { localTime, at }: Occurrence): NewRun {
  const { eventType } = config
  const trigger = isTimeEventType(eventType)
    ? { type: eventType, data: { scheduled_for: at.toISOString() } }
    : { scheduledFor: at.toISOString() }
  return { workflowId: id, version, context: { trigger }, dedupeKey: `schedule:${localTime}` }
}

/** Only a `time.…` event has a filter. */
function gateOf({ ownerId, name, config, timeZone }: Scheduled) {
  return { ownerId, workflowName: name, config, timeZone }
}

/** What was due and starts nothing, as one decision. */
function leftOut(
  workflowId: string,
  due: Occurrence[],
  chosen: Occurrence[],
  overlap: NonNullable<ScheduleConfig['overlap']>,
  underWay: string | null,
): DecisionRow[] {
  const starting = new Set(chosen.map((one) => one.localTime))
  const left = due.filter((one) => !starting.has(one.localTime))
  const [first, last] = [left[0], left.at(-1)]
  if (first === undefined || last === undefined) return []
  if (underWay !== null || overlap === 'queue') {
    return [{ workflowId, verdict: 'overlapping', detail: { at: last.localTime }, runId: underWay }]
  }
  const detail = { count: left.length, from: first.localTime, until: last.localTime }
  return [{ workflowId, verdict: 'missed', detail }]
}

/** Of what is due: all of it while nothing was missed; after downtime what the schedule asks for. */
function choose(due: Occurrence[], { missed = 'once', overlap = 'allow' }: ScheduleConfig, now: Date): Occurrence[] {
  const onTime = due.filter(({ at }) => now.getTime() - at.getTime() <= MISSED_AFTER_MS)
  const wasMissed = onTime.length < due.length
  // Runs of one moment would overlap; and what waited for the run before it is late, but was not missed.
  if (overlap !== 'allow') return missed === 'skip' && overlap === 'skip' ? onTime.slice(-1) : due.slice(-1)
  if (!wasMissed || missed === 'skip') return onTime
  return missed === 'once' ? due.slice(-1) : due.slice(-MAX_CAUGHT_UP)
}
