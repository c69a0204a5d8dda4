import type { Statements } from '../statements.ts'

export interface RetentionDays {
  /** Days after its end that a run keeps its context and its steps' data. */
  detailDays: number
  /** Days after its end that a run is kept at all. */
  runDays: number
}

const DEFAULTS: RetentionDays = { detailDays: 30, runDays: 365 }

/** What admins set as `retention.detailDays` and `retention.runDays`; what is absent or no whole day has its default. */
export async function readRetentionDays(sql: Statements): Promise<RetentionDays> {
  const rows = await sql<{ key: string; value: unknown }[]>`
    select key, value from hubflow.settings where key in ('retention.detailDays', 'retention.runDays')`
  const given = new Map(rows.map(({ key, value }) => [key, value]))
  return {
    detailDays: daysOf(given.get('retention.detailDays')) ?? DEFAULTS.detailDays,
    runDays: daysOf(given.get('retention.runDays')) ?? DEFAULTS.runDays,
  }
}

function daysOf(value: unknown): number | null {
  return typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= 36_500 ? value : null
}
