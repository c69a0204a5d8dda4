import type { z } from 'zod'
import type { ListNotifications, NotificationList, UnreadCount } from '../contract/messages.ts'
import type { Caller } from '../http/env.ts'
import { HttpProblem } from '../http/problem.ts'
import type { Services } from '../services.ts'

export async function listNotifications(
  services: Services,
  caller: Caller,
  _q: z.output<typeof ListNotifications>,
): Promise<z.output<typeof NotificationList>> {
  throw new HttpProblem(503, `Not built yet. ${[services, caller].length}`)
}
export async function markRead(
  services: Services,
  caller: Caller,
  _ids: string[] | undefined,
): Promise<z.output<typeof UnreadCount>> {
  throw new HttpProblem(503, `Not built yet. ${[services, caller].length}`)
}
