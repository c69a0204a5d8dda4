import type { VariableGroup, VariableItem } from '@hubflow/core'

export interface DataSection {
  /** `Policy → Client` */
  label: string
  items: readonly (VariableItem & { short: string })[]
}

/** Data by what it belongs to, in the order that it was given: what stands below `Policy → Client` is named without it. */
export function inSections(groups: readonly VariableGroup[]): DataSection[] {
  return groups.flatMap(({ label, items }) => {
    const sections = new Map<string, (VariableItem & { short: string })[]>()
    for (const item of items) {
      const at = item.label.lastIndexOf(' → ')
      const heading = at < 0 ? label : `${label} → ${item.label.slice(0, at)}`
      const entry = { ...item, short: at < 0 ? item.label : item.label.slice(at + 3) }
      const section = sections.get(heading)
      if (section) section.push(entry)
      else sections.set(heading, [entry])
    }
    return [...sections].map(([heading, entries]) => ({ label: heading, items: entries }))
  })
}
