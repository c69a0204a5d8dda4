import { asPerson } from '@hubflow/db'
import type { z } from 'zod'
import type { ListRecordedEvents, RecordedEvents } from '../contract/step-test.ts'
import type { Caller } from '../http/env.ts'
import { isHubTable, UUID } from '../records/tables.ts'
import { titlesOf } from '../records/titles.ts'
import type { Services } from '../services.ts'
import { recordedEvents } from './recorded.ts'

const DAYS = 30

/** What happened of an event type, each named by its record; as the caller may see them. */
export async function listRecordedEvents(
  services: Services,
  caller: Caller,
  { type, limit }: z.output<typeof ListRecordedEvents>,
): Promise<z.output<typeof RecordedEvents>> {
  return asPerson(services.database, caller.id, async (tx) => {
    const { looked } = await recordedEvents(tx, type, { days: DAYS, most: limit })
    const refs = looked.flatMap(({ subject }) =>
      subject && isHubTable(subject.table) && UUID.test(subject.id) ? [{ table: subject.table, id: subject.id }] : [],
    )
    const titles = await titlesOf(tx, refs)
    return {
      items: looked.map(({ id, at, data, subject }) => ({
        id,
        at: at.toISOString(),
        title: titles.get(`${subject?.table}:${subject?.id}`) ?? null,
        data,
      })),
    }
  })
}
