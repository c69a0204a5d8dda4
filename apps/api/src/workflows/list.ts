import type { z } from 'zod'
import type { ListWorkflows, WorkflowList } from '../contract/workflow.ts'
import type { Caller } from '../http/env.ts'
import { HttpProblem } from '../http/problem.ts'
import type { Services } from '../services.ts'

export async function listWorkflows(
  services: Services,
  caller: Caller,
  _q: z.output<typeof ListWorkflows>,
): Promise<z.output<typeof WorkflowList>> {
  throw new HttpProblem(503, `Not built yet. ${[services, caller].length}`)
}
