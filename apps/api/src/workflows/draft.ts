import type { z } from 'zod'
import type { PutDraft, SavedDraft } from '../contract/workflow.ts'
import type { Caller } from '../http/env.ts'
import { HttpProblem } from '../http/problem.ts'
import type { Services } from '../services.ts'

export async function saveDraft(
  services: Services,
  caller: Caller,
  _id: string,
  _b: z.output<typeof PutDraft>,
): Promise<SavedDraft> {
  throw new HttpProblem(503, `Not built yet. ${[services, caller].length}`)
}
