import { Hono } from 'hono'
import { FailureList, ListFailures } from '../contract/failure.ts'
import { answer } from '../http/answer.ts'
import { describe } from '../http/describe.ts'
import type { ApiEnv } from '../http/env.ts'
import { validate } from '../http/validate.ts'
import type { Services } from '../services.ts'
import { listFailures } from './list.ts'

export function failureRoutes(services: Services) {
  return new Hono<ApiEnv>().get(
    '/api/failures',
    describe('Runs', 'Failed runs that were not retried since, by cause', { 200: FailureList }),
    validate('query', ListFailures),
    async (c) => answer(c, await listFailures(services, c.var.caller, c.req.valid('query'))),
  )
}
