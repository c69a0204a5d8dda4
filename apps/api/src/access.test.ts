import { afterAll, beforeAll, expect, test } from 'vitest'
import { OFFERED } from './auth/routes.ts'
import type { Secret } from './contract/secret.ts'
import type { Workflow } from './contract/workflow.ts'
import { MANUAL, WEBHOOK } from './testing/definitions.ts'
import { bodyOf, ORIGIN, startTestApi, type TestApi } from './testing/test-api.ts'

let hub: TestApi
let workflow: Workflow
let runId: string
let secretId: string
let templateId: string
let emailId: string
beforeAll(async () => {
  hub = await startTestApi()
  const body = { name: 'Mine', definition: MANUAL }
  workflow = await bodyOf<Workflow>(hub.send('POST', '/api/workflows', { as: 'trainer', body }))
  await hub.send('POST', `/api/workflows/${workflow.id}/publish`, { as: 'trainer' })
  ;({ runId } = await bodyOf<{ runId: string }>(
    hub.send('POST', `/api/workflows/${workflow.id}/runs`, { as: 'trainer' }),
  ))
  const secret = { name: 'Stored', value: 'x' }
  ;({ id: secretId } = await bodyOf<Secret>(hub.send('POST', '/api/secrets', { as: 'trainer', body: secret })))
  ;({ id: templateId } = await bodyOf<{ id: string }>(
    hub.send('POST', '/api/email-templates', { as: 'trainer', body: { name: 'Known' } }),
  ))
  ;({ id: emailId } = await bodyOf<{ id: string }>(hub.send('POST', '/api/test-mails', { as: 'trainer', body: MAIL })))
})
afterAll(() => hub.stop())

const CALLERS = ['admin', 'trainer', 'manager', 'agent', undefined] as const
const ABSENT = '01890000-0000-7000-8000-000000000000'

