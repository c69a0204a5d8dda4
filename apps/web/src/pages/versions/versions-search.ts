/** One side of a comparison: a published version, or what is being edited. */
export type Side = number | 'draft'

export interface VersionsSearch {
  newer?: Side
  older?: Side
  /** How the comparison is shown; in sentences where it is left out. */
  as?: 'canvas' | 'sentences'
}

/** What the page's address says; what it cannot read is left out. */
export function readVersionsSearch({ newer, older, as }: Record<string, unknown>): VersionsSearch {
  const [after, before] = [readSide(newer), readSide(older)]
  return {
    ...(after !== null && { newer: after }),
    ...(before !== null && { older: before }),
    ...(as === 'canvas' && { as }),
  }
}

function readSide(value: unknown): Side | null {
  if (value === 'draft') return value
  return typeof value === 'number' && Number.isInteger(value) && value > 0 ? value : null
}

interface Known {
  versions: readonly { version: number; isLive: boolean }[]
  hasUnpublishedChanges: boolean
}

/**
 * Which two are compared: what was asked for, else the draft with the live version, else the two newest. `older` is null
 * where there is nothing before.
 */
export function sidesOf(search: VersionsSearch, { versions, hasUnpublishedChanges }: Known) {
  const newest = versions[0]?.version
  const newer = search.newer ?? (hasUnpublishedChanges || newest === undefined ? 'draft' : newest)
  const earlier = versions.filter(({ version }) => newer === 'draft' || version < newer)
  const live = newer === 'draft' ? earlier.find(({ isLive }) => isLive) : undefined
  const older = search.older ?? (live ?? earlier[0])?.version ?? null
  return { newer, older }
}

export function nameOfSide(side: Side): string {
  return side === 'draft' ? 'Draft' : `Version ${side}`
}
