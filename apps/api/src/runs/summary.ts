import type { RunStatus } from '@hubflow/core'
import { type Transaction, tables } from '@hubflow/db'
import type { RunSummary } from '../contract/run.ts'
import { isHubTable } from '../records/tables.ts'
import { type RecordRef, type Titles, titlesOf } from '../records/titles.ts'

const { workflowRuns, workflows } = tables

/** What a query for summaries selects, over `workflow_runs` joined with `workflows`. */
export const summaryColumns = {
  id: workflowRuns.id,
  workflowId: workflowRuns.workflowId,
  workflowName: workflows.name,
  version: workflowRuns.version,
  status: workflowRuns.status,
  isTest: workflowRuns.isTest,
  heldReason: workflowRuns.heldReason,
  subjectTable: workflowRuns.subjectTable,
  subjectId: workflowRuns.subjectId,
  createdAt: workflowRuns.createdAt,
  startedAt: workflowRuns.startedAt,
  completedAt: workflowRuns.completedAt,
  durationMs: workflowRuns.durationMs,
  emailsSent: workflowRuns.emailsSent,
  errorMessage: workflowRuns.errorMessage,
  dueAt: workflowRuns.dueAt,
}

export interface SummaryRow {
  id: string
  workflowId: string
  workflowName: string
  version: number | null
  status: RunStatus
  isTest: boolean
  heldReason: string | null
  subjectTable: string | null
  subjectId: string | null
  createdAt: Date
  startedAt: Date | null
  completedAt: Date | null
  durationMs: number | null
  emailsSent: number
  errorMessage: string | null
  dueAt: Date | null
}

/** Rows as the wire has them, with the titles of their subjects from one query. */
export async function toSummaries(tx: Transaction, rows: SummaryRow[]): Promise<RunSummary[]> {
  const titles = await titlesOf(tx, rows.flatMap(subjectOf))
  return rows.map((row) => toSummary(row, titles))
}

function toSummary(row: SummaryRow, titles: Titles): RunSummary {
  const { subjectTable, subjectId, createdAt, startedAt, completedAt, dueAt, ...same } = row
  return {
    ...same,
    subject:
      subjectTable === null || subjectId === null
        ? null
        : { table: subjectTable, id: subjectId, title: titles.get(`${subjectTable}:${subjectId}`) ?? null },
    createdAt: createdAt.toISOString(),
    startedAt: startedAt?.toISOString() ?? null,
    completedAt: completedAt?.toISOString() ?? null,
    resumeAt: row.status === 'waiting' ? (dueAt?.toISOString() ?? null) : null,
  }
}

function subjectOf(row: SummaryRow): RecordRef[] {
  const { subjectTable: table, subjectId: id } = row
  return table !== null && id !== null && isHubTable(table) ? [{ table, id }] : []
}
