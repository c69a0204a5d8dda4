import { Hono } from 'hono'
import { CloudEvent, EventAccepted } from '../contract/event.ts'
import { answer } from '../http/answer.ts'
import { describe } from '../http/describe.ts'
import type { ApiEnv } from '../http/env.ts'
import { refuseInvalid } from '../http/validate.ts'
import type { Services } from '../services.ts'
import { readEnvelope } from './envelope.ts'
import { receiveEvent } from './receive.ts'

export function eventRoutes(services: Services) {
  return new Hono<ApiEnv>().post(
    '/api/events',
    describe(
      'Events',
      'Take in a CloudEvents 1.0 event, structured or binary; the same source and id again are the same event',
      { 202: EventAccepted },
      [415, 422],
      { 'application/cloudevents+json': CloudEvent },
    ),
    async (c) => {
      const event = CloudEvent.safeParse(readEnvelope(c.req.raw.headers, await c.req.text()))
      if (!event.success) throw refuseInvalid('json', event.error.issues)
      return answer(c, await receiveEvent(services, c.var.caller, event.data), 202)
    },
  )
}
