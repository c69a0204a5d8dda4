/**
 * How fast runs are found among a million: the list of runs with each of its filters and some of them together, failures by
 * cause, and “why did it (not) run”, asked of the real API in the session of a manager, with row-level security. Prints the
 * median and the 95th percentile in milliseconds, and ends with an error when one of the latter is over 300.
 *
 * Arguments: runs (default 1,000,000), how often each is asked (default 40).
 */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { resolve } from 'node:path'
import postgres from 'postgres'
import { NODE_ARGUMENTS } from '../src/hub-processes.ts'
import { openBench, PASSWORD, SECRET } from './bench-hub.ts'
import { ERRORS, fillWithRuns } from './million-rows.ts'

const API = resolve(import.meta.dirname, '../../api/src/main.ts')
const GOAL_MS = 300
const runs = Number(process.argv[2] ?? 1_000_000)
const asked = Number(process.argv[3] ?? 40)

const bench = await openBench()
const sql = postgres(bench.url, { max: 1, onnotice: () => {} })
const api = fork(API, {
  execArgv: NODE_ARGUMENTS,
  stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  env: {
    PATH: process.env.PATH,
    DATABASE_URL: bench.url,
    HUBFLOW_SECRET: SECRET,
    HOST: '127.0.0.1',
    PORT: '0',
    HUBFLOW_MAIL: 'unset',
  },
})
try {
  const [{ url }] = (await once(api, 'message')) as [{ url: string }]
  await fillWithRuns(sql, runs)
  const ask = await signIn(url)
  const cases = await casesOf(ask)
  console.log(`among ${runs} runs, each asked ${asked} times; milliseconds            p50     p95`)
  let slow = 0
  for (const [name, path] of Object.entries(cases)) {
    const { half, most, found } = await measure(ask, path)
    if (most > GOAL_MS) slow++
    console.log(
      `${name.padEnd(46)} ${`${found} found`.padStart(10)} ${half.padStart(10)} ${most.toFixed(1).padStart(7)}`,
    )
  }
  if (slow > 0) {
    console.error(`${slow} of them took more than ${GOAL_MS} ms`)
    process.exitCode = 1
  }
} finally {
  api.kill('SIGTERM')
  await once(api, 'exit')
  await sql.end()
  await bench.close()
}

type Ask = (path: string) => Promise<{ items?: Item[]; moments?: unknown[]; nextCursor?: string | null }>
interface Item {
  id: string
  key?: string
  count?: number
}

