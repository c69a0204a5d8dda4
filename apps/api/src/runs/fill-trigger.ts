import { type Definition, findTrigger, type JsonObject } from '@hubflow/core'
import type { Transaction } from '@hubflow/db'
import { findEventType } from '../catalog/event-types.ts'
import { HttpProblem } from '../http/problem.ts'
import { isHubTable } from '../records/tables.ts'
import { titlesOf } from '../records/titles.ts'
import { readManualInputs } from './manual-inputs.ts'

type Subject = { table: string; id: string }
type Trigger = NonNullable<ReturnType<typeof findTrigger>>

interface Filling {
  given: JsonObject
  /** The body's field that `given` stands in. */
  place: 'context' | 'testData'
  subject: Subject | null
}

/** The trigger's own part of the context, filled by hand, and the record that the run is about; 422 where they do not fit. */
export async function fillTrigger(tx: Transaction, definition: Definition, { given, place, subject }: Filling) {
  const trigger = findTrigger(definition)
  if (subject !== null) await requireVisible(tx, subject)
  switch (trigger?.type) {
    case 'manual':
      return { trigger: { inputs: await readManualInputs(tx, trigger.config, given, place) }, subject }
    case 'event':
      return fillEvent(tx, trigger, given, subject)
    case 'webhook':
      return { trigger: { body: given, headers: {}, query: {}, method: 'POST' }, subject }
    case 'schedule':
      return { trigger: { scheduledFor: new Date().toISOString() }, subject }
    default:
      throw new HttpProblem(409, 'The live version has no trigger that can be run by hand. Publish it again.')
  }
}

/** An event by hand carries its data; its subject is the record that the data names, unless another one is given. */
async function fillEvent(tx: Transaction, trigger: Trigger, data: Filling['given'], given: Subject | null) {
  const name = typeof trigger.config.eventType === 'string' ? trigger.config.eventType : ''
  const type = await findEventType(tx, name)
  const id = type?.subjectKey ? data[type.subjectKey] : undefined
  const named = type?.subjectTable && typeof id === 'string' ? { table: type.subjectTable, id } : null
  if (given === null && named !== null) await requireVisible(tx, named)
  return { trigger: { type: name, data }, subject: given ?? named }
}

/** 422 where the run would be about a record that the person cannot see. */
export async function requireVisible(tx: Transaction, { table, id }: Subject): Promise<void> {
  const isUuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id)
  const titles = isHubTable(table) && isUuid ? await titlesOf(tx, [{ table, id }]) : new Map()
  if (titles.size > 0) return
  throw new HttpProblem(422, 'The record that the run would be about does not exist.', {
    errors: [
      {
        pointer: '/subject',
        detail: `Choose an existing record; ${table} has none with this id.`,
        code: 'reference-missing',
      },
    ],
  })
}
