import { WORKFLOW_STATUSES, type WorkflowStatus } from '@hubflow/core'
import type { WorkflowFilter } from '../../api/workflow-queries.ts'

/** The filters of the list, as the address bar keeps them. */
export interface WorkflowSearch {
  /** Without it all but what is archived. */
  status?: WorkflowStatus
  category?: string
  /** Id of a person. */
  owner?: string
  q?: string
  /** What was deleted, and nothing else. */
  bin?: true
}

const PUT_TO_USE: WorkflowStatus[] = ['draft', 'active', 'paused']
const UUID = /^[0-9a-f-]{36}$/

/** Keeps what makes sense of an address typed or shared by anyone. */
export function readWorkflowSearch(search: Record<string, unknown>): WorkflowSearch {
  const { status, category, owner, q, bin } = search
  const known = WORKFLOW_STATUSES.find((candidate) => candidate === status)
  const text = typeof q === 'number' ? String(q) : q
  return {
    ...(known && bin !== true ? { status: known } : {}),
    ...(typeof category === 'string' && category ? { category } : {}),
    ...(typeof owner === 'string' && UUID.test(owner) ? { owner } : {}),
    ...(typeof text === 'string' && text ? { q: text } : {}),
    ...(bin === true ? { bin } : {}),
  }
}

/** As the API takes it. */
export function toWorkflowFilter({ status, bin, ...rest }: WorkflowSearch): WorkflowFilter {
  return bin ? { ...rest, bin: 'true' } : { ...rest, status: status ?? PUT_TO_USE.join(',') }
}

/** As the API takes it for what is done in bulk. */
export function toBulkFilter({ status, bin, ...rest }: WorkflowSearch) {
  return bin ? { ...rest, bin: 'true' as const } : { ...rest, status: status ? [status] : PUT_TO_USE }
}
