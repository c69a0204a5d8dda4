import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { emptyDataDir, failToStart, processOf, removeDataDir, startHub } from './hub.ts'

let dataDir: string
beforeEach(() => {
  dataDir = emptyDataDir()
})
afterEach(() => removeDataDir(dataDir))

test('a start serves, stops cleanly, and the next one keeps the data', async () => {
  const first = await startHub(dataDir)
  expect(first.output().match(/hubflow ready/g)).toHaveLength(1)
  const cookie = await signIn(first.url)
  expect(await countClients(first.url, cookie)).toBe(18)
  const added = await fetch(`${first.url}/api/hub/agents`, {
    method: 'POST',
    headers: { cookie, origin: first.url, 'content-type': 'application/json' },
    body: JSON.stringify({ first_name: 'Nora', last_name: 'Quist', email: 'nora.quist@agency.example' }),
  })
  expect(added.status).toBe(201)
  expect(await first.stop()).toBe(0)
  await expect(fetch(first.url)).rejects.toThrow()

  const port = new URL(first.url).port
  const beganAt = performance.now()
  const second = await startHub(dataDir, { PORT: port })
  expect(performance.now() - beganAt).toBeLessThan(10_000)
  expect(second.url).toBe(first.url)
  const agents = await list(second.url, cookie, 'agents')
  expect(agents.map((agent) => agent.title)).toContain('Nora Quist')
  expect(await countClients(second.url, cookie)).toBe(18)
  await second.stop()
})

test('after kill -9 the children end by themselves and the next start finds its way', async () => {
  const killed = await startHub(dataDir)
  await killed.kill()
  await vi.waitFor(() => expect(fetch(killed.url)).rejects.toThrow(), { timeout: 5000 })
  const next = await startHub(dataDir, { PORT: new URL(killed.url).port })
  expect(next.url).toBe(killed.url)
  expect(await countClients(next.url, await signIn(next.url))).toBe(18)
  expect(await next.stop()).toBe(0)
})

test('whatever is killed comes back by itself: the API, the worker, Postgres', async () => {
  const hub = await startHub(dataDir)
  const cookie = await signIn(hub.url)
  for (const entry of ['api/src/main.ts', 'worker/src/main.ts']) process.kill(processOf(hub, entry), 'SIGKILL')
  await vi.waitFor(() => expect(hub.output().match(/The (API|worker) runs again\./g)).toHaveLength(2), {
    timeout: 30_000,
  })
  process.kill(postmasterOf(dataDir), 'SIGKILL')
  await vi.waitFor(() => expect(hub.output()).toContain('PostgreSQL runs again.'), { timeout: 30_000 })
  await vi.waitFor(async () => expect(await countClients(hub.url, cookie)).toBe(18), { timeout: 30_000 })
  expect(await hub.stop()).toBe(0)
})

test('two starts on one data directory: the second says so and leaves the first alone', async () => {
  const first = await startHub(dataDir)
  const second = await failToStart(dataDir)
  expect(second).toEqual({
    code: 1,
    output: `Hubflow already runs on the data directory ${dataDir}: stop that one first, or set HUBFLOW_DATA_DIR and PORT to start a second hub beside it.`,
  })
  expect((await fetch(`${first.url}/readyz`)).status).toBe(200)
  await first.stop()
})

test('a busy port is told before Postgres is started', async () => {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  const failed = await failToStart(dataDir, { PORT: String(port) })
  server.close()
  expect(failed).toEqual({
    code: 1,
    output: `Port ${port} is taken by another program: stop it, or choose another port, for example PORT=${port + 1}.`,
  })
  expect(existsSync(join(dataDir, 'postgres'))).toBe(false)
})

test('a broken data directory is told in one sentence', async () => {
  mkdirSync(join(dataDir, 'postgres', 'data'), { recursive: true })
  writeFileSync(join(dataDir, 'postgres', 'data', 'PG_VERSION'), '9.6\n')
  const failed = await failToStart(dataDir)
  expect(failed.code).toBe(1)
  expect(failed.output).toMatch(new RegExp(`^The data directory ${dataDir} cannot be used .*HUBFLOW_DATA_DIR.*\\.$`))
  expect(failed.output.split('\n')).toHaveLength(1)
})

test('DATABASE_URL without HUBFLOW_SECRET, and a database that does not answer, are each told in one sentence', async () => {
  const noSecret = await failToStart(dataDir, { DATABASE_URL: 'postgres://hub@127.0.0.1:1/hub' })
  expect(noSecret.code).toBe(1)
  expect(noSecret.output).toMatch(/^DATABASE_URL is set but HUBFLOW_SECRET is not: set HUBFLOW_SECRET to .*\.$/)

  const unreachable = await failToStart(dataDir, {
    DATABASE_URL: 'postgres://hub:hidden@127.0.0.1:1/hub',
    HUBFLOW_SECRET: 's'.repeat(40),
  })
  expect(unreachable.code).toBe(1)
  expect(unreachable.output).toMatch(/^The database 127\.0\.0\.1:1\/hub cannot be used .*: check DATABASE_URL.*\.$/)
  expect(unreachable.output).not.toContain('hidden')
})

function postmasterOf(dataDir: string): number {
  return Number(readFileSync(join(dataDir, 'postgres', 'data', 'postmaster.pid'), 'utf8').split('\n', 1)[0])
}

async function signIn(url: string): Promise<string> {
  const answer = await fetch(`${url}/api/auth/sign-in/email`, {
    method: 'POST',
    headers: { origin: url, 'content-type': 'application/json' },
    body: JSON.stringify({ email: 'trainer@hub.test', password: 'training-hub' }),
  })
  expect(answer.status).toBe(200)
  return answer.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';', 1)[0])
    .join('; ')
}

async function countClients(url: string, cookie: string): Promise<number> {
  return (await list(url, cookie, 'clients')).length
}

async function list(url: string, cookie: string, table: string): Promise<{ title: string }[]> {
  const answer = await fetch(`${url}/api/hub/${table}?limit=100`, { headers: { cookie } })
  expect(answer.status).toBe(200)
  const { items } = (await answer.json()) as { items: { title: string }[] }
  return items
}