/** Worked out by hand from who may do what; the figures are the statuses for admin, trainer, manager, agent, nobody. */
const CAUSE = { workflowId: ABSENT, nodeId: 'n2', code: 'unexpected', concerns: '' }
const MAIL = { subject: 'Hello', bodyHtml: '<p>Hello</p>', bodyText: null, isMarketing: false, record: null }
const { record: _, ...MAIL_TEXT } = MAIL
const MAIL_TEMPLATE = { ...MAIL_TEXT, name: 'Known', description: '', category: '', subjectTable: null }
const ROUTES: [request: string, statuses: string, body?: unknown][] = [
  ['GET /api/me', '200 200 200 200 401'],
  ['GET /api/people', '200 200 200 200 401'],
  ['GET /api/users', '200 403 403 403 401'],
  ['POST /api/users', '400 400 400 400 401', {}],
  ['POST /api/users', '201 403 403 403 401', { name: 'New', email: 'newcomer@hub.test', role: 'agent' }],
  ['GET /api/users/ABSENT', '404 403 403 403 401'],
  ['PATCH /api/users/ABSENT', '404 403 403 403 401', { role: 'agent' }],
  ['POST /api/users/ABSENT/invitation', '404 403 403 403 401'],
  ['POST /api/users/ABSENT/disable', '404 403 403 403 401', { takeOverBy: null }],
  ['POST /api/users/ABSENT/enable', '404 403 403 403 401'],
  ['PUT /api/workflows/ABSENT/owner', '404 403 403 403 401', { ownerId: ABSENT }],
  ['GET /api/sessions', '200 200 200 200 401'],
  ['DELETE /api/sessions/ABSENT', '404 404 404 404 401'],
  ['POST /api/sessions/end-others', '200 200 200 200 401'],
  ['GET /api/api-keys', '200 200 200 200 401'],
  ['DELETE /api/api-keys/ABSENT', '404 404 404 404 401'],
  ['GET /api/workflows', '200 200 200 200 401'],
  ['GET /api/workflow-counts', '200 200 200 200 401'],
  ['POST /api/workflows/bulk', '200 200 200 200 401', { action: 'archive', ids: [ABSENT] }],
  ['POST /api/workflows/WORKFLOW/duplicate', '201 201 201 404 401', {}],
  ['POST /api/workflows/WORKFLOW/restore', '404 404 404 404 401', {}],
  ['POST /api/workflows', '201 201 201 403 401', { name: 'One more' }],
  ['GET /api/workflows/WORKFLOW', '200 200 200 404 401'],
  ['GET /api/workflows/ABSENT', '404 404 404 404 401'],
  ['GET /api/workflows/not-an-id', '404 404 404 404 401'],
  ['PATCH /api/workflows/WORKFLOW', '200 200 200 404 401', { description: 'x' }],
  ['PUT /api/workflows/WORKFLOW/draft', '409 409 409 404 401', { definition: MANUAL, revision: 99 }],
  ['POST /api/workflows/WORKFLOW/editing', '204 204 204 404 401', { window: 'a', state: 'open' }],
  ['POST /api/workflows/WORKFLOW/publish', '409 409 409 404 401', { revision: 99 }],
  ['POST /api/workflows/WORKFLOW/estimate', '200 200 200 404 401', {}],
  ['PATCH /api/workflows/WORKFLOW/status', '200 200 200 404 401', { status: 'active' }],
  ['GET /api/workflows/WORKFLOW/export', '200 200 200 404 401'],
  ['POST /api/workflow-imports', '200 200 200 200 401', { content: MANUAL, check: true }],
  ['GET /api/workflows/WORKFLOW/tests', '200 200 200 404 401'],
  ['GET /api/workflows/WORKFLOW/versions', '200 200 200 404 401'],
  ['GET /api/workflows/WORKFLOW/versions/1', '200 200 200 404 401'],
  ['POST /api/workflows/WORKFLOW/versions/9/restore', '404 404 404 404 401', {}],
  ['POST /api/workflows/WORKFLOW/runs', '202 202 202 404 401', {}],
  ['POST /api/workflows/WORKFLOW/test', '202 202 202 404 401', {}],
  ['DELETE /api/workflows/ABSENT', '404 404 404 404 401'],
  ['DELETE /api/workflows/WORKFLOW?purge=true', '- 403 403 404 401'],
  ['GET /api/runs', '200 200 200 200 401'],
  ['GET /api/runs/RUN', '200 200 200 404 401'],
  ['GET /api/runs/RUN/example', '200 200 200 404 401'],
  ['POST /api/runs/ABSENT/cancel', '404 404 404 404 401', {}],
  ['POST /api/runs/RUN/retry', '409 409 409 404 401', {}],
  ['POST /api/runs/ABSENT/retry', '404 404 404 404 401', { from: 'start', version: 'live' }],
  ['POST /api/runs/RUN/release', '409 409 409 404 401'],
  ['POST /api/runs/ABSENT/release', '404 404 404 404 401'],
  ['POST /api/runs/RUN/skip-wait', '409 409 409 404 401'],
  ['POST /api/runs/not-an-id/skip-wait', '404 404 404 404 401'],
  ['POST /api/runs/bulk', '200 200 200 200 401', { action: 'release', filter: { status: 'held' } }],
  ['POST /api/workflows/WORKFLOW/webhook/rotate', '409 409 409 404 401'],
  ['POST /api/workflows/ABSENT/webhook/rotate', '404 404 404 404 401'],
  ['GET /api/workflows/WORKFLOW/webhook-sample', '200 200 200 404 401'],
  ['POST /api/workflows/WORKFLOW/webhook-sample', '200 200 200 404 401', { listen: true }],
  ['POST /api/workflows/ABSENT/webhook-sample', '404 404 404 404 401', { listen: true }],
  ['GET /api/secrets', '200 200 200 200 401'],
  ['POST /api/secrets', '201 409 409 403 401', { name: 'Shared', value: 'x' }],
  ['PUT /api/secrets/ABSENT', '404 404 404 404 401', { value: 'x' }],
  ['PUT /api/secrets/SECRET', '200 200 200 404 401', { value: 'x' }],
  ['DELETE /api/secrets/ABSENT', '404 404 404 404 401'],
  ['GET /api/failures', '200 200 200 200 401'],
  ['GET /api/alerts', '200 200 200 200 401'],
  ['POST /api/alerts', '201 201 201 403 401', { condition: { kind: 'silence', hours: 24 }, recipients: ['owner'] }],
  ['PATCH /api/alerts/ABSENT', '404 404 404 404 401', { enabled: false }],
  ['DELETE /api/alerts/ABSENT', '404 404 404 404 401'],
  ['GET /api/analytics', '200 200 200 404 401'],
  ['GET /api/analytics/workflows/WORKFLOW/steps', '200 200 200 404 401'],
  ['GET /api/analytics/workflows/ABSENT/steps', '404 404 404 404 401'],
  ['GET /api/why?workflowId=WORKFLOW', '200 200 200 404 401'],
  ['GET /api/why?workflowId=ABSENT', '404 404 404 404 401'],
  ['POST /api/failures/preview', '404 404 404 404 401', CAUSE],
  ['POST /api/failures/retry', '200 200 200 200 401', CAUSE],
  ['POST /api/failures/dismiss', '404 404 404 404 401', { ...CAUSE, until: '2026-01-01T00:00:00.000Z' }],
  ['GET /api/settings', '200 200 200 404 401'],
  ['PATCH /api/settings', '200 403 403 404 401', { hubName: 'Ours' }],
  ['GET /api/audit', '200 200 200 200 401'],
  ['GET /api/audit/ABSENT/change', '404 404 404 404 401'],
  ['GET /api/events?type=policy.created', '200 200 200 200 401'],
  ['POST /api/events', '400 400 400 400 401', {}],
  ['GET /api/decisions', '200 200 200 200 401'],
  [
    'POST /api/rule-matches',
    '200 200 200 200 401',
    {
      eventType: 'policy.created',
      rules: { combinator: 'and', rules: [{ field: 'subject.id', operator: 'is_empty' }] },
    },
  ],
  ['GET /metrics', '401 401 401 401 401'],
  ['GET /api/catalog', '200 200 200 200 401'],
  ['GET /api/workflow-templates', '200 200 200 200 401'],
  ['GET /api/workflow-names?name=Mine', '200 200 200 200 401'],
  ['GET /api/trigger-event-types', '200 200 200 200 401'],
  [
    'POST /api/trigger-event-types',
    '201 403 403 403 401',
    { name: 'agent.added', title: 'An agent is added', table: 'agents', operation: 'insert' },
  ],
  ['PATCH /api/trigger-event-types/agent.added', '200 404 404 404 401', { title: 'An agent joins' }],
  ['PATCH /api/trigger-event-types/policy.created', '404 404 404 404 401', { title: 'Mine' }],
  ['DELETE /api/trigger-event-types/policy.created', '404 404 404 404 401'],
  ['GET /api/email-templates', '200 200 200 200 401'],
  ['POST /api/email-templates', '201 409 409 403 401', { name: 'Shared' }],
  ['GET /api/email-templates/TEMPLATE', '200 200 200 404 401'],
  ['GET /api/email-templates/ABSENT', '404 404 404 404 401'],
  ['PUT /api/email-templates/TEMPLATE', '409 409 409 404 401', { ...MAIL_TEMPLATE, revision: 99 }],
  ['PUT /api/email-templates/ABSENT', '404 404 404 404 401', { ...MAIL_TEMPLATE, revision: 1 }],
  ['POST /api/email-templates/TEMPLATE/duplicate', '201 201 201 404 401', {}],
  ['GET /api/email-templates/TEMPLATE/uses', '200 200 200 404 401'],
  ['GET /api/email-templates/ABSENT/uses', '404 404 404 404 401'],
  ['DELETE /api/email-templates/ABSENT', '404 404 404 404 401'],
  ['POST /api/mail-previews', '200 200 200 403 401', MAIL],
  ['POST /api/mail-previews', '404 404 404 403 401', { ...MAIL, record: { table: 'policies', id: ABSENT } }],
  ['POST /api/test-mails', '202 202 202 403 401', MAIL],
  ['GET /api/email-queue', '200 200 200 200 401'],
  ['GET /api/email-queue/ABSENT', '404 404 404 404 401'],
  ['GET /api/email-queue/EMAIL', '200 200 200 404 401'],
  ['POST /api/email-queue/EMAIL/retry', '409 409 409 404 401'],
  ['POST /api/email-queue/ABSENT/cancel', '404 404 404 404 401'],
  ['POST /api/email-queue/EMAIL/cancel', '200 409 409 404 401'],
  ['POST /api/email-queue/bulk', '200 200 200 200 401', { action: 'retry', filter: { status: 'failed' } }],
  ['GET /api/mail-server', '200 403 403 403 401'],
  ['POST /api/mail-server/check', '200 403 403 403 401'],
  ['GET /api/email-suppressions', '200 200 200 200 401'],
  ['POST /api/email-suppressions', '201 201 201 403 401', { address: 'no-more@example.com' }],
  ['DELETE /api/email-suppressions/nobody@example.com', '404 404 404 404 401'],
  ['GET /api/notifications', '200 200 200 200 401'],
  ['GET /api/notification-choices', '200 200 200 200 401'],
  ['PUT /api/notification-choices/step', '200 200 200 200 401', { inApp: true, byMail: false }],
  ['PUT /api/notification-choices/run-failed', '200 200 200 404 401', { inApp: true, byMail: false }],
  ['PUT /api/notification-choices/takeover', '422 404 404 404 401', { inApp: false, byMail: false }],
  ['POST /api/notifications/read', '200 200 200 200 401', {}],
  ['GET /api/hub/policies', '200 200 200 200 401'],
  ['GET /api/hub/policies/ABSENT', '404 404 404 404 401'],
  ['GET /api/hub/policies/ABSENT/timeline', '404 404 404 404 401'],
  ['POST /api/hub/agents', '201 201 201 403 401', { first_name: 'A', last_name: 'B', email: 'a@b.test' }],
  ['PATCH /api/hub/agents/ABSENT', '404 404 404 404 401', { phone: '1' }],
  ['GET /api/live', '200 200 200 200 401'],
  ['POST /api/auth/sign-in/email', '401 401 401 401 401', { email: 'who@hub.test', password: 'not the right one' }],
  ['GET /api/auth/invitation?token=none', '404 404 404 404 404'],
  ['POST /api/auth/accept-invitation', '404 404 404 404 404', { token: 'none', password: 'a good long password' }],
  ['GET /api/auth/get-session', '200 200 200 200 200'],
  ['POST /api/auth/request-password-reset', '200 200 200 200 200', { email: 'who@hub.test' }],
  ['POST /api/auth/reset-password', '400 400 400 400 400', { token: 'none', newPassword: 'a good long password' }],
  [
    'POST /api/auth/change-password',
    '400 400 400 400 401',
    { currentPassword: 'not the right one', newPassword: 'a good long password' },
  ],
  ['POST /api/auth/update-user', '400 400 400 400 401', { role: 'admin' }],
  ['GET /api/auth/list-sessions', '200 200 200 200 401'],
  ['POST /api/auth/revoke-session', '200 200 200 200 401', { token: 'somebody’s' }],
  ['POST /api/auth/revoke-other-sessions', '200 200 200 200 401', {}],
  ['POST /api/auth/revoke-sessions', '- - - - 401', {}],
  ['POST /api/auth/sign-out', '- - - - 200', {}],
  ['POST /api/auth/api-key/create', '200 200 200 200 401', { name: 'Mine' }],
  ['GET /api/auth/api-key/list', '200 200 200 200 401'],
  [`GET /api/auth/api-key/get?id=${ABSENT}`, '404 404 404 404 401'],
  ['POST /api/auth/api-key/update', '404 404 404 404 401', { keyId: ABSENT, name: 'Theirs' }],
  ['POST /api/auth/api-key/delete', '404 404 404 404 401', { keyId: ABSENT }],
  ['POST /api/auth/sign-up/email', '404 404 404 404 404', { email: 'new@hub.test', password: 'a good long password' }],
  ['GET /api/nothing-here', '404 404 404 404 401'],
  ['GET /api/openapi.json', '200 200 200 200 200'],
  ['GET /api/schema/workflow.json', '200 200 200 200 200'],
  ['POST /hooks/no-such-token', '404 404 404 404 404', {}],
  ['GET /unsubscribe/no-such-token', '404 404 404 404 404'],
  ['POST /unsubscribe/no-such-token', '404 404 404 404 404'],
  ['GET /healthz', '200 200 200 200 200'],
  ['GET /readyz', '200 200 200 200 200'],
]