async function signIn(url: string): Promise<Ask> {
  const signedIn = await fetch(`${url}/api/auth/sign-in/email`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: url },
    body: JSON.stringify({ email: 'manager@hub.test', password: PASSWORD }),
  })
  const cookie = signedIn.headers
    .getSetCookie()
    .map((each) => each.split(';', 1)[0])
    .join('; ')
  return async (path) => {
    const answer = await fetch(`${url}/api/${path}`, { headers: { cookie } })
    if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`)
    return (await answer.json()) as Awaited<ReturnType<Ask>>
  }
}

/** What is asked, by name. Bench 1 has most of the runs and nearly no failure; Bench 150 is one of many. */
async function casesOf(ask: Ask): Promise<Record<string, string>> {
  const [big, small, person] = [await workflow('Bench 1'), await workflow('Bench 150'), await agentOfMany()]
  const [policy] = await sql<{ id: string }[]>`select id from hub.policies where policy_number = 'bench-77'`
  const [address] = await sql<{ part: string }[]>`
    select substring(error_message from '<(.*)ample>') as part from hubflow.workflow_runs
    where error_message like '%@%' and not is_test limit 1`
  const record = `policies:${policy?.id}`
  const causes = ((await ask('failures?days=365')).items ?? []).toSorted((a, b) => (b.count ?? 0) - (a.count ?? 0))
  const [common, rare] = [causes[0], causes.at(-1)]
  const months = (from: number, until: number) => `from=${monthsAgo(from)}&to=${monthsAgo(until)}`
  const text = (q: string) => `q=${encodeURIComponent(q)}`
  const statuses = ['pending', 'running', 'waiting', 'completed', 'failed', 'cancelled', 'held']
  return {
    'first page': 'runs?',
    'a page 500,000 runs deep': `runs?cursor=${await cursorAt(Math.floor(runs / 2))}`,
    ...Object.fromEntries(statuses.map((status) => [`status ${status}`, `runs?status=${status}`])),
    'workflow with most runs': `runs?workflowId=${big}`,
    'workflow of many': `runs?workflowId=${small}`,
    'its oldest version': `runs?workflowId=${big}&version=1`,
    'its newest version, in any workflow': 'runs?version=6',
    'a cause of many failures': `runs?cause=${encodeURIComponent(common?.key ?? '')}`,
    'a cause of few failures': `runs?cause=${encodeURIComponent(rare?.key ?? '')}`,
    'tests only': 'runs?test=true',
    'tests and real runs': 'runs?test=all',
    'a month, ten months ago': `runs?${months(11, 10)}`,
    'about a record': `runs?subject=${record}`,
    'about a person': `runs?subject=${person}`,
    'error, common': `runs?${text(ERRORS.common.slice(-12))}`,
    'error, an address': `runs?${text(address?.part ?? '')}`,
    'error, rare': `runs?${text(ERRORS.rare.slice(3, -3))}`,
    'error, none': `runs?${text(ERRORS.absent)}`,
    'name of a workflow': `runs?${text('bench 19')}`,
    'name of all workflows': `runs?${text('bench')}`,
    'rare status of the workflow with most runs': `runs?workflowId=${big}&status=failed`,
    'rare status of a month': `runs?status=held&${months(11, 10)}`,
    'workflow, version and status': `runs?workflowId=${small}&version=3&status=failed`,
    'workflow, tests, month': `runs?workflowId=${big}&test=true&${months(3, 2)}`,
    'record and status': `runs?subject=${record}&status=failed`,
    'error and workflow': `runs?workflowId=${small}&${text(ERRORS.rare)}`,
    'error and month': `runs?${text(ERRORS.common)}&${months(11, 10)}`,
    'failures by cause': 'failures?',
    'failures by cause of a year': 'failures?days=365',
    'why, of a record': `why?table=policies&recordId=${policy?.id}`,
    'why, of a record and a workflow': `why?table=policies&recordId=${policy?.id}&workflowId=${small}`,
    'why, of a workflow': `why?workflowId=${big}`,
  }
}

async function workflow(name: string): Promise<string> {
  const [row] = await sql<{ id: string }[]>`select id from hubflow.workflows where name = ${name}`
  return row?.id ?? ''
}

/** Whom a twentieth of the runs are about. */
async function agentOfMany(): Promise<string> {
  const [row] = await sql<{ id: string }[]>`
    select subject_id as id from hubflow.workflow_runs where subject_table = 'agents' limit 1`
  return `agents:${row?.id}`
}

/** As the list writes it, without turning ten thousand pages. */
async function cursorAt(deep: number): Promise<string> {
  const [row] = await sql<{ at: string; id: string }[]>`
    select to_char(created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at, id from hubflow.workflow_runs
    order by created_at desc, id offset ${deep} limit 1`
  return Buffer.from(JSON.stringify([row?.at, row?.id])).toString('base64url')
}

function monthsAgo(count: number): string {
  return encodeURIComponent(new Date(Date.now() - count * 30 * 86_400_000).toISOString())
}

async function measure(ask: Ask, path: string): Promise<{ half: string; most: number; found: number }> {
  const took: number[] = []
  let found = 0
  for (let n = 0; n < asked; n++) {
    const beganAt = performance.now()
    const { items, moments } = await ask(path)
    took.push(performance.now() - beganAt)
    found = (items ?? moments ?? []).length
  }
  const sorted = took.toSorted((a, b) => a - b)
  const at = (share: number) => sorted[Math.ceil(share * sorted.length) - 1] ?? Number.NaN
  return { half: at(0.5).toFixed(1), most: at(0.95), found }
}
