import type { HubTableName, Json } from '@hubflow/core'
import type { HubRecordView } from '../contract/records.ts'
import type { Caller } from '../http/env.ts'
import { HttpProblem } from '../http/problem.ts'
import type { Services } from '../services.ts'

export async function createRecord(
  services: Services,
  caller: Caller,
  _t: HubTableName,
  _b: Record<string, Json>,
): Promise<HubRecordView> {
  throw new HttpProblem(503, `Not built yet. ${[services, caller].length}`)
}
export async function patchRecord(
  services: Services,
  caller: Caller,
  _p: { table: HubTableName; id: string },
  _b: Record<string, Json>,
): Promise<HubRecordView> {
  throw new HttpProblem(503, `Not built yet. ${[services, caller].length}`)
}
