import { HUB_TABLES, type HubTableName, type StepErrorCode } from '@hubflow/core'
import type { Fix } from '../contract/run.ts'
import { isHubTable } from '../records/tables.ts'

interface Failed {
  code: StepErrorCode
  nodeId: string | null
  /** As `textOfConcern` has it. */
  concerns: string
  field: string | null
  /** Of the run that failed last. */
  subject: { table: string; id: string } | null
}

/** The controls that mend a failure, the nearest one first; there is always one. */
export function fixesFor({ code, nodeId, concerns, field, subject }: Failed): Fix[] {
  const separator = concerns.indexOf(':')
  const [kind, key] = [concerns.slice(0, separator), concerns.slice(separator + 1)]
  const step = stepFix(code, nodeId, field ?? (kind === 'field' ? key : null))
  if (kind === 'secret') return [{ place: 'secret', label: 'Go to the secret', id: key }, step]
  if (kind === 'value' && key.startsWith('subject.') && subject !== null && isHubTable(subject.table))
    return [recordFix(subject.table, subject.id), step]
  return [step]
}

function stepFix(code: StepErrorCode, nodeId: string | null, field: string | null): Fix {
  if (nodeId === null || code === 'run-timeout' || code === 'chain-too-deep')
    return { place: 'workflow', label: 'Open the workflow' }
  return field === null
    ? { place: 'step', label: 'Open the step' }
    : { place: 'step', label: 'Open the field of the step', field }
}

function recordFix(table: HubTableName, id: string): Fix {
  return { place: 'record', label: `Open the ${HUB_TABLES[table].singular.toLowerCase()}`, table, id }
}
