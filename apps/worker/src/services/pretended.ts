import { HUB_TABLES, type HubTableName, type Json, type JsonObject, type PretendedChange } from '@hubflow/core'
import type { RunState } from '../walk/run-state.ts'

/** What the steps of a test run would have written so far, the last one last; nothing in a real run. */
export function pretendedIn(run: RunState): PretendedChange[] {
  if (!run.isTest) return []
  const effects = [...run.steps.values()].flatMap((step) => step.effects)
  return effects.flatMap((effect) => (effect.kind === 'preview' && effect.change ? [effect.change] : []))
}

/** A record, with its relations where it has been read with them, as it would stand after those changes. */
export function asIfChanged<Columns extends JsonObject>(
  record: Columns,
  table: HubTableName,
  changes: readonly PretendedChange[],
): Columns {
  if (changes.length === 0) return record
  const own = changes.filter((change) => change.table === table && change.id === record.id)
  const relations = HUB_TABLES[table].columns.flatMap((column): [string, Json][] => {
    const related = column.type === 'record' ? record[column.relation] : undefined
    if (column.type !== 'record' || !isRecord(related)) return []
    return [[column.relation, asIfChanged(related, column.table, changes)]]
  })
  return {
    ...record,
    ...Object.fromEntries(own.map(({ column, after }) => [column, after])),
    ...Object.fromEntries(relations),
  }
}

function isRecord(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
