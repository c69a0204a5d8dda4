import type { z } from 'zod'
import type { PatchWorkflow, Workflow } from '../contract/workflow.ts'
import type { Caller } from '../http/env.ts'
import { HttpProblem } from '../http/problem.ts'
import type { Services } from '../services.ts'

export async function patchWorkflow(
  services: Services,
  caller: Caller,
  _id: string,
  _b: z.output<typeof PatchWorkflow>,
): Promise<Workflow> {
  throw new HttpProblem(503, `Not built yet. ${[services, caller].length}`)
}
