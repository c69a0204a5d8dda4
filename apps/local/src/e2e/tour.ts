import type { Page } from 'playwright-core'
import { openSettled, signIn } from './browser.ts'
import { dropStep, newWorkflow } from './builder.ts'

/** What is done at each stop: `name` is fit for a file. */
export type Look = (name: string) => Promise<void>

const PAGES = [
  '/workflows',
  '/workflows?bin=true',
  '/workflows/new',
  '/dashboard',
  '/dashboard?tab=alerts',
  '/runs',
  '/failures',
  '/why',
  '/records/policies',
  '/records/commissions',
  '/records/recruits',
  '/mail',
  '/mail/templates',
  '/notifications',
  '/audit',
  '/audit?kind=publishing&from=2000-01-01&to=2000-01-02',
  '/account',
  '/account?section=sessions',
  '/account?section=keys',
  '/account?section=notifications',
  '/settings',
  '/settings?section=secrets',
  '/settings?section=addresses',
  '/settings?section=events',
  '/no-such-page',
]

/** Leads through every page and the states of the builder, as the trainer of the demo hub, and looks at each. */
export async function tour(page: Page, url: string, look: Look): Promise<void> {
  await page.goto(url)
  await page.getByRole('button', { name: 'Sign in' }).waitFor()
  await look('sign-in')
  await page.goto(`${url}/forgotten-password`)
  await page.getByRole('heading', { level: 1 }).waitFor()
  await look('forgotten-password')
  await signIn(page, url, 'trainer@hub.test')

  const { workflowId, runIds } = await twoRuns(page, url)
  for (const path of PAGES) {
    await openSettled(page, url + path)
    await look(path.slice(1).replace(/\W+/g, '-'))
  }
  await openSettled(page, `${url}/workflows`)
  await page.getByRole('checkbox', { name: 'Choose all workflows that are shown' }).check()
  await look('workflows-chosen')
  const recruits: { items: { id: string }[] } = await (await page.request.get(`${url}/api/hub/recruits?limit=1`)).json()
  await openSettled(page, `${url}/records/recruits/${recruits.items[0]?.id}`)
  await look('record')
  await openSettled(page, `${url}/mail/templates`)
  await page.getByRole('link', { name: 'Onboarding Phase Checklist' }).click()
  await page.getByTestId('preview-subject').waitFor()
  await look('mail-template')
  for (const [name, runId] of Object.entries(runIds)) {
    await openSettled(page, `${url}/runs/${runId}`)
    await look(`run-${name}`)
  }
  await openSettled(page, `${url}/workflows/${workflowId}/versions`)
  await look('versions')
  await page.getByText('Canvas', { exact: true }).click()
  await page.getByRole('region', { name: 'The workflow, with what differs' }).waitFor()
  await look('versions-canvas')
  await builder(page, url, look)
  await people(page, url, look)
}

async function builder(page: Page, url: string, look: Look): Promise<void> {
  await newWorkflow(page, url, `Toured ${performance.now()}`)
  await look('editor-empty')
  await dropStep(page, 'event')
  await look('editor-trigger')
  const email = await dropStep(page, 'send-email')
  await look('editor-step')
  await page
    .getByRole('button', { name: /^What is “/, expanded: false })
    .first()
    .click()
  await page.getByRole('button', { name: /^What is “/, expanded: true }).waitFor()
  await look('editor-help')
  await page.getByTestId(`node-${email}`).click({ button: 'right' })
  await page.getByRole('menuitem', { name: 'Duplicate' }).waitFor()
  await look('editor-menu')
  await page.keyboard.press('Escape')
  await page.locator('.react-flow__pane').click({ position: { x: 5, y: 5 } })
  await page.getByText('This workflow', { exact: true }).waitFor()
  await look('editor-outline')
  await page.getByRole('button', { name: /problem/ }).click()
  await look('editor-problems')
  const here = new URL(page.url())
  for (const guide of ['basics', 'trigger', 'actions', 'review']) {
    await openSettled(page, `${here.origin}${here.pathname}?guide=${guide}`)
    await look(`guide-${guide}`)
  }
}

/** What admins alone see, and the page that an invitation leads to. */
async function people(page: Page, url: string, look: Look): Promise<void> {
  await page.context().clearCookies()
  await signIn(page, url, 'admin@hub.test')
  const answer = await page.request.post(`${url}/api/users`, {
    headers: { origin: url },
    data: { name: 'Nora Quinn', email: `nora-${performance.now()}@hub.test`, role: 'manager' },
  })
  const { user, invitation } = await answer.json()
  await openSettled(page, `${url}/people`)
  await look('people')
  await page.getByRole('button', { name: 'Add a person' }).click()
  await page.getByRole('button', { name: 'Add and invite' }).waitFor()
  await look('people-add')
  await openSettled(page, `${url}/people/${user.id}`)
  await look('person')
  await page.getByRole('button', { name: 'Disable…' }).click()
  await page.getByRole('dialog').waitFor()
  await look('person-disable')
  await openSettled(page, invitation.link)
  await look('invitation')
}

const position = { x: 0, y: 0 }

/** A workflow of two versions, with a run of the first that completed and one of the second that failed. */
async function twoRuns(page: Page, url: string) {
  async function send<Answer>(method: string, path: string, data: object = {}): Promise<Answer> {
    const answer = await page.request.fetch(`${url}/api${path}`, { method, headers: { origin: url }, data })
    if (!answer.ok()) throw new Error(`${method} ${path} answered ${answer.status()}: ${await answer.text()}`)
    return answer.json()
  }
  async function runToEnd(): Promise<string> {
    const { runId } = await send<{ runId: string }>('POST', `/workflows/${workflowId}/runs`)
    for (let run = { status: '' }; !['completed', 'failed'].includes(run.status); )
      run = await (await page.request.get(`${url}/api/runs/${runId}`)).json()
    return runId
  }
  const definition = (steps: object[]) => ({
    schemaVersion: 1,
    nodes: [{ id: 'start', type: 'manual', name: 'Start', config: {}, position }, ...steps],
    edges: steps.map((_, index) => ({
      id: `e${index}`,
      source: index === 0 ? 'start' : 'tell',
      target: index === 0 ? 'tell' : 'ask',
      branch: 'next',
    })),
  })
  const tell = {
    id: 'tell',
    type: 'create-notification',
    name: 'Tell the team',
    config: { to: ['owner'], title: 'News', message: 'Something is new.' },
    position: { x: 0, y: 140 },
  }
  const ask = {
    id: 'ask',
    type: 'http-request',
    name: 'Ask the CRM',
    config: { method: 'GET', url: 'http://127.0.0.1:9/', retries: 0 },
    position: { x: 0, y: 280 },
  }
  const data = { name: `Two versions ${performance.now()}`, definition: definition([tell]) }
  const { id: workflowId } = await send<{ id: string }>('POST', '/workflows', data)
  await send('POST', `/workflows/${workflowId}/publish`, { note: 'As it began' })
  const completed = await runToEnd()
  await send('PUT', `/workflows/${workflowId}/draft`, { definition: definition([tell, ask]), revision: 1 })
  await send('POST', `/workflows/${workflowId}/publish`, { note: 'It asks the CRM' })
  return { workflowId, runIds: { completed, failed: await runToEnd() } }
}
