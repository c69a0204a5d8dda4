/**
 * How soon the Automation page is there with 500 workflows and a million runs of the last 30 days: from the click on its
 * link on another page, and from its address, until the first fifty rows are drawn (further ones follow as one scrolls);
 * what the browser's main thread does for it; how long the API takes for each thing that the page asks for; and how soon another browser shows the end of a run and a
 * pause, from before the request that causes it.
 *
 * Arguments: workflows (default 500), runs (default 1,000,000).
 */
import type { APIRequestContext, Browser, Page } from 'playwright-core'
import postgres from 'postgres'
import { launchBrowser, signIn } from '../src/e2e/browser.ts'
import { openBench, PASSWORD } from './bench-hub.ts'

const OPENINGS = 10
const REQUESTS = 50
const CHANGES = 10
const LAST_ROW = 49
const workflows = Number(process.argv[2] ?? 500)
const runs = Number(process.argv[3] ?? 1_000_000)

const bench = await openBench()
await fill()
const hub = await bench.start()
const headers = { origin: hub.url }
let browser: Browser | undefined
try {
  browser = await launchBrowser()
  const page = await signedIn(browser, 'trainer@hub.test')
  console.log(`${workflows} workflows, ${runs} runs; milliseconds`)
  console.log('                                        p50     p95     max')
  report('click to the table', await rounds(OPENINGS, () => openByClick(page)))
  report('address to the table', await rounds(OPENINGS, () => openByAddress(page)))
  console.log(`main thread's own work for a click  ${(await workOfClick(page)).toFixed(0).padStart(7)}`)
  for (const [what, path] of [
    ['API: fifty workflows', '/api/workflows?limit=50&status=draft,active,paused'],
    ['API: found by two words', '/api/workflows?limit=50&status=draft,active,paused&q=bench%2049'],
    ['API: counts of the filters', '/api/workflow-counts?status=draft,active,paused'],
    ['API: recent runs', '/api/runs?limit=10&test=all'],
  ] as const)
    report(what, await rounds(REQUESTS, () => ask(page.request, path)))
  await measureLive(page, await signedIn(browser, 'manager@hub.test'))
} finally {
  await browser?.close()
  await hub.stop()
  await bench.close()
}

/** Runs spread evenly over workflows and days; two in a hundred failed, one was cancelled. */
async function fill(): Promise<void> {
  const sql = postgres(bench.url, { max: 1, onnotice: () => {} })
  // Without triggers: nobody is there yet to hear of a million runs.
  await sql`set session_replication_role = replica`
  await sql`
    insert into hubflow.workflows (name, category, status, trigger_type, draft, live_version, hook_token, created_by, created_at)
    select 'Bench ' || n, (array['Sales', 'Recruiting', 'Commissions', 'Onboarding', 'general'])[1 + n % 5],
      (case when n % 10 = 0 then 'paused' else 'active' end)::hubflow.workflow_status, 'manual',
      '{"schemaVersion": 1, "nodes": [], "edges": []}', 1, 'bench-' || n, owner.id, hubflow.now() - make_interval(mins => n)
    from generate_series(1, ${workflows}::int) n, (select id from hubflow.user_profiles where email = 'trainer@hub.test') owner`
  await sql`
    insert into hubflow.workflow_versions (workflow_id, version, definition, published_by)
    select id, 1, draft, created_by from hubflow.workflows where name like 'Bench %'`
  await sql`
    insert into hubflow.workflow_runs
      (workflow_id, version, status, context, created_at, started_at, completed_at, duration_ms, due_at, error_message, noticed_at)
    select bench.ids[1 + n % ${workflows}::int], 1,
      (case when n % 50 = 0 then 'failed' when n % 97 = 0 then 'cancelled' else 'completed' end)::hubflow.run_status,
      '{"trigger": {"inputs": {}}}', began.at, began.at, began.at + interval '40 ms', 40, null,
      case when n % 50 = 0 then 'The other system answered with an error.' end, hubflow.now()
    from generate_series(${runs}::int, 1, -1) n, (select array_agg(id) as ids from hubflow.workflows where name like 'Bench %') bench,
      lateral (select hubflow.now() - n * (interval '30 days' / ${runs}::int) as at) began`
  await sql`vacuum analyze hubflow.workflow_runs`
  await sql`analyze hubflow.workflows`
  await sql.end()
}

async function signedIn(browser: Browser, email: string): Promise<Page> {
  const page = await (await browser.newContext({ viewport: { width: 1280, height: 720 } })).newPage()
  await signIn(page, hub.url, email, PASSWORD)
  return page
}

