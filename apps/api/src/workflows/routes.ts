import { Hono } from 'hono'
import { RunAccepted } from '../contract/run.ts'
import { StepTests } from '../contract/step-test.ts'
import { ListenForCall, WebhookSample } from '../contract/webhook-sample.ts'
import {
  CheckName,
  CreateWorkflow,
  DeleteWorkflow,
  Editing,
  Estimate,
  EstimateWorkflow,
  NameCheck,
  PatchStatus,
  PatchWorkflow,
  Publish,
  PutDraft,
  RestoreVersion,
  RunNow,
  SavedDraft,
  TestWorkflow,
  VersionList,
  VersionParam,
  VersionWithDefinition,
  Workflow,
  WorkflowParam,
} from '../contract/workflow.ts'
import { answer } from '../http/answer.ts'
import { describe } from '../http/describe.ts'
import type { ApiEnv } from '../http/env.ts'
import { validate } from '../http/validate.ts'
import { runNow } from '../runs/run-now.ts'
import { readStepTests } from '../runs/step-tests.ts'
import { testWorkflow } from '../runs/test-workflow.ts'
import type { Services } from '../services.ts'
import { createWorkflow } from './create.ts'
import { deleteWorkflow } from './delete.ts'
import { saveDraft } from './draft.ts'
import { tellEditing } from './editing.ts'
import { estimate } from './estimate.ts'
import { checkName } from './names.ts'
import { patchWorkflow } from './patch.ts'
import { publish } from './publish.ts'
import { rotateWebhook } from './rotate-webhook.ts'
import { setStatus } from './status.ts'
import { listVersions, readVersion, restoreVersion } from './versions.ts'
import { readWorkflow } from './view.ts'
import { listenForCall, readWebhookSample } from './webhook-sample.ts'

const tag = 'Workflows'

