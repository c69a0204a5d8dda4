import { Hono } from 'hono'
import { ListRuns, Run, RunList, RunParam } from '../contract/run.ts'
import { answer } from '../http/answer.ts'
import { describe } from '../http/describe.ts'
import type { ApiEnv } from '../http/env.ts'
import { validate } from '../http/validate.ts'
import type { Services } from '../services.ts'
import { cancelRun } from './cancel.ts'
import { listRuns } from './list.ts'
import { readRun } from './view.ts'

const tag = 'Runs'

export function runRoutes(services: Services) {
  return new Hono<ApiEnv>()
    .get('/api/runs', describe(tag, 'Runs, newest first', { 200: RunList }), validate('query', ListRuns), async (c) =>
      answer(c, await listRuns(services, c.var.caller, c.req.valid('query'))),
    )
    .get(
      '/api/runs/:id',
      describe(tag, 'One run with its steps and the definition that ran', { 200: Run }, [404]),
      validate('param', RunParam),
      async (c) => answer(c, await readRun(services, c.var.caller, c.req.valid('param').id)),
    )
    .post(
      '/api/runs/:id/cancel',
      describe(tag, 'Cancel a run that has not ended', { 200: Run }, [404, 409]),
      validate('param', RunParam),
      async (c) => answer(c, await cancelRun(services, c.var.caller, c.req.valid('param').id)),
    )
}
