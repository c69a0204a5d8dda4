import type { TimelineItem } from '@hubflow/api/client'
import type { HubTable } from '@hubflow/core'
import { lowerFirst } from '../../format/words.ts'
import { textOf } from './record-value.tsx'

type Change = Extract<TimelineItem, { kind: 'change' }>

/** A change as a sentence, by whom and with what: `Tina changed it. Phase: Applied → Interview.` */
export function changeInWords(table: HubTable, { operation, by, workflow, fields }: Change): string {
  const person = by === null ? 'Another system' : (by.name ?? 'Somebody who is gone')
  const who = workflow ? `The workflow “${workflow.name}”` : person
  if (operation === 'insert') return `${who} added it.`
  if (operation === 'delete') return `${who} deleted it.`
  const changes = fields.map(({ column: name, before, after, isKnown }) => {
    const column = table.columns.find((candidate) => candidate.name === name)
    const label = column?.label ?? name
    const said = (value: unknown) =>
      value === null || column === undefined ? '–' : column.type === 'record' ? String(value) : textOf(column, value)
    return isKnown ? `${label}: ${said(before)} → ${said(after)}` : `${label} is another one`
  })
  return changes.length === 0 ? `${who} changed it.` : `${who} changed it. ${changes.join('. ')}.`
}

/** What an item other than a change or a run tells. */
export function itemInWords(item: Exclude<TimelineItem, { kind: 'change' | 'run' }>): string {
  switch (item.kind) {
    case 'event':
      return `Event: ${lowerFirst(item.title)}.`
    case 'email':
      return `Mail “${item.subject}” to ${item.to}.`
    case 'notification':
      return `You were notified: “${item.title}”.`
  }
}