test.each(ROUTES)('%s answers %s', async (request, statuses, body) => {
  const [method = '', path = ''] = request
    .replace('WORKFLOW', workflow.id)
    .replace('RUN', runId)
    .replace('SECRET', secretId)
    .replace('TEMPLATE', templateId)
    .replace('EMAIL', emailId)
    .replace('ABSENT', ABSENT)
    .split(' ')
  const answers: string[] = []
  const expected = statuses.split(' ')
  for (const [index, as] of CALLERS.entries()) {
    if (expected[index] === '-') answers.push('-')
    else {
      const answer = await hub.send(method, path, { ...(as ? { as } : {}), body })
      await answer.body?.cancel()
      answers.push(String(answer.status))
    }
  }
  expect(answers.join(' ')).toBe(statuses)
})

test('no route is left out above', () => {
  const routes = hub.api.app.routes.map(({ method, path }) => `${method} ${path}`)
  const asked = new Set(
    ROUTES.map(([request]) => routes.find((route) => !route.startsWith('ALL') && isFor(route, request))),
  )
  const signIn = ROUTES.map(([request]) => request.replace('/api/auth/', '').replace(/\?.*/, ''))
  expect([...OFFERED].filter((action) => !signIn.includes(action))).toEqual([])
  expect([...new Set(routes)].filter((route) => !asked.has(route))).toEqual([
    'ALL /hooks/:token',
    'ALL /hooks/*',
    'ALL /*',
    'ALL /unsubscribe/*',
    'ALL /api/*',
    'ALL /api/auth/*',
  ])
})

