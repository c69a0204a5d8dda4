import { asPerson } from '@hubflow/db'
import { Hono } from 'hono'
import {
  CreateEmailTemplate,
  DuplicateEmailTemplate,
  EmailTemplateList,
  EmailTemplateParam,
  EmailTemplateView,
  MailPreview,
  PreviewMail,
  QueuedTestMail,
  SaveEmailTemplate,
  SendTestMail,
  TemplateUseList,
} from '../contract/email-template.ts'
import { answer } from '../http/answer.ts'
import { describe } from '../http/describe.ts'
import type { ApiEnv, Caller } from '../http/env.ts'
import { HttpProblem } from '../http/problem.ts'
import { validate } from '../http/validate.ts'
import type { Services } from '../services.ts'
import {
  createEmailTemplate,
  duplicateEmailTemplate,
  listEmailTemplates,
  readEmailTemplate,
  saveEmailTemplate,
} from './keep.ts'
import { previewMail } from './render.ts'
import { sendTestMail } from './test-mail.ts'
import { deleteEmailTemplate, listUses } from './uses.ts'

const tag = 'Mail templates'

export function emailTemplateRoutes(services: Services) {
  return new Hono<ApiEnv>()
    .get('/api/email-templates', describe(tag, 'Mail templates by name', { 200: EmailTemplateList }), async (c) =>
      answer(c, await listEmailTemplates(services, c.var.caller)),
    )
    .post(
      '/api/email-templates',
      describe(tag, 'Add a mail template', { 201: EmailTemplateView }, [403, 409]),
      validate('json', CreateEmailTemplate),
      async (c) => answer(c, await createEmailTemplate(services, c.var.caller, c.req.valid('json')), 201),
    )
    .get(
      '/api/email-templates/:id',
      describe(tag, 'One mail template', { 200: EmailTemplateView }, [404]),
      validate('param', EmailTemplateParam),
      async (c) => answer(c, await readEmailTemplate(services, c.var.caller, c.req.valid('param').id)),
    )
    .put(
      '/api/email-templates/:id',
      describe(
        tag,
        'Save a mail template; a stale `revision` is answered with the newer one',
        { 200: EmailTemplateView },
        [404, 409, 422],
      ),
      validate('param', EmailTemplateParam),
      validate('json', SaveEmailTemplate),
      async (c) =>
        answer(c, await saveEmailTemplate(services, c.var.caller, c.req.valid('param').id, c.req.valid('json'))),
    )
    .post(
      '/api/email-templates/:id/duplicate',
      describe(tag, 'Copy a mail template', { 201: EmailTemplateView }, [403, 404, 409]),
      validate('param', EmailTemplateParam),
      validate('json', DuplicateEmailTemplate),
      async (c) => {
        const { id } = c.req.valid('param')
        return answer(c, await duplicateEmailTemplate(services, c.var.caller, id, c.req.valid('json').name), 201)
      },
    )
    .get(
      '/api/email-templates/:id/uses',
      describe(tag, 'The workflows that use a mail template', { 200: TemplateUseList }, [404]),
      validate('param', EmailTemplateParam),
      async (c) =>
        answer(c, { items: await listUses(services, c.var.caller, c.req.valid('param').id), nextCursor: null }),
    )
    .delete(
      '/api/email-templates/:id',
      describe(
        tag,
        'Delete a mail template that no workflow uses; otherwise `uses` names them',
        { 204: 'Deleted' },
        [404, 409],
      ),
      validate('param', EmailTemplateParam),
      async (c) => {
        await deleteEmailTemplate(services, c.var.caller, c.req.valid('param').id)
        return c.body(null, 204)
      },
    )
    .post(
      '/api/mail-previews',
      describe(
        tag,
        'A mail as it would go out for a record, with what has no value',
        { 200: MailPreview },
        [403, 404, 422],
      ),
      validate('json', PreviewMail),
      async (c) => {
        requireStaff(c.var.caller)
        const mail = c.req.valid('json')
        return answer(c, await asPerson(services.database, c.var.caller.id, (tx) => previewMail(services, tx, mail)))
      },
    )
    .post(
      '/api/test-mails',
      describe(tag, 'Send what a preview shows, marked as a test', { 202: QueuedTestMail }, [403, 404, 422]),
      validate('json', SendTestMail),
      async (c) => {
        requireStaff(c.var.caller)
        return answer(c, await sendTestMail(services, c.var.caller, c.req.valid('json')), 202)
      },
    )
}

/** No row of the database is touched by a preview, so nothing there would refuse it. */
function requireStaff({ role }: Caller): void {
  if (role === 'agent') throw new HttpProblem(403, 'Your role does not permit this. Ask an admin.')
}
