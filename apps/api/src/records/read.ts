import type { HubTableName } from '@hubflow/core'
import type { z } from 'zod'
import type { HubRecordList, HubRecordView, ListHubRecords } from '../contract/records.ts'
import type { Caller } from '../http/env.ts'
import { HttpProblem } from '../http/problem.ts'
import type { Services } from '../services.ts'

export async function listRecords(
  services: Services,
  caller: Caller,
  _t: HubTableName,
  _q: z.output<typeof ListHubRecords>,
): Promise<z.output<typeof HubRecordList>> {
  throw new HttpProblem(503, `Not built yet. ${[services, caller].length}`)
}
export async function readRecord(
  services: Services,
  caller: Caller,
  _p: { table: HubTableName; id: string },
): Promise<HubRecordView> {
  throw new HttpProblem(503, `Not built yet. ${[services, caller].length}`)
}
