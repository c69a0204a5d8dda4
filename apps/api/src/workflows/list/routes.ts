import { Hono } from 'hono'
import { Workflow, WorkflowParam } from '../../contract/workflow.ts'
import {
  BulkWorkflows,
  BulkWorkflowsDone,
  CountWorkflows,
  DuplicateWorkflow,
  ListWorkflows,
  RestoreFromBin,
  WorkflowCounts,
  WorkflowList,
} from '../../contract/workflow-list.ts'
import { answer } from '../../http/answer.ts'
import { describe } from '../../http/describe.ts'
import type { ApiEnv } from '../../http/env.ts'
import { validate } from '../../http/validate.ts'
import type { Services } from '../../services.ts'
import { duplicateWorkflow } from '../duplicate.ts'
import { restoreWorkflow } from '../restore.ts'
import { changeWorkflows } from './bulk.ts'
import { countWorkflows } from './counts.ts'
import { listWorkflows } from './list.ts'

const tag = 'Workflows'

/** What the list of workflows shows and does. */
export function workflowListRoutes(services: Services) {
  return new Hono<ApiEnv>()
    .get(
      '/api/workflows',
      describe(tag, 'Workflows, newest first', { 200: WorkflowList }),
      validate('query', ListWorkflows),
      async (c) => answer(c, await listWorkflows(services, c.var.caller, c.req.valid('query'))),
    )
    .get(
      '/api/workflow-counts',
      describe(tag, 'How many workflows there are for each choice of the list’s filters', { 200: WorkflowCounts }),
      validate('query', CountWorkflows),
      async (c) => answer(c, await countWorkflows(services, c.var.caller, c.req.valid('query'))),
    )
    .post(
      '/api/workflows/bulk',
      describe(
        tag,
        'Pause, resume, archive, delete to the bin or restore many workflows, 1,000 at most at once',
        { 200: BulkWorkflowsDone },
        [409],
      ),
      validate('json', BulkWorkflows),
      async (c) => answer(c, await changeWorkflows(services, c.var.caller, c.req.valid('json'))),
    )
    .post(
      '/api/workflows/:id/duplicate',
      describe(tag, 'A new draft of the caller’s with the same steps', { 201: Workflow }, [403, 404, 409]),
      validate('param', WorkflowParam),
      validate('json', DuplicateWorkflow),
      async (c) =>
        answer(c, await duplicateWorkflow(services, c.var.caller, c.req.valid('param').id, c.req.valid('json')), 201),
    )
    .post(
      '/api/workflows/:id/restore',
      describe(tag, 'Take a workflow out of the bin, paused', { 200: Workflow }, [404, 409]),
      validate('param', WorkflowParam),
      validate('json', RestoreFromBin),
      async (c) =>
        answer(c, await restoreWorkflow(services, c.var.caller, c.req.valid('param').id, c.req.valid('json'))),
    )
}
