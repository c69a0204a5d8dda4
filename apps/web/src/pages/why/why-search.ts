import { HUB_TABLE_NAMES, type HubTableName } from '@hubflow/core'

/** What the page is asked about, as the address bar keeps it. */
export interface WhySearch {
  workflowId?: string
  /** `policies:<id>` */
  subject?: string
}

const ID = /^[0-9a-f-]{36}$/

/** Keeps what makes sense of an address typed or shared by anyone. */
export function readWhySearch({ workflowId, subject }: Record<string, unknown>): WhySearch {
  return {
    ...(typeof workflowId === 'string' && ID.test(workflowId) ? { workflowId } : {}),
    ...(typeof subject === 'string' && recordOf(subject) ? { subject } : {}),
  }
}

/** The record that a subject names. */
export function recordOf(subject: string | undefined): { table: HubTableName; recordId: string } | null {
  const [name, recordId = ''] = subject?.split(':') ?? []
  const table = HUB_TABLE_NAMES.find((known) => known === name)
  return table !== undefined && ID.test(recordId) ? { table, recordId } : null
}
