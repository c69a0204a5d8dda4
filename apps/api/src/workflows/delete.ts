import type { Caller } from '../http/env.ts'
import { HttpProblem } from '../http/problem.ts'
import type { Services } from '../services.ts'

export async function deleteWorkflow(services: Services, caller: Caller, _id: string, _purge: boolean): Promise<void> {
  throw new HttpProblem(503, `Not built yet. ${[services, caller].length}`)
}
