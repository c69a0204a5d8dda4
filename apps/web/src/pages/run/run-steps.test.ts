import type { Run } from '@hubflow/api/client'
import { expect, test } from 'vitest'
import { stepsOf } from './run-steps.ts'

const run: Run = {
  id: 'r1',
  workflowId: 'w1',
  workflowName: 'Welcome',
  version: 1,
  status: 'running',
  isTest: false,
  heldReason: null,
  subject: null,
  createdAt: '2026-03-31T12:00:00Z',
  startedAt: '2026-03-31T12:00:01Z',
  completedAt: null,
  durationMs: null,
  emailsSent: 0,
  errorMessage: null,
  resumeAt: null,
  context: { trigger: { inputs: { tone: 'Firm' } } },
  definition: {
    schemaVersion: 1,
    nodes: [{ id: 'n1', type: 'manual', name: 'Run now', config: {}, position: { x: 0, y: 0 } }],
    edges: [],
  },
  steps: [],
  actionsExecuted: [],
}

test('what started a run stands before its steps', () => {
  expect(stepsOf(run).map(({ nodeId, status, output }) => [nodeId, status, output])).toEqual([
    ['n1', 'completed', { inputs: { tone: 'Firm' } }],
  ])
})

test('a run that has not begun shows nothing yet', () => {
  expect(stepsOf({ ...run, status: 'held', startedAt: null })).toEqual([])
})
