import { readHubSettings } from '@hubflow/core'
import type { Statements } from '../statements.ts'

export interface RetentionDays {
  /** Days after its end that a run keeps its context and its steps' data. */
  detailDays: number
  /** Days after its end that a run is kept at all. */
  runDays: number
}

/** What admins set as `retention.detailDays` and `retention.runDays`. */
export async function readRetentionDays(sql: Statements): Promise<RetentionDays> {
  const settings = readHubSettings(
    await sql<{ key: string; value: unknown }[]>`select key, value from hubflow.settings`,
  )
  return { detailDays: settings['retention.detailDays'], runDays: settings['retention.runDays'] }
}
