import postgres from 'postgres'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ProblemDetails } from '../contract/common.ts'
import type { EmailTemplateView, MailPreview, TemplateUse } from '../contract/email-template.ts'
import type { Workflow } from '../contract/workflow.ts'
import { bodyOf, type List, startTestApi, type TestApi } from '../testing/test-api.ts'

let hub: TestApi
let admin: postgres.Sql
let clientId: string
beforeAll(async () => {
  hub = await startTestApi({ publicUrl: 'https://hub.example.com' })
  admin = postgres(hub.database.url, { max: 1 })
  const [agent] = await admin`
    insert into hub.agents (first_name, last_name, email) values ('Ann', 'Lee', 'ann@hub.test') returning id`
  const [client] = await admin<{ id: string }[]>`
    insert into hub.clients (first_name, last_name, agent_id) values ('Zoë & <Co>', 'Diaz', ${agent?.id}) returning id`
  clientId = client?.id ?? ''
})
afterAll(async () => {
  await admin.end()
  await hub.stop()
})

const MAIL = { subject: 'Hello', bodyHtml: '<p>Hello</p>', bodyText: null, isMarketing: false }

async function create(name: string): Promise<EmailTemplateView> {
  return bodyOf(hub.send('POST', '/api/email-templates', { as: 'trainer', body: { name } }))
}

function save(template: EmailTemplateView, changes: Partial<EmailTemplateView>, as: 'trainer' | 'manager' = 'trainer') {
  const { name, description, category, subjectTable, subject, bodyHtml, bodyText, isMarketing, revision } = template
  const body = { name, description, category, subjectTable, subject, bodyHtml, bodyText, isMarketing, revision }
  return hub.send('PUT', `/api/email-templates/${template.id}`, { as, body: { ...body, ...changes } })
}

test('a template is made, saved, renamed and copied; it says who changed it', async () => {
  const made = await create('Welcome')
  expect(made).toMatchObject({ name: 'Welcome', subject: 'Welcome', revision: 1, usedBy: 0, bodyText: null })
  const saved = await bodyOf<EmailTemplateView>(save(made, { name: 'Welcome all', bodyText: 'Hi' }, 'manager'))
  expect(saved).toMatchObject({ name: 'Welcome all', revision: 2, updatedBy: { id: hub.person('manager').id } })
  expect(saved.bodyTextEditedAt).not.toBeNull()
  const again = await bodyOf<EmailTemplateView>(save(saved, { subject: 'Other' }))
  expect(again.bodyTextEditedAt).toBe(saved.bodyTextEditedAt)
  expect((await bodyOf<EmailTemplateView>(save(again, { bodyText: null }))).bodyTextEditedAt).toBeNull()
  const path = `/api/email-templates/${made.id}/duplicate`
  const copy = await bodyOf<EmailTemplateView>(hub.send('POST', path, { as: 'trainer', body: {} }))
  expect(copy).toMatchObject({ name: 'Copy of Welcome all', subject: 'Other', revision: 1 })
  expect(await bodyOf(hub.send('POST', path, { as: 'trainer', body: {} }))).toMatchObject({
    name: 'Copy of Welcome all 2',
  })
  const taken = await hub.send('POST', '/api/email-templates', { as: 'trainer', body: { name: 'Welcome all' } })
  expect(taken.status).toBe(409)
})

test('who saves an older one gets the newer one back, and nothing is overwritten', async () => {
  const made = await create('Stale')
  await save(made, { subject: 'First' }, 'manager')
  const late = await save(made, { subject: 'Second' })
  expect(late.status).toBe(409)
  expect(await late.json()).toMatchObject({ template: { subject: 'First', revision: 2 } })
})

test('what cannot be read is not saved', async () => {
  const made = await create('Broken')
  const answer = await save(made, { subject: 'Hello {{subject.', bodyText: '{% loop %}' })
  expect(answer.status).toBe(422)
  const { errors } = (await answer.json()) as ProblemDetails
  expect(errors?.map(({ pointer }) => pointer)).toEqual(['/subject', '/bodyText'])
})

test('a preview is the mail as it would go out, and names what has no value', async () => {
  const mail = {
    subject: 'Dear {{subject.first_name}}\n{{subject.agent.first_name}}',
    bodyHtml:
      '<p>{{subject.first_name}}, {{subject.phone}}, {{trigger.data.milestone | default: "none"}}</p><script>1</script>',
    bodyText: 'Text {{subject.first_name}}: {{subject.agent.phone}} {{subject.phone}}',
    isMarketing: true,
  }
  const body = { ...mail, record: { table: 'clients', id: clientId } }
  const preview = await bodyOf<MailPreview>(hub.send('POST', '/api/mail-previews', { as: 'trainer', body }))
  expect(preview.subject).toBe('Dear Zoë & <Co> Ann')
  expect(preview.html).toMatch(/<p>Zoë &amp; &lt;Co&gt;, \[phone\], none<\/p><\/div><p .*unsubscribe/)
  expect(preview.text).toMatch(/^Text Zoë & <Co>: \[agent phone\] \[phone\]\n\nUnsubscribe: https:\/\/hub.example.com/)
  expect(preview.missing).toEqual(['subject.phone', 'subject.agent.phone'])
})