/** Whether `GET /api/runs/:id` is the route of `GET /api/runs/1?x=y`. */
function isFor(route: string, request: string): boolean {
  const asked = request.replace(/\?.*/, '').split('/')
  const parts = route.split('/')
  return parts.length === asked.length && parts.every((part, index) => part.startsWith(':') || part === asked[index])
}

test('an agent sees lists without what is not theirs', async () => {
  await hub.send('POST', '/api/workflows', { as: 'admin', body: { name: 'Of the admin', definition: WEBHOOK } })
  for (const path of [
    '/api/workflows',
    '/api/runs',
    '/api/failures',
    '/api/secrets',
    '/api/alerts',
    '/api/email-templates',
    '/api/email-queue',
    '/api/decisions',
    '/api/audit',
  ]) {
    expect(await (await hub.send('GET', path, { as: 'agent' })).json()).toMatchObject({ items: [] })
  }
})

test('in bulk an agent changes nothing', async () => {
  const body = { action: 'cancel', ids: [runId] }
  expect(await bodyOf<unknown>(hub.send('POST', '/api/runs/bulk', { as: 'agent', body }))).toEqual({
    changed: 0,
    skipped: 0,
    more: false,
  })
  expect(await bodyOf(hub.send('GET', `/api/runs/${runId}`, { as: 'trainer' }))).toMatchObject({ status: 'pending' })
})

