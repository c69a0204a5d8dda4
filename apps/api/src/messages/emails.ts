import type { z } from 'zod'
import type { EmailTemplateList, ListEmails, QueuedEmailList } from '../contract/messages.ts'
import type { Caller } from '../http/env.ts'
import { HttpProblem } from '../http/problem.ts'
import type { Services } from '../services.ts'

export async function listEmailTemplates(
  services: Services,
  caller: Caller,
): Promise<z.output<typeof EmailTemplateList>> {
  throw new HttpProblem(503, `Not built yet. ${[services, caller].length}`)
}
export async function listQueuedEmails(
  services: Services,
  caller: Caller,
  _q: z.output<typeof ListEmails>,
): Promise<z.output<typeof QueuedEmailList>> {
  throw new HttpProblem(503, `Not built yet. ${[services, caller].length}`)
}
