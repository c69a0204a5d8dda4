import type { z } from 'zod'
import type { ListRuns, RunList } from '../contract/run.ts'
import type { Caller } from '../http/env.ts'
import { HttpProblem } from '../http/problem.ts'
import type { Services } from '../services.ts'

export async function listRuns(
  services: Services,
  caller: Caller,
  _q: z.output<typeof ListRuns>,
): Promise<z.output<typeof RunList>> {
  throw new HttpProblem(503, `Not built yet. ${[services, caller].length}`)
}
