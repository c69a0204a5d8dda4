import { Hono } from 'hono'
import { Cause, DismissCause, FailureList, ListFailures, RetryCause, RetryPreview } from '../contract/failure.ts'
import { BulkDone } from '../contract/run.ts'
import { answer } from '../http/answer.ts'
import { describe } from '../http/describe.ts'
import type { ApiEnv } from '../http/env.ts'
import { validate } from '../http/validate.ts'
import type { Services } from '../services.ts'
import { listFailures } from './list.ts'
import { dismissCause, previewRetry, retryCause } from './repair.ts'

const tag = 'Runs'

export function failureRoutes(services: Services) {
  return new Hono<ApiEnv>()
    .get(
      '/api/failures',
      describe(tag, 'Failed runs that were neither retried nor dismissed since, by cause', { 200: FailureList }),
      validate('query', ListFailures),
      async (c) => answer(c, await listFailures(services, c.var.caller, c.req.valid('query'))),
    )
    .post(
      '/api/failures/preview',
      describe(tag, 'What a retry of all runs of a cause would do again, and what not', { 200: RetryPreview }, [404]),
      validate('json', Cause),
      async (c) => answer(c, await previewRetry(services, c.var.caller, c.req.valid('json'))),
    )
    .post(
      '/api/failures/retry',
      describe(tag, 'Retry the runs of a cause from their failed step, 1,000 at once', { 200: BulkDone }),
      validate('json', RetryCause),
      async (c) => answer(c, await retryCause(services, c.var.caller, c.req.valid('json'))),
    )
    .post(
      '/api/failures/dismiss',
      describe(tag, 'Put a cause aside until it fails anew', { 204: 'Dismissed' }, [404]),
      validate('json', DismissCause),
      async (c) => {
        await dismissCause(services, c.var.caller, c.req.valid('json'))
        return c.body(null, 204)
      },
    )
}