test('without a record, everything of one is missing', async () => {
  const body = { ...MAIL, subject: '{{subject.client.first_name}} {{workflow.name}}', record: null }
  expect(await bodyOf(hub.send('POST', '/api/mail-previews', { as: 'trainer', body }))).toEqual({
    subject: '[client first name] Name of the workflow',
    html: expect.stringContaining('<p>Hello</p>'),
    text: 'Hello',
    missing: ['subject.client.first_name'],
  })
})

test('a test mail is what the preview shows, marked, and goes to the caller', async () => {
  const body = {
    ...MAIL,
    subject: '{{subject.first_name}}',
    bodyText: 'Hi',
    record: { table: 'clients', id: clientId },
  }
  const answer = await hub.send('POST', '/api/test-mails', { as: 'trainer', body })
  const { id } = (await answer.json()) as { id: string }
  const [row] = await admin`select * from hubflow.email_queue where id = ${id}`
  expect(row).toMatchObject({
    status: 'pending',
    is_test: true,
    run_id: null,
    to_address: hub.person('trainer').email,
    subject: '[Test] Zoë & <Co>',
    body_html: '<p>Hello</p>',
    body_text: 'Hi',
  })
})

test('a template that a draft or a live workflow uses is not deleted: its workflows are named', async () => {
  const made = await create('Used')
  const position = { x: 0, y: 0 }
  const mail = {
    id: 'mail',
    type: 'send-email',
    name: 'Mail',
    config: { to: ['owner'], templateId: made.id },
    position,
  }
  const definition = (nodes: object[]) => ({
    schemaVersion: 1,
    nodes: [{ id: 'start', type: 'manual', name: 'Start', config: {}, position }, ...nodes],
    edges: nodes.map((_, index) => ({ id: `e${index}`, source: 'start', target: 'mail', branch: 'next' })),
  })
  const body = { name: 'Sends it', definition: definition([mail]) }
  const workflow = await bodyOf<Workflow>(hub.send('POST', '/api/workflows', { as: 'trainer', body }))
  await hub.send('POST', `/api/workflows/${workflow.id}/publish`, { as: 'trainer' })

  const refused = await hub.send('DELETE', `/api/email-templates/${made.id}`, { as: 'trainer' })
  expect(refused.status).toBe(409)
  const use = { workflowId: workflow.id, name: 'Sends it', status: 'active' }
  expect(await refused.json()).toMatchObject({
    detail: 'This template is used by "Sends it". Choose another one there first.',
    uses: [{ ...use, inDraft: true, isLive: true, inRuns: false }],
  })
  const told = { ...mail, type: 'create-notification', config: { to: ['owner'], title: 'New', message: 'New.' } }
  const draft = { definition: definition([told]), revision: workflow.draft.revision }
  await hub.send('PUT', `/api/workflows/${workflow.id}/draft`, { as: 'trainer', body: draft })
  const path = `/api/email-templates/${made.id}/uses`
  const { items } = await bodyOf<List<TemplateUse>>(hub.send('GET', path, { as: 'trainer' }))
  expect(items).toEqual([{ ...use, inDraft: false, isLive: true, inRuns: false }])
  const list = await bodyOf<List<EmailTemplateView>>(hub.send('GET', '/api/email-templates', { as: 'trainer' }))
  expect(list.items.find(({ id }) => id === made.id)?.usedBy).toBe(1)

  // A run of the version that used it is not finished.
  await hub.send('POST', `/api/workflows/${workflow.id}/runs`, { as: 'trainer', body: {} })
  await hub.send('POST', `/api/workflows/${workflow.id}/publish`, {
    as: 'trainer',
    body: { revision: draft.revision + 1 },
  })
  const later = await bodyOf<List<TemplateUse>>(hub.send('GET', path, { as: 'trainer' }))
  expect(later.items).toEqual([{ ...use, inDraft: false, isLive: false, inRuns: true }])
  await admin`update hubflow.workflow_runs set status = 'cancelled' where workflow_id = ${workflow.id}`
  expect((await hub.send('DELETE', `/api/email-templates/${made.id}`, { as: 'trainer' })).status).toBe(204)
})
