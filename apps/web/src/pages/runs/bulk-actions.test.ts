import type { RunSummary } from '@hubflow/api/client'
import { RUN_STATUSES } from '@hubflow/core'
import { expect, test } from 'vitest'
import { BULK_ACTION_NAMES, concerned } from './bulk-actions.ts'

test('each action concerns the runs whose state allows it, and no test run is retried', () => {
  const runs = [...RUN_STATUSES.map((status) => run(status, false)), run('failed', true)]
  const ids = Object.fromEntries(
    BULK_ACTION_NAMES.map((action) => [action, concerned(action, runs).map(({ id }) => id)]),
  )
  expect(ids).toEqual({
    retry: ['failed'],
    release: ['held'],
    'skip-wait': ['waiting'],
    cancel: expect.toSatisfy((each: string[]) => each.toSorted().join() === 'held,pending,running,waiting'),
  })
})

function run(status: RunSummary['status'], isTest: boolean): RunSummary {
  return {
    id: isTest ? `${status} test` : status,
    workflowId: 'w',
    workflowName: 'W',
    version: 1,
    status,
    isTest,
    heldReason: null,
    subject: null,
    createdAt: '2026-01-01T00:00:00.000Z',
    startedAt: null,
    completedAt: null,
    durationMs: null,
    emailsSent: 0,
    errorMessage: null,
    resumeAt: null,
  }
}
