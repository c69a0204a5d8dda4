import { Hono } from 'hono'
import { describe } from '../http/describe.ts'
import type { ApiEnv } from '../http/env.ts'
import type { Services } from '../services.ts'

export function liveRoutes(services: Services) {
  return new Hono<ApiEnv>().get(
    '/api/live',
    describe('Live', 'Server-sent events: what changed, as ids and states', {
      200: 'text/event-stream of LiveMessage',
    }),
    (c) => services.live.open(c.var.caller, c.req.raw.signal),
  )
}
