import { DEFAULT_TIME, type ScheduleConfig, scheduleOfTrigger, TIME_EVENT_TYPES, TimeOfDay } from '@hubflow/core'
import { type Transaction, tables } from '@hubflow/db'
import { and, eq, type SQL, sql } from 'drizzle-orm'

const { workflowVersions: versions } = tables

/** A live workflow that starts by time. */
export interface ScheduledWorkflow {
  id: string
  name: string
  ownerId: string
  version: number
  triggerType: string
  config: Record<string, unknown>
  /**
   * Occurrences count from here: the version was published, the workflow resumed, or the hub's hour changed. One that was
   * armed before is awaited no more.
   */
  since: Date
  fixedHour: string
}

export interface Scheduled extends ScheduledWorkflow {
  schedule: ScheduleConfig
  timeZone: string
}

interface WorkflowRow {
  [column: string]: unknown
  id: string
  name: string
  owner_id: string
  version: number
  trigger_type: string
  config: Record<string, unknown>
  since: string
  fixed_hour: unknown
}

/** How many zones are kept by version; beyond, all are read anew. */
const CAPACITY = 10_000

/** Reads what starts by time. Versions are immutable, so what a definition says of its zone is read once. */
export class ScheduleReader {
  readonly #hubTimeZone: string
  readonly #zones = new Map<string, string>()
  /** Versions whose schedule has no further time, so that they are not looked at every second. */
  readonly #ended = new Set<string>()

  constructor(hubTimeZone: string) {
    this.#hubTimeZone = hubTimeZone
  }

  /** Workflows with something to do now: an occurrence that is due, one to arm, or one that is awaited no more. */
  async findPressing(tx: Transaction, limit: number): Promise<{ id: string }[]> {
    return await tx.execute<{ id: string }>(sql`
      with live as (${selectLive(sql`true`)})
      select coalesce(live.id, armed.workflow_id) as id
      from live full join (select * from hubflow.schedule_occurrences where outcome is null) armed on armed.workflow_id = live.id
      where (armed.workflow_id is null and live.id || '/' || live.version || '/' || live.fixed_hour <> all(
          select jsonb_array_elements_text(${JSON.stringify([...this.#ended])}::text::jsonb)))
        or live.id is null or armed.created_at < live.since or armed.due_at <= hubflow.now()
      order by random() limit ${limit}`)
  }

  /** Null when the workflow does not start by time, or not any more. */
  async find(tx: Transaction, id: string): Promise<ScheduledWorkflow | null> {
    const [row] = await tx.execute<WorkflowRow>(selectLive(sql`w.id = ${id}`))
    if (!row) return null
    const fixedHour = TimeOfDay.safeParse(row.fixed_hour).data ?? DEFAULT_TIME
    const { name, owner_id: ownerId, version, trigger_type: triggerType, config } = row
    return { id: row.id, name, ownerId, version, triggerType, config, since: new Date(row.since), fixedHour }
  }

  /** Null when the schedule cannot be read. */
  async read(tx: Transaction, workflow: ScheduledWorkflow): Promise<Scheduled | null> {
    const { triggerType: type, config, fixedHour } = workflow
    const schedule = scheduleOfTrigger({ type, config }, fixedHour)
    if (schedule === null) this.setEnded(workflow)
    return schedule && { ...workflow, schedule, timeZone: await this.#zoneOf(tx, workflow) }
  }

  /** The schedule has no further time, until it is published anew. */
  setEnded({ id, version, fixedHour }: ScheduledWorkflow): void {
    if (this.#ended.size >= CAPACITY) this.#ended.clear()
    this.#ended.add(`${id}/${version}/${fixedHour}`)
  }

  async #zoneOf(tx: Transaction, { id, version }: ScheduledWorkflow): Promise<string> {
    const key = `${id}/${version}`
    const known = this.#zones.get(key)
    if (known !== undefined) return known
    const [row] = await tx
      .select({ timeZone: sql<string | null>`${versions.definition} #>> '{settings,timeZone}'` })
      .from(versions)
      .where(and(eq(versions.workflowId, id), eq(versions.version, version)))
    const zone = row?.timeZone ?? this.#hubTimeZone
    if (this.#zones.size >= CAPACITY) this.#zones.clear()
    this.#zones.set(key, zone)
    return zone
  }
}

function selectLive(which: SQL): SQL {
  const aliases = sql.join(
    TIME_EVENT_TYPES.map((type) => sql`${type}`),
    sql`, `,
  )
  return sql`
    select w.id, w.name, w.created_by as owner_id, w.live_version as version, w.trigger_type, w.config,
      greatest(v.published_at, w.active_since, case when w.trigger_type = 'event' then hour.updated_at end) as since,
      coalesce(hour.value #>> '{}', ${DEFAULT_TIME}) as fixed_hour
    from hubflow.workflows w
    join hubflow.workflow_versions v on v.workflow_id = w.id and v.version = w.live_version
    left join hubflow.settings hour on hour.key = 'fixedHour'
    where ${which} and w.status = 'active' and w.deleted_at is null
      and (w.trigger_type = 'schedule' or (w.trigger_type = 'event' and w.config ->> 'eventType' in (${aliases})))`
}
