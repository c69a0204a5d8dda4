import { Hono } from 'hono'
import { WorkflowTemplateList } from '../contract/template.ts'
import { answer } from '../http/answer.ts'
import { describe } from '../http/describe.ts'
import type { ApiEnv } from '../http/env.ts'
import { AGENCY_TEMPLATES } from './agency-templates.ts'
import { GUIDE_TEMPLATES } from './guide-templates.ts'

export function templateRoutes() {
  return new Hono<ApiEnv>().get(
    '/api/workflow-templates',
    describe('Catalog', 'Workflows to begin with, and what each leaves open', { 200: WorkflowTemplateList }),
    (c) => answer(c, { items: [...GUIDE_TEMPLATES, ...AGENCY_TEMPLATES], nextCursor: null }),
  )
}
