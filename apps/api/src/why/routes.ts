import { Hono } from 'hono'
import { AskWhy, Why } from '../contract/why.ts'
import { answer } from '../http/answer.ts'
import { describe } from '../http/describe.ts'
import type { ApiEnv } from '../http/env.ts'
import { validate } from '../http/validate.ts'
import type { Services } from '../services.ts'
import { askWhy } from './why.ts'

export function whyRoutes(services: Services) {
  return new Hono<ApiEnv>().get(
    '/api/why',
    describe(
      'Events',
      'Why a workflow did or did not run: facts to check, and what was decided and ran',
      { 200: Why },
      [404],
    ),
    validate('query', AskWhy),
    async (c) => answer(c, await askWhy(services, c.var.caller, c.req.valid('query'))),
  )
}
