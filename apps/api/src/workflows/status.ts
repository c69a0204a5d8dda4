import type { WorkflowStatus } from '@hubflow/core'
import type { Workflow } from '../contract/workflow.ts'
import type { Caller } from '../http/env.ts'
import { HttpProblem } from '../http/problem.ts'
import type { Services } from '../services.ts'

export async function setStatus(
  services: Services,
  caller: Caller,
  _id: string,
  _s: WorkflowStatus,
): Promise<Workflow> {
  throw new HttpProblem(503, `Not built yet. ${[services, caller].length}`)
}
