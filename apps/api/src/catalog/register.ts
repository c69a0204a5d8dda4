import { HUB_TABLES, type HubColumn, type HubTableName } from '@hubflow/core'
import { asPerson, type Transaction, tables } from '@hubflow/db'
import { and, eq, isNotNull, sql } from 'drizzle-orm'
import type { z } from 'zod'
import { writeAudit } from '../audit.ts'
import type { CreateEventType, TriggerEventType, UpdateEventType } from '../contract/event-type.ts'
import { databaseFault } from '../http/database-fault.ts'
import type { Caller } from '../http/env.ts'
import { HttpProblem, notFound } from '../http/problem.ts'
import type { Services } from '../services.ts'
import { columns, viewOf } from './event-types.ts'

const { triggerEventTypes, workflows } = tables

/** Stands for a record in samples. */
const SAMPLE_ID = '0190a000-0000-7000-8000-000000000001'
/** Columns whose values stand for a state, and are told with the event; of others it says only that they changed. */
const STATES: HubColumn['type'][] = ['choice', 'boolean']

/** Registers a change of the hub's tables as an event; its trigger begins to write in the same transaction. */
export async function createEventType(
  services: Services,
  caller: Caller,
  { name, title, summary, ...watch }: z.output<typeof CreateEventType>,
): Promise<TriggerEventType> {
  const { fields, sample, subjectKey, values } = shapeOf(watch.table, watch.column)
  return asPerson(services.database, caller.id, async (tx) => {
    await tx.insert(triggerEventTypes).values({
      name,
      title,
      summary,
      group: HUB_TABLES[watch.table].plural,
      fields,
      sample,
      subjectTable: watch.table,
      subjectKey,
      watch: { table: watch.table, operation: watch.operation, ...(watch.column && { column: watch.column, values }) },
      createdBy: caller.id,
    })
    await writeAudit(tx, caller, 'event-type.created', { type: 'event-type', id: name }, watch)
    return readOne(tx, name)
  }).catch((error: unknown) => {
    if (databaseFault(error)?.code !== '23505') throw error
    throw new HttpProblem(409, `There is an event named "${name}" already. Choose another name.`, {
      errors: [{ pointer: '/name', detail: 'Choose another name.', code: 'name-taken' }],
      cause: error,
    })
  })
}

/** Only what an admin registered can be changed; the hub's own event types are part of it. */
export async function updateEventType(
  services: Services,
  caller: Caller,
  name: string,
  changes: z.output<typeof UpdateEventType>,
): Promise<TriggerEventType> {
  return asPerson(services.database, caller.id, async (tx) => {
    const changed = await tx
      .update(triggerEventTypes)
      // Names itself, so that a body without changes is a statement too.
      .set({ name, ...defined(changes) })
      .where(registered(name))
      .returning({ name: triggerEventTypes.name })
    if (changed.length === 0) throw notFound()
    await writeAudit(tx, caller, 'event-type.changed', { type: 'event-type', id: name }, changes)
    return readOne(tx, name)
  })
}

/** Refused while a live workflow starts from it. */
export async function deleteEventType(services: Services, caller: Caller, name: string): Promise<void> {
  await asPerson(services.database, caller.id, async (tx) => {
    const [user] = await tx
      .select({ name: workflows.name })
      .from(workflows)
      .where(
        and(
          eq(workflows.triggerType, 'event'),
          eq(sql`${workflows.config} ->> 'eventType'`, name),
          sql`${workflows.status} in ('active', 'paused') and ${workflows.deletedAt} is null`,
        ),
      )
      .limit(1)
    if (user) {
      throw new HttpProblem(409, `The workflow “${user.name}” starts from this event. Change or archive it first.`)
    }
    const deleted = await tx
      .delete(triggerEventTypes)
      .where(registered(name))
      .returning({ name: triggerEventTypes.name })
    if (deleted.length === 0) throw notFound()
    await writeAudit(tx, caller, 'event-type.deleted', { type: 'event-type', id: name }, {})
  })
}

function registered(name: string) {
  return and(eq(triggerEventTypes.name, name), isNotNull(triggerEventTypes.watch))
}

async function readOne(tx: Transaction, name: string): Promise<TriggerEventType> {
  const [row] = await tx.select(columns).from(triggerEventTypes).where(eq(triggerEventTypes.name, name))
  if (!row) throw notFound()
  return viewOf(row)
}

/** What the events of a table hold: ids, and of a column that stands for a state its value before and after. */
function shapeOf(table: HubTableName, column: string | undefined) {
  const { singular, columns: all } = HUB_TABLES[table]
  const subjectKey = `${singular.toLowerCase()}_id`
  const watched = all.find(({ name }) => name === column)
  const values = watched !== undefined && STATES.includes(watched.type)
  const fields = [{ key: subjectKey, label: `${singular} id`, type: 'id' }]
  if (subjectKey !== 'agent_id') fields.push({ key: 'agent_id', label: 'Agent id', type: 'id' })
  const sample: Record<string, unknown> = Object.fromEntries(fields.map(({ key }) => [key, SAMPLE_ID]))
  if (watched && values) {
    for (const [side, words] of [
      ['from', 'before'],
      ['to', 'after'],
    ] as const) {
      fields.push({ key: `${side}_${watched.name}`, label: `${watched.label} ${words}`, type: 'text' })
      sample[`${side}_${watched.name}`] = watched.type === 'choice' ? watched.options[0]?.value : side === 'to'
    }
  }
  return { subjectKey, values, fields, sample }
}

function defined<Values extends object>(values: Values) {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined))
}