/** From a page that was loaded anew, so that nothing of the list is known yet. */
async function openByClick(page: Page): Promise<number> {
  await page.goto(`${hub.url}/notifications`)
  await page.waitForLoadState('networkidle')
  const beganAt = performance.now()
  await page.getByRole('link', { name: 'Automation' }).click()
  await tableOf(page)
  return beganAt
}

/** CPU time, which a busy machine changes little. */
async function workOfClick(page: Page): Promise<number> {
  const session = await page.context().newCDPSession(page)
  await session.send('Performance.enable', { timeDomain: 'threadTicks' })
  const spent = async () => {
    const { metrics } = await session.send('Performance.getMetrics')
    return (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN) * 1000
  }
  await page.goto(`${hub.url}/notifications`)
  await page.waitForLoadState('networkidle')
  const before = await spent()
  await page.getByRole('link', { name: 'Automation' }).click()
  await tableOf(page)
  return (await spent()) - before
}

async function openByAddress(page: Page): Promise<number> {
  await page.goto('about:blank')
  const beganAt = performance.now()
  await page.goto(`${hub.url}/workflows`, { waitUntil: 'commit' })
  await tableOf(page)
  return beganAt
}

async function tableOf(page: Page): Promise<void> {
  await page.locator('tbody tr').nth(LAST_ROW).waitFor()
}

async function ask(request: APIRequestContext, path: string): Promise<number> {
  const beganAt = performance.now()
  const answer = await request.get(hub.url + path)
  if (!answer.ok()) throw new Error(`${path} answered ${answer.status()}: ${await answer.text()}`)
  await answer.body()
  return beganAt
}

async function measureLive(doing: Page, watching: Page): Promise<void> {
  const position = { x: 0, y: 0 }
  const tell = { to: ['owner'], title: 'News', message: 'Something is new.' }
  const definition = {
    schemaVersion: 1,
    nodes: [
      { id: 'start', type: 'manual', name: 'Start', config: {}, position },
      { id: 'tell', type: 'create-notification', name: 'Tell', config: tell, position },
    ],
    edges: [{ id: 'e', source: 'start', target: 'tell', branch: 'next' }],
  }
  const data = { name: 'Watched', definition, maxRunsPerDay: null }
  const { id } = await (await doing.request.post(`${hub.url}/api/workflows`, { data, headers })).json()
  await doing.request.post(`${hub.url}/api/workflows/${id}/publish`, { data: {}, headers })
  await watching.goto(`${hub.url}/workflows`)
  const row = watching.getByRole('row').filter({ has: watching.getByRole('link', { name: 'Watched', exact: true }) })
  await row.getByText('Active').waitFor()
  await watching.waitForLoadState('networkidle')

  let ended = 0
  const shownRun = await rounds(CHANGES, async () => {
    await rest()
    const beganAt = performance.now()
    await doing.request.post(`${hub.url}/api/workflows/${id}/runs`, { data: {}, headers })
    ended++
    const words = ended === 1 ? '1 run' : `${ended} runs`
    await row.getByRole('img', { name: `Last seven days: ${words}`, exact: true }).waitFor()
    await row.getByText('Completed').waitFor()
    return beganAt
  })
  report('run to its end in the other browser', shownRun)
  let status = 'active'
  const shownStatus = await rounds(CHANGES, async () => {
    await rest()
    status = status === 'active' ? 'paused' : 'active'
    const beganAt = performance.now()
    await doing.request.patch(`${hub.url}/api/workflows/${id}/status`, { data: { status }, headers })
    await row.getByText(status === 'active' ? 'Active' : 'Paused', { exact: true }).waitFor()
    return beganAt
  })
  report('pause shown in the other browser', shownStatus)
}

/** Whoever looks on asks again at most so often; a change is to find the page at rest. */
async function rest(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 1000))
}

/** Each act gives the moment at which it began; the first round only warms up. */
async function rounds(count: number, act: () => Promise<number>): Promise<number[]> {
  const took: number[] = []
  await act()
  for (let round = 0; round < count; round++) {
    const beganAt = await act()
    took.push(performance.now() - beganAt)
  }
  return took
}

function report(what: string, took: number[]): void {
  const sorted = took.toSorted((one, other) => one - other)
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN
  console.log(`${what.padEnd(36)}${[0.5, 0.95, 1].map((share) => at(share).toFixed(0).padStart(7)).join(' ')}`)
}
