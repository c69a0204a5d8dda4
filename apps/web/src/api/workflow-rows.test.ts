import type { WorkflowListItem } from '@hubflow/api/client'
import { expect, test } from 'vitest'
import { withRows } from './workflow-rows.ts'

/** Named by the day on which it was created. */
function item(day: number, name = `W${day}`): WorkflowListItem {
  const createdAt = `2026-03-${String(day).padStart(2, '0')}T08:00:00.000Z`
  return {
    id: `w${day}`,
    name,
    description: '',
    category: 'general',
    status: 'active',
    triggerType: 'manual',
    liveVersion: 1,
    hasUnpublishedChanges: false,
    maxRunsPerDay: 10,
    priority: 50,
    pausedReason: null,
    createdBy: { id: 'p', name: 'P' },
    createdAt,
    updatedAt: createdAt,
    lastRun: null,
    nextRun: null,
    week: [],
    deletedAt: null,
  }
}

type Pages = Parameters<typeof withRows>[0]

const pages: Pages = {
  pages: [
    { items: [item(20), item(18)], nextCursor: 'a' },
    { items: [item(15), item(12)], nextCursor: 'b' },
  ],
  pageParams: ['', 'a'],
}

function names(data: Pages): string[][] {
  return data.pages.map(({ items }) => items.map(({ name }) => name))
}

test('a row changes in its place, and one that fits no more leaves', () => {
  const after = withRows(pages, new Set(['w18', 'w15']), [item(18, 'New name')])
  expect(names(after)).toEqual([['W20', 'New name'], ['W12']])
  expect(after.pages[0]?.items[0]).toBe(pages.pages[0]?.items[0])
})

test('what has come stands where it belongs; what belongs behind all that was fetched waits for its page', () => {
  const asked = new Set(['w25', 'w16', 'w3'])
  expect(names(withRows(pages, asked, [item(3), item(16), item(25)]))).toEqual([
    ['W25', 'W20', 'W18'],
    ['W16', 'W15', 'W12'],
  ])
  const whole = { ...pages, pages: [...pages.pages, { items: [], nextCursor: null }] }
  expect(names(withRows(whole, asked, [item(3)])).at(-1)).toEqual(['W3'])
})

test('what was not asked for is left alone', () => {
  expect(names(withRows(pages, new Set(['w99']), []))).toEqual(names(pages))
})
