import { expect, test } from 'vitest'
import { categoryCounts, filterWorkflows } from './workflow-filter.ts'

const items = [
  { name: 'New policy welcome', description: 'Greets the client', category: 'Sales', status: 'active' as const },
  { name: 'Recruit moves on', description: '', category: 'Recruiting', status: 'paused' as const },
  { name: 'Policy lapsed', description: '', category: 'Sales', status: 'draft' as const },
  { name: 'Old newsletter', description: '', category: 'Sales', status: 'archived' as const },
]

test('all words of the search must be found, in any order and case', () => {
  const found = filterWorkflows(items, { q: 'WELCOME sales', status: 'all', category: null })
  expect(found.map(({ name }) => name)).toEqual(['New policy welcome'])
})

test('archived workflows are listed only when they are asked for', () => {
  expect(filterWorkflows(items, { q: '', status: 'all', category: null })).toHaveLength(3)
  expect(filterWorkflows(items, { q: '', status: 'archived', category: null }).map(({ name }) => name)).toEqual([
    'Old newsletter',
  ])
})

test('counts ignore the chosen category but follow search and status', () => {
  expect(categoryCounts(items, { q: 'policy', status: 'all' })).toEqual([
    ['Sales', 2],
    ['Recruiting', 0],
  ])
})
