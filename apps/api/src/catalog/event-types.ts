import type { z } from 'zod'
import type { TriggerEventTypeList } from '../contract/messages.ts'
import type { Caller } from '../http/env.ts'
import { HttpProblem } from '../http/problem.ts'
import type { Services } from '../services.ts'

export async function listEventTypes(
  services: Services,
  caller: Caller,
): Promise<z.output<typeof TriggerEventTypeList>> {
  throw new HttpProblem(503, `Not built yet. ${[services, caller].length}`)
}
