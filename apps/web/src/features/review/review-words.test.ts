import type { Estimate } from '@hubflow/api/client'
import type { Definition } from '@hubflow/core'
import { expect, test } from 'vitest'
import { hoursInWords, limitInWords, startsInWords } from './review-words.ts'

const estimate = (more: Partial<Estimate>): Estimate => ({
  kind: 'event',
  days: 30,
  starts: 0,
  looked: 0,
  busiestDay: 0,
  isCapped: false,
  examples: [],
  waitingRuns: 0,
  ...more,
})

test.each<[Partial<Estimate>, string]>([
  [{}, 'In the last 30 days nothing happened that starts it.'],
  [{ starts: 1, looked: 1 }, 'In the last 30 days it would have started 1 time.'],
  [
    { starts: 42, looked: 310 },
    'In the last 30 days it would have started 42 times: 268 other events of this kind did not pass.',
  ],
  [{ kind: 'schedule', starts: 30, looked: null }, 'In the coming 30 days it starts 30 times.'],
  [{ kind: 'webhook', looked: null }, 'It was not called in the last 30 days.'],
  [{ kind: 'manual', looked: null }, 'It starts when somebody presses Run now.'],
])('%o reads “%s”', (more, words) => expect(startsInWords(estimate(more))).toBe(words))

test('the limit tells what it would have held', () => {
  expect(limitInWords(10, 10)).toMatchObject({ isReached: false })
  expect(limitInWords(10, 14).text).toContain('On the busiest day there were 14: 4 would have been held.')
  expect(limitInWords(null, 99)).toEqual({ text: 'No limit: every start runs.', isReached: false })
})

test('business hours are told where a wait keeps to them', () => {
  const wait = { id: 'w', type: 'wait', name: '', config: { businessHours: true }, position: { x: 0, y: 0 } }
  const definition: Definition = { schemaVersion: 1, nodes: [wait], edges: [] }
  const hours = (weekdays: number[]) => ({ businessHours: { weekdays, start: '08:00', end: '18:00' } })
  expect(hoursInWords({ ...definition, nodes: [] })).toBeNull()
  expect(hoursInWords(definition)).toBe('Waits go on Monday to Friday, 09:00 to 17:00.')
  expect(hoursInWords({ ...definition, settings: hours([1, 2, 3, 4]) })).toContain('Monday to Thursday, 08:00 to 18:00')
  expect(hoursInWords({ ...definition, settings: hours([6, 2]) })).toContain('Tuesday, Saturday, 08:00')
})
