import { expect, test } from 'vitest'
import { readDashboardSearch } from './dashboard-search.ts'
import { chartSentence, percentText, periodNames, scheduleRemark, underWay } from './figure-words.ts'

const runs = { started: 12, completed: 6, failed: 2, cancelled: 1, held: 1 }
const period = (from: string, started: number) => ({ ...runs, from, until: from, started })

test('what is neither ended nor held is under way', () => {
  expect(underWay(runs)).toBe(2)
})

test('periods are named by the hub’s clock, whatever the reader’s', () => {
  const at = period('2026-03-29T22:00:00.000Z', 1)
  expect(periodNames({ unit: 'hour', timeZone: 'Europe/Berlin' })(at)).toMatch(/^(00:00|12:00 AM)$/)
  expect(periodNames({ unit: 'day', timeZone: 'Europe/Berlin' })(at)).toContain('30')
})

test('the chart in a sentence', () => {
  const periods = [period('2026-03-28T23:00:00Z', 3), period('2026-03-29T22:00:00Z', 9)]
  expect(chartSentence({ runs, unit: 'day', periods })).toBe('12 runs began, 2 of them failed; at most 9 in one day.')
})

test('a schedule’s remark names what went otherwise, the worst first', () => {
  const promised = { promised: 9, done: 5, late: 2, skipped: 0, missed: 3, overdue: 1 }
  expect(scheduleRemark(promised)).toBe('1 overdue, 3 missed, 2 late')
  expect(scheduleRemark({ promised: 5, done: 5, late: 0, skipped: 0, missed: 0, overdue: 0 })).toBe('')
})

test('nothing is no percentage', () => {
  expect([percentText(null), percentText(99.5), percentText(0)]).toEqual(['–', '99.5 %', '0 %'])
})

test('an address keeps what is not the default', () => {
  expect(readDashboardSearch({ days: 30, tab: 'alerts', other: 'x' })).toEqual({ days: '30', tab: 'alerts' })
  expect(readDashboardSearch({ days: '7', tab: 'figures', workflowId: '' })).toEqual({})
})
