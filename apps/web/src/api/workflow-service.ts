import type { RunSummary, TriggerEventType, Workflow, WorkflowListItem, WorkflowSummary } from '@hubflow/api/client'
import type { Definition, Json, WorkflowStatus } from '@hubflow/core'
import { client, settle, unwrap } from './client.ts'

/** What a person says of a workflow; the definition only when it is created from one. */
export interface WorkflowFormData {
  name: string
  description?: string
  category?: string
  definition?: Definition
  maxRunsPerDay?: number | null
  priority?: number
}

export interface RunRequest {
  /** Fills the trigger's own part: inputs, data or body. */
  context?: Record<string, Json>
  subject?: { table: string; id: string }
  /** The same over repeats of one press of the button, so that a double click is one run. */
  idempotencyKey: string
}

export interface TestRequest {
  definition?: Definition
  subject?: { table: string; id: string }
  /** In place of data: an event that happened, or an earlier run, whose outputs are known then too. */
  eventId?: string
  runId?: string
  /** Where a test of a part begins. */
  nodeId?: string
  scope?: 'step' | 'from-here'
}

const PAGE = 200

export interface WorkflowPage {
  items: WorkflowListItem[]
  nextCursor: string | null
}

export const workflowService = {
  listWorkflows(query: Record<string, string>): Promise<WorkflowPage> {
    return unwrap(client.api.workflows.$get({ query }))
  },

  /** All workflows, newest first: a few hundred at most, so that search and counts need no further request. */
  async getWorkflows(status?: WorkflowStatus): Promise<WorkflowSummary[]> {
    const items: WorkflowSummary[] = []
    let cursor: string | null = null
    do {
      const query = { limit: String(PAGE), ...(status ? { status } : {}), ...(cursor ? { cursor } : {}) }
      const page: WorkflowPage = await workflowService.listWorkflows(query)
      items.push(...page.items)
      cursor = page.nextCursor
    } while (cursor)
    return items
  },

  getWorkflow(id: string): Promise<Workflow> {
    return unwrap(client.api.workflows[':id'].$get({ param: { id } }))
  },

  createWorkflow(data: WorkflowFormData): Promise<Workflow> {
    return unwrap(client.api.workflows.$post({ json: data }))
  },

  updateWorkflow(id: string, data: Partial<Omit<WorkflowFormData, 'definition'>>): Promise<Workflow> {
    return unwrap(client.api.workflows[':id'].$patch({ param: { id }, json: data }))
  },

  deleteWorkflow(id: string): Promise<void> {
    return settle(client.api.workflows[':id'].$delete({ param: { id }, query: {} }))
  },

  /** A draft of the caller's with the same steps, named `Copy of …`. */
  duplicateWorkflow(id: string): Promise<Workflow> {
    return unwrap(client.api.workflows[':id'].duplicate.$post({ param: { id }, json: {} }))
  },

  /** Out of the bin; under another name where its own was given again. */
  restoreWorkflow(id: string, name?: string): Promise<Workflow> {
    return unwrap(
      client.api.workflows[':id'].restore.$post({ param: { id }, json: name === undefined ? {} : { name } }),
    )
  },

  /** For good, with its run history. */
  purgeWorkflow(id: string): Promise<void> {
    return settle(client.api.workflows[':id'].$delete({ param: { id }, query: { purge: 'true' } }))
  },

  updateWorkflowStatus(id: string, status: Exclude<WorkflowStatus, 'draft'>): Promise<Workflow> {
    return unwrap(client.api.workflows[':id'].status.$patch({ param: { id }, json: { status } }))
  },

  triggerWorkflow(id: string, { context, subject, idempotencyKey }: RunRequest): Promise<{ runId: string }> {
    return unwrap(
      client.api.workflows[':id'].runs.$post(
        { param: { id }, json: { ...(context ? { context } : {}), ...(subject ? { subject } : {}) } },
        { headers: { 'Idempotency-Key': idempotencyKey } },
      ),
    )
  },

  /** Tests the draft, or the definition that is given: nothing is sent or changed. */
  testWorkflow(id: string, testData?: Record<string, Json>, more: TestRequest = {}): Promise<{ runId: string }> {
    const json = { ...(testData ? { testData } : {}), ...more }
    return unwrap(client.api.workflows[':id'].test.$post({ param: { id }, json }))
  },

  /** Test runs among them: whoever has just tested looks here. */
  async getWorkflowRuns(workflowId?: string, limit = 50): Promise<RunSummary[]> {
    const query = { limit: String(limit), test: 'all' as const, ...(workflowId ? { workflowId } : {}) }
    return (await unwrap(client.api.runs.$get({ query }))).items
  },

  async getTriggerEventTypes(): Promise<TriggerEventType[]> {
    return (await unwrap(client.api['trigger-event-types'].$get({ query: {} }))).items
  },
}
