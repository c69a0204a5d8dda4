import { Hono } from 'hono'
import { Analytics, AskAnalytics, AskSteps, WorkflowSteps } from '../contract/analytics.ts'
import { WorkflowParam } from '../contract/workflow.ts'
import { answer } from '../http/answer.ts'
import { describe } from '../http/describe.ts'
import type { ApiEnv } from '../http/env.ts'
import { validate } from '../http/validate.ts'
import type { Services } from '../services.ts'
import { readAnalytics } from './figures.ts'
import { readSteps } from './steps.ts'

const tag = 'Analytics'

export function analyticsRoutes(services: Services) {
  return new Hono<ApiEnv>()
    .get(
      '/api/analytics',
      describe(
        tag,
        'Figures of a window: runs, times, mail, schedules, and what stands still now',
        { 200: Analytics },
        [404],
      ),
      validate('query', AskAnalytics),
      async (c) => answer(c, await readAnalytics(services, c.var.caller, c.req.valid('query'))),
    )
    .get(
      '/api/analytics/workflows/:id/steps',
      describe(tag, 'How far the runs of a workflow came, step by step', { 200: WorkflowSteps }, [404]),
      validate('param', WorkflowParam),
      validate('query', AskSteps),
      async (c) => answer(c, await readSteps(services, c.var.caller, c.req.valid('param').id, c.req.valid('query'))),
    )
}
