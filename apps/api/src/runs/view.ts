import type { Run } from '../contract/run.ts'
import type { Caller } from '../http/env.ts'
import { HttpProblem } from '../http/problem.ts'
import type { Services } from '../services.ts'

export async function readRun(services: Services, caller: Caller, _id: string): Promise<Run> {
  throw new HttpProblem(503, `Not built yet. ${[services, caller].length}`)
}
