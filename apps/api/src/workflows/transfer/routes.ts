import { Hono } from 'hono'
import { ExportedWorkflow, ExportParam, ImportReport, ImportWorkflow } from '../../contract/transfer.ts'
import { WorkflowParam } from '../../contract/workflow.ts'
import { answer } from '../../http/answer.ts'
import { describe } from '../../http/describe.ts'
import type { ApiEnv } from '../../http/env.ts'
import { validate } from '../../http/validate.ts'
import type { Services } from '../../services.ts'
import { exportWorkflow, fileName } from './export.ts'
import { importWorkflow } from './import.ts'

const tag = 'Workflows'

export function transferRoutes(services: Services) {
  return new Hono<ApiEnv>()
    .get(
      '/api/workflows/:id/export',
      describe(tag, 'The draft, or a version, as a file for another hub', { 200: ExportedWorkflow }, [404]),
      validate('param', WorkflowParam),
      validate('query', ExportParam),
      async (c) => {
        const { version = null } = c.req.valid('query')
        const exported = await exportWorkflow(services, c.var.caller, c.req.valid('param').id, version)
        c.header('content-disposition', `attachment; filename="${fileName(exported)}"`)
        return answer(c, exported)
      },
    )
    .post(
      '/api/workflow-imports',
      describe(
        tag,
        'Take in an exported workflow, or a definition, as a new draft; with `check` only tell what would become of it',
        { 200: ImportReport },
        [409, 422],
      ),
      validate('json', ImportWorkflow),
      async (c) => answer(c, await importWorkflow(services, c.var.caller, c.req.valid('json'))),
    )
}
