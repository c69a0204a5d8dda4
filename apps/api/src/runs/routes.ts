import { Hono } from 'hono'
import { BulkDone, BulkRuns, ListRuns, RetryRun, Run, RunList, RunParam } from '../contract/run.ts'
import { RunExample } from '../contract/step-test.ts'
import { answer } from '../http/answer.ts'
import { describe } from '../http/describe.ts'
import type { ApiEnv } from '../http/env.ts'
import { validate } from '../http/validate.ts'
import type { Services } from '../services.ts'
import { changeRuns } from './bulk.ts'
import { cancelRun } from './cancel.ts'
import { readExample } from './example.ts'
import { listRuns } from './list.ts'
import { releaseRun } from './release.ts'
import { retryRun } from './retry.ts'
import { skipWait } from './skip-wait.ts'
import { readRun } from './view.ts'

const tag = 'Runs'

export function runRoutes(services: Services) {
  return new Hono<ApiEnv>()
    .get(
      '/api/runs',
      describe(tag, 'Runs, newest first; test runs only when asked for', { 200: RunList }),
      validate('query', ListRuns),
      async (c) => answer(c, await listRuns(services, c.var.caller, c.req.valid('query'))),
    )
    .get(
      '/api/runs/:id',
      describe(tag, 'One run with its steps and the definition that ran', { 200: Run }, [404]),
      validate('param', RunParam),
      async (c) => answer(c, await readRun(services, c.var.caller, c.req.valid('param').id)),
    )
    .get(
      '/api/runs/:id/example',
      describe(
        tag,
        'What a run began with and what its steps gave, to try a workflow on',
        { 200: RunExample },
        [404, 409],
      ),
      validate('param', RunParam),
      async (c) => answer(c, await readExample(services, c.var.caller, c.req.valid('param').id)),
    )
    .post(
      '/api/runs/:id/cancel',
      describe(tag, 'Cancel a run that has not ended', { 200: Run }, [404, 409]),
      validate('param', RunParam),
      async (c) => answer(c, await cancelRun(services, c.var.caller, c.req.valid('param').id)),
    )
    .post(
      '/api/runs/:id/retry',
      describe(
        tag,
        'Retry: the run itself goes on from its failed step, or a new one is linked to it; answers the run that goes on',
        { 200: Run },
        [404, 409, 422],
      ),
      validate('param', RunParam),
      validate('json', RetryRun),
      async (c) => {
        const key = c.req.header('idempotency-key') ?? null
        return answer(c, await retryRun(services, c.var.caller, c.req.valid('param').id, c.req.valid('json'), key))
      },
    )
    .post(
      '/api/runs/:id/release',
      describe(tag, 'Start a run that was held', { 200: Run }, [404, 409]),
      validate('param', RunParam),
      async (c) => answer(c, await releaseRun(services, c.var.caller, c.req.valid('param').id)),
    )
    .post(
      '/api/runs/:id/skip-wait',
      describe(tag, 'End the wait of a run now', { 200: Run }, [404, 409]),
      validate('param', RunParam),
      async (c) => answer(c, await skipWait(services, c.var.caller, c.req.valid('param').id)),
    )
    .post(
      '/api/runs/bulk',
      describe(tag, 'Cancel, retry or release many runs, 5,000 at most at once; answers counts', { 200: BulkDone }),
      validate('json', BulkRuns),
      async (c) => answer(c, await changeRuns(services, c.var.caller, c.req.valid('json'))),
    )
}
