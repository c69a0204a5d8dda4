import { asPerson, type Transaction, tables } from '@hubflow/db'
import { and, asc, eq, inArray } from 'drizzle-orm'
import type { z } from 'zod'
import {
  EventWatch,
  type ListEventTypes,
  type TriggerEventType,
  type TriggerEventTypeList,
} from '../contract/event-type.ts'
import type { Caller } from '../http/env.ts'
import type { Services } from '../services.ts'

const { triggerEventTypes } = tables

export async function listEventTypes(
  services: Services,
  caller: Caller,
  { all }: z.output<typeof ListEventTypes>,
): Promise<z.output<typeof TriggerEventTypeList>> {
  const items = await asPerson(services.database, caller.id, (tx) =>
    readEventTypes(tx, all === 'true' ? [true, false] : [true]),
  )
  return { items, nextCursor: null }
}

/** The event types that are on (or off), as callers see them. */
export async function readEventTypes(tx: Transaction, enabled: boolean[] = [true]): Promise<TriggerEventType[]> {
  const rows = await tx
    .select(columns)
    .from(triggerEventTypes)
    .where(inArray(triggerEventTypes.enabled, enabled))
    .orderBy(asc(triggerEventTypes.group), asc(triggerEventTypes.title))
  return rows.map(viewOf)
}

export const columns = {
  name: triggerEventTypes.name,
  title: triggerEventTypes.title,
  summary: triggerEventTypes.summary,
  group: triggerEventTypes.group,
  fields: triggerEventTypes.fields,
  sample: triggerEventTypes.sample,
  subjectTable: triggerEventTypes.subjectTable,
  enabled: triggerEventTypes.enabled,
  watch: triggerEventTypes.watch,
}

export function viewOf({
  watch,
  ...row
}: Pick<typeof triggerEventTypes.$inferSelect, keyof typeof columns>): TriggerEventType {
  if (watch === null) return row
  const { values: _, ...shown } = watch
  return { ...row, watch: EventWatch.parse(shown) }
}

/** What an event type says of its subject: the hub table, and the field of its data that holds the record's id. */
export async function findEventType(tx: Transaction, name: string) {
  const [row] = await tx
    .select({ subjectTable: triggerEventTypes.subjectTable, subjectKey: triggerEventTypes.subjectKey })
    .from(triggerEventTypes)
    .where(and(eq(triggerEventTypes.name, name), eq(triggerEventTypes.enabled, true)))
  return row ?? null
}
