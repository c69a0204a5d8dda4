import { DefinitionSchema } from '@hubflow/core'
import { catalog } from '@hubflow/nodes'
import { Hono } from 'hono'
import { z } from 'zod'
import { CatalogList } from '../contract/catalog.ts'
import {
  CreateEventType,
  EventTypeParam,
  ListEventTypes,
  TriggerEventType,
  TriggerEventTypeList,
  UpdateEventType,
} from '../contract/event-type.ts'
import { answer } from '../http/answer.ts'
import { describe } from '../http/describe.ts'
import type { ApiEnv } from '../http/env.ts'
import { validate } from '../http/validate.ts'
import type { Services } from '../services.ts'
import { listEventTypes } from './event-types.ts'
import { createEventType, deleteEventType, updateEventType } from './register.ts'

const tag = 'Catalog'

export function catalogRoutes(services: Services) {
  const workflowSchema = z.toJSONSchema(DefinitionSchema, { io: 'input' })
  return new Hono<ApiEnv>()
    .get('/api/catalog', describe(tag, 'Node types as data', { 200: CatalogList }), (c) =>
      answer(c, { items: catalog() }),
    )
    .get(
      '/api/trigger-event-types',
      describe(tag, 'Events that may start runs, with fields and samples', { 200: TriggerEventTypeList }),
      validate('query', ListEventTypes),
      async (c) => answer(c, await listEventTypes(services, c.var.caller, c.req.valid('query'))),
    )
    .post(
      '/api/trigger-event-types',
      describe(tag, 'Register a change of the hub’s tables as an event', { 201: TriggerEventType }, [403, 409]),
      validate('json', CreateEventType),
      async (c) => answer(c, await createEventType(services, c.var.caller, c.req.valid('json')), 201),
    )
    .patch(
      '/api/trigger-event-types/:name',
      describe(tag, 'Rename a registered event, or switch it off', { 200: TriggerEventType }, [404]),
      validate('param', EventTypeParam),
      validate('json', UpdateEventType),
      async (c) =>
        answer(c, await updateEventType(services, c.var.caller, c.req.valid('param').name, c.req.valid('json'))),
    )
    .delete(
      '/api/trigger-event-types/:name',
      describe(tag, 'Delete a registered event that no live workflow starts from', { 204: 'Deleted' }, [404, 409]),
      validate('param', EventTypeParam),
      async (c) => {
        await deleteEventType(services, c.var.caller, c.req.valid('param').name)
        return c.body(null, 204)
      },
    )
    .get(
      '/api/schema/workflow.json',
      describe(tag, 'JSON Schema of the workflow JSON', { 200: z.looseObject({}) }),
      (c) => answer(c, { ...workflowSchema }),
    )
}
