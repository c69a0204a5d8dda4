import { asPerson, type Transaction, tables } from '@hubflow/db'
import { and, asc, eq } from 'drizzle-orm'
import type { z } from 'zod'
import type { TriggerEventTypeList } from '../contract/messages.ts'
import type { Caller } from '../http/env.ts'
import type { Services } from '../services.ts'

const { triggerEventTypes } = tables

export async function listEventTypes(
  services: Services,
  caller: Caller,
): Promise<z.output<typeof TriggerEventTypeList>> {
  const items = await asPerson(services.database, caller.id, (tx) => enabledEventTypes(tx))
  return { items, nextCursor: null }
}

const columns = {
  name: triggerEventTypes.name,
  title: triggerEventTypes.title,
  summary: triggerEventTypes.summary,
  group: triggerEventTypes.group,
  fields: triggerEventTypes.fields,
  sample: triggerEventTypes.sample,
  subjectTable: triggerEventTypes.subjectTable,
}

export function enabledEventTypes(tx: Transaction) {
  return tx
    .select(columns)
    .from(triggerEventTypes)
    .where(eq(triggerEventTypes.enabled, true))
    .orderBy(asc(triggerEventTypes.group), asc(triggerEventTypes.title))
}

/** What an event type says of its subject: the hub table, and the field of its data that holds the record's id. */
export async function findEventType(tx: Transaction, name: string) {
  const [row] = await tx
    .select({ subjectTable: triggerEventTypes.subjectTable, subjectKey: triggerEventTypes.subjectKey })
    .from(triggerEventTypes)
    .where(and(eq(triggerEventTypes.name, name), eq(triggerEventTypes.enabled, true)))
  return row ?? null
}
