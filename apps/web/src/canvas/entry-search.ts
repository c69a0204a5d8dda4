import type { CatalogEntry } from '@hubflow/core'

/** Node types whose title, summary, heading or type holds every word of the search, in the catalog's order. */
export function findEntries(entries: readonly CatalogEntry[], query: string): CatalogEntry[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean)
  return entries.filter((entry) => {
    const text = `${entry.title} ${entry.summary} ${entry.group} ${entry.type}`.toLowerCase()
    return words.every((word) => text.includes(word))
  })
}
