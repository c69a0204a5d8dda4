import { type CatalogEntry, ScheduleSchema, sentenceOf, sentenceOfSchedule, type WorkflowNode } from '@hubflow/core'
import type { SentenceNames } from './sentence-names.ts'

/** A node as people read it. A schedule has a sentence of its own kind; one day is not “1 days”. */
export function nodeSentence(node: WorkflowNode, entry: CatalogEntry, names: SentenceNames): string {
  const schedule = node.type === 'schedule' ? ScheduleSchema.safeParse(node.config) : undefined
  if (schedule?.success) return sentenceOfSchedule(schedule.data)
  const isOne = node.config.amount === 1
  return sentenceOf(node, entry, (field, value) =>
    isOne && field === 'unit' && typeof value === 'string' ? value.replace(/s$/, '') : names(field, value),
  )
}
