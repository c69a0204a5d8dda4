import { DefinitionSchema } from '@hubflow/core'
import { catalog } from '@hubflow/nodes'
import { Hono } from 'hono'
import { z } from 'zod'
import { CatalogList } from '../contract/catalog.ts'
import { TriggerEventTypeList } from '../contract/messages.ts'
import { answer } from '../http/answer.ts'
import { describe } from '../http/describe.ts'
import type { ApiEnv } from '../http/env.ts'
import type { Services } from '../services.ts'
import { listEventTypes } from './event-types.ts'

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
      async (c) => answer(c, await listEventTypes(services, c.var.caller)),
    )
    .get(
      '/api/schema/workflow.json',
      describe(tag, 'JSON Schema of the workflow JSON', { 200: z.looseObject({}) }),
      (c) => answer(c, { ...workflowSchema }),
    )
}
