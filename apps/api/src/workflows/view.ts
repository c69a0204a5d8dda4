import type { Workflow } from '../contract/workflow.ts'
import type { Caller } from '../http/env.ts'
import { HttpProblem } from '../http/problem.ts'
import type { Services } from '../services.ts'

export async function readWorkflow(services: Services, caller: Caller, _id: string): Promise<Workflow> {
  throw new HttpProblem(503, `Not built yet. ${[services, caller].length}`)
}
