import { jobPriority } from '@hubflow/db'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { inARow, notifyOwner, startTestHub, type TestHub } from './testing/test-hub.ts'

const FLOOD = 2000
const at = (seconds: number) => new Date(Date.UTC(2026, 5, 1) + seconds * 1000)

let hub: TestHub
beforeAll(async () => {
  hub = await startTestHub()
})
afterAll(() => hub.stop())

test('a run that comes after a flood of another workflow starts before most of it', async () => {
  const flooding = await hub.publish(inARow([notifyOwner('Flood')]))
  const other = await hub.publish(inARow([notifyOwner('Other')]))
  await hub.start(
    flooding,
    Array.from({ length: FLOOD }, () => ({})),
  )
  const [single = ''] = await hub.start(other)
  await hub.startWorker()
  const { startedAt } = await hub.reaches(single, 'completed')
  const [row] = await hub.admin.sql<{ before: number }[]>`
    select count(*)::int as before from hubflow.workflow_runs where workflow_id = ${flooding} and started_at < ${startedAt?.toISOString() ?? ''}`
  expect(row?.before).toBeLessThan(FLOOD / 2)
})

test('a priority is worth up to a minute, so the lowest is never starved by the highest', () => {
  const lowest = jobPriority({ due: at(0), priority: 1 })
  expect(jobPriority({ due: at(59), priority: 100 })).toBeGreaterThan(lowest)
  expect(jobPriority({ due: at(61), priority: 100 })).toBeLessThan(lowest)
  expect(jobPriority({ due: at(0), priority: 50 })).toBeGreaterThan(lowest)
})

test('numbers stay integers of the database for years, and count down', () => {
  const years = Array.from({ length: 13 }, (_, year) => jobPriority({ due: new Date(Date.UTC(2026 + year, 0, 1)) }))
  for (const [index, number] of years.entries()) {
    expect(Number.isInteger(number) && Math.abs(number) < 2 ** 31).toBe(true)
    if (index > 0) expect(number).toBeLessThan(years[index - 1] ?? 0)
  }
})
