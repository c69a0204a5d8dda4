import { Hono } from 'hono'
import { CloudEvent, DecisionList, EventAccepted, ListDecisions } from '../contract/event.ts'
import { ListRecordedEvents, RecordedEvents } from '../contract/step-test.ts'
import { answer } from '../http/answer.ts'
import { describe } from '../http/describe.ts'
import type { ApiEnv } from '../http/env.ts'
import { refuseInvalid, validate } from '../http/validate.ts'
import type { Services } from '../services.ts'
import { listDecisions } from './decisions.ts'
import { readEnvelope } from './envelope.ts'
import { receiveEvent } from './receive.ts'
import { listRecordedEvents } from './recorded-list.ts'

export function eventRoutes(services: Services) {
  return new Hono<ApiEnv>()
    .get(
      '/api/decisions',
      describe('Events', 'Why triggers did or did not start runs in the last 30 days, newest first', {
        200: DecisionList,
      }),
      validate('query', ListDecisions),
      async (c) => answer(c, await listDecisions(services, c.var.caller, c.req.valid('query'))),
    )
    .get(
      '/api/events',
      describe('Events', 'Events of a type that happened in the last 30 days, newest first', { 200: RecordedEvents }),
      validate('query', ListRecordedEvents),
      async (c) => answer(c, await listRecordedEvents(services, c.var.caller, c.req.valid('query'))),
    )
    .post(
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
