import type { RunStep } from '@hubflow/api/client'
import { expect, test } from 'vitest'
import { timesOf } from './time-spans.ts'

const at = (second: number) => new Date(Date.UTC(2026, 0, 1, 0, 0, second)).toISOString()

function step(nodeId: string, more: Partial<RunStep>): RunStep {
  return {
    nodeId,
    type: 'send-email',
    name: nodeId,
    status: 'completed',
    attempt: 1,
    input: null,
    output: null,
    effects: [],
    branch: null,
    error: null,
    startedAt: null,
    completedAt: null,
    resumeAt: null,
    ...more,
  }
}

test('queue, work and wait are apart, and add up to the time that the run took', () => {
  const steps = [
    step('trigger', { type: 'webhook', startedAt: at(0) }),
    step('mail', { startedAt: at(2), completedAt: at(5) }),
    step('wait', { type: 'wait', startedAt: at(5), completedAt: at(15) }),
    step('next', { startedAt: at(16), completedAt: at(18) }),
  ]
  const { ofStep, totals } = timesOf({ createdAt: at(0), completedAt: at(18) }, steps, Date.parse(at(99)))
  expect(totals).toEqual({ queue: 3000, work: 5000, wait: 10_000 })
  expect(ofStep.get('trigger')).toEqual([])
  expect(ofStep.get('next')?.map(({ kind }) => kind)).toEqual(['queue', 'work'])
})

test('what has not ended lasts until now: a queue, a step, and the wait for a next try', () => {
  const now = Date.parse(at(10))
  expect(timesOf({ createdAt: at(0), completedAt: null }, [], now).totals).toEqual({ queue: 10_000, work: 0, wait: 0 })
  const running = [step('a', { status: 'running', startedAt: at(1) })]
  expect(timesOf({ createdAt: at(0), completedAt: null }, running, now).totals).toEqual({
    queue: 1000,
    work: 9000,
    wait: 0,
  })
  const again = [step('a', { status: 'waiting', startedAt: at(1), resumeAt: at(30) })]
  expect(timesOf({ createdAt: at(0), completedAt: null }, again, now).totals.wait).toBe(9000)
})