export function workflowRoutes(services: Services) {
  return new Hono<ApiEnv>()
    .post(
      '/api/workflows',
      describe(tag, 'Create a workflow, as a draft', { 201: Workflow }, [409, 422]),
      validate('json', CreateWorkflow),
      async (c) => answer(c, await createWorkflow(services, c.var.caller, c.req.valid('json')), 201),
    )
    .get(
      '/api/workflow-names',
      describe(tag, 'Whether a name is free among the owner’s workflows, and one that is', { 200: NameCheck }),
      validate('query', CheckName),
      async (c) => answer(c, await checkName(services, c.var.caller, c.req.valid('query'))),
    )
    .get(
      '/api/workflows/:id',
      describe(tag, 'One workflow with its draft and what keeps it from being published', { 200: Workflow }, [404]),
      validate('param', WorkflowParam),
      async (c) => answer(c, await readWorkflow(services, c.var.caller, c.req.valid('param').id)),
    )
    .patch(
      '/api/workflows/:id',
      describe(tag, 'Change name, description, category, daily limit or priority', { 200: Workflow }, [404, 409]),
      validate('param', WorkflowParam),
      validate('json', PatchWorkflow),
      async (c) => answer(c, await patchWorkflow(services, c.var.caller, c.req.valid('param').id, c.req.valid('json'))),
    )
    .delete(
      '/api/workflows/:id',
      describe(tag, 'Delete to the bin; waiting runs are cancelled', { 204: 'Deleted' }, [404]),
      validate('param', WorkflowParam),
      validate('query', DeleteWorkflow),
      async (c) => {
        await deleteWorkflow(services, c.var.caller, c.req.valid('param').id, c.req.valid('query').purge === 'true')
        return c.body(null, 204)
      },
    )
    .put(
      '/api/workflows/:id/draft',
      describe(
        tag,
        'Save the draft; 409 with the newer draft when it was changed meanwhile',
        { 200: SavedDraft },
        [404, 409],
      ),
      validate('param', WorkflowParam),
      validate('json', PutDraft),
      async (c) => answer(c, await saveDraft(services, c.var.caller, c.req.valid('param').id, c.req.valid('json'))),
    )
    .post(
      '/api/workflows/:id/editing',
      describe(tag, 'Tell others that a window has the workflow open to edit', { 204: 'Told' }, [404]),
      validate('param', WorkflowParam),
      validate('json', Editing),
      async (c) => {
        await tellEditing(services, c.var.caller, c.req.valid('param').id, c.req.valid('json'))
        return c.body(null, 204)
      },
    )
    .post(
      '/api/workflows/:id/publish',
      describe(tag, 'Publish the draft as a new version, live and active', { 200: Workflow }, [404, 409, 422]),
      validate('param', WorkflowParam),
      validate('json', Publish),
      async (c) => answer(c, await publish(services, c.var.caller, c.req.valid('param').id, c.req.valid('json'))),
    )
    .post(
      '/api/workflows/:id/estimate',
      describe(tag, 'How often the draft would start, from the last 30 days', { 200: Estimate }, [404]),
      validate('param', WorkflowParam),
      validate('json', EstimateWorkflow),
      async (c) => answer(c, await estimate(services, c.var.caller, c.req.valid('param').id, c.req.valid('json'))),
    )
    .patch(
      '/api/workflows/:id/status',
      describe(tag, 'Pause, resume or archive', { 200: Workflow }, [404, 409]),
      validate('param', WorkflowParam),
      validate('json', PatchStatus),
      async (c) =>
        answer(c, await setStatus(services, c.var.caller, c.req.valid('param').id, c.req.valid('json').status)),
    )
    .post(
      '/api/workflows/:id/webhook/rotate',
      describe(tag, 'Give the webhook a new address; the old one ends at once', { 200: Workflow }, [404, 409]),
      validate('param', WorkflowParam),
      async (c) => answer(c, await rotateWebhook(services, c.var.caller, c.req.valid('param').id)),
    )
    .get(
      '/api/workflows/:id/webhook-sample',
      describe(tag, 'The call that was caught for the editor, if any', { 200: WebhookSample }, [404]),
      validate('param', WorkflowParam),
      async (c) => answer(c, await readWebhookSample(services, c.var.caller, c.req.valid('param').id)),
    )
    .post(
      '/api/workflows/:id/webhook-sample',
      describe(
        tag,
        'Listen for a call of the webhook for ten minutes, of a draft too, or stop listening',
        { 200: WebhookSample },
        [404],
      ),
      validate('param', WorkflowParam),
      validate('json', ListenForCall),
      async (c) =>
        answer(c, await listenForCall(services, c.var.caller, c.req.valid('param').id, c.req.valid('json').listen)),
    )
    .get(
      '/api/workflows/:id/tests',
      describe(tag, 'How each step was last tested, and what was tested then', { 200: StepTests }, [404]),
      validate('param', WorkflowParam),
      async (c) => answer(c, await readStepTests(services, c.var.caller, c.req.valid('param').id)),
    )
    .get(
      '/api/workflows/:id/versions',
      describe(tag, 'Published versions, newest first', { 200: VersionList }, [404]),
      validate('param', WorkflowParam),
      async (c) => answer(c, await listVersions(services, c.var.caller, c.req.valid('param').id)),
    )
    .get(
      '/api/workflows/:id/versions/:version',
      describe(tag, 'One published version', { 200: VersionWithDefinition }, [404]),
      validate('param', VersionParam),
      async (c) => answer(c, await readVersion(services, c.var.caller, c.req.valid('param'))),
    )
    .post(
      '/api/workflows/:id/versions/:version/restore',
      describe(tag, 'Make an old version the draft, or live at once', { 200: Workflow }, [404, 422]),
      validate('param', VersionParam),
      validate('json', RestoreVersion),
      async (c) =>
        answer(
          c,
          await restoreVersion(services, c.var.caller, c.req.valid('param'), c.req.valid('json').live === true),
        ),
    )
    .post(
      '/api/workflows/:id/runs',
      describe(
        tag,
        'Run now, whatever the trigger; an Idempotency-Key makes repeats one run',
        { 202: RunAccepted },
        [404, 409, 422],
      ),
      validate('param', WorkflowParam),
      validate('json', RunNow),
      async (c) => {
        const key = c.req.header('idempotency-key') ?? null
        return answer(c, await runNow(services, c.var.caller, c.req.valid('param').id, c.req.valid('json'), key), 202)
      },
    )
    .post(
      '/api/workflows/:id/test',
      describe(
        tag,
        'Test run of the draft or of any definition: says what every step would do, and does nothing',
        { 202: RunAccepted },
        [404, 422],
      ),
      validate('param', WorkflowParam),
      validate('json', TestWorkflow),
      async (c) =>
        answer(c, await testWorkflow(services, c.var.caller, c.req.valid('param').id, c.req.valid('json')), 202),
    )
}