test('an agent creates no workflow', async () => {
  expect((await hub.send('POST', '/api/workflows', { as: 'agent', body: { name: 'Sneaky' } })).status).toBe(403)
})

test('what may not be seen answers exactly like what is absent', async () => {
  const hidden = await hub.send('GET', `/api/workflows/${workflow.id}`, { as: 'agent' })
  const absent = await hub.send('GET', `/api/workflows/${ABSENT}`, { as: 'agent' })
  expect(await hidden.text()).toBe(await absent.text())
})

test.each([
  '//api/workflows',
  '/api//workflows',
  '/api;x/workflows',
  '/api/workflows;x=1',
  '/API/workflows',
  '/Api/Workflows',
  '/%61pi/workflows',
  '/%2561pi/workflows',
  '/%2e/api/workflows',
  '/./api/workflows',
  '/hooks/../api/workflows',
  '/hooks/%2e%2e/api/workflows',
  '/api/auth/../workflows',
  '/api/auth/%2e%2e/workflows',
  '/api/workflows/',
  '/api/workflows?x=/hooks/',
  '/api/workflows%3fx',
  '/api\\workflows',
])('the path %s opens nothing to nobody', async (path) => {
  const answer = await hub.api.app.fetch(new Request(`${ORIGIN}${path}`))
  expect(answer.status).toBe(401)
})
