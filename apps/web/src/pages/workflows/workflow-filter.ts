import type { WorkflowSummary } from '@hubflow/api/client'
import type { WorkflowStatus } from '@hubflow/core'

export interface WorkflowFilter {
  q: string
  status: WorkflowStatus | 'all'
  category: string | null
}

type Filtered = Pick<WorkflowSummary, 'name' | 'description' | 'category' | 'status'>

/** Those that fit all parts of the filter; words of the search may stand in name, description or category. */
export function filterWorkflows<Item extends Filtered>(items: Item[], { q, status, category }: WorkflowFilter): Item[] {
  return items.filter((item) => fits(item, q, status) && (category === null || item.category === category))
}

/** How many fit in each category, whatever category is chosen; the most used first. */
export function categoryCounts(
  items: Filtered[],
  { q, status }: Pick<WorkflowFilter, 'q' | 'status'>,
): [string, number][] {
  const counts = new Map<string, number>()
  for (const item of items) {
    counts.set(item.category, (counts.get(item.category) ?? 0) + (fits(item, q, status) ? 1 : 0))
  }
  return [...counts].sort(([nameA, a], [nameB, b]) => b - a || nameA.localeCompare(nameB))
}

/** What was put away is shown only when it is asked for. */
function fits(item: Filtered, q: string, status: WorkflowFilter['status']): boolean {
  if (status === 'all' ? item.status === 'archived' : item.status !== status) return false
  const text = `${item.name} ${item.description} ${item.category}`.toLowerCase()
  return q
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word))
}
