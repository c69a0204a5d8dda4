import type { z } from 'zod'
import type { CreateWorkflow, Workflow } from '../contract/workflow.ts'
import type { Caller } from '../http/env.ts'
import { HttpProblem } from '../http/problem.ts'
import type { Services } from '../services.ts'

export async function createWorkflow(
  services: Services,
  caller: Caller,
  _b: z.output<typeof CreateWorkflow>,
): Promise<Workflow> {
  throw new HttpProblem(503, `Not built yet. ${[services, caller].length}`)
}
