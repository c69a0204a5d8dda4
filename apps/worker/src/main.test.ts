import { fork } from 'node:child_process'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import { expect, test } from 'vitest'

const MAIN = new URL('./main.ts', import.meta.url)

/** Runs the process to its end; gives its exit code and what it said. */
async function runToEnd(env: Record<string, string>): Promise<{ code: unknown; said: string }> {
  const child = fork(MAIN, { env: { PATH: process.env.PATH, ...env }, execArgv: [], silent: true })
  let said = ''
  child.stderr?.on('data', (chunk: Buffer) => {
    said += chunk.toString('utf8')
  })
  const [code] = await once(child, 'exit')
  return { code, said }
}

test('without a database it says which variable to set', async () => {
  const { code, said } = await runToEnd({})
  expect(code).toBe(1)
  expect(said).toContain('DATABASE_URL must be the address of a PostgreSQL database')
})

test('failpoints are refused in production', async () => {
  const env = {
    DATABASE_URL: 'postgres://hub@127.0.0.1:1/hub',
    HUBFLOW_SECRET: 's'.repeat(32),
    HUBFLOW_FAILPOINTS: 'claimed=kill',
    NODE_ENV: 'production',
  }
  const { code, said } = await runToEnd(env)
  expect(code).toBe(1)
  expect(said).toContain('refused in production')
})

test('waits for a database that is not there yet, and ends when it is told to', async () => {
  const closed = createServer().listen(0, '127.0.0.1')
  await once(closed, 'listening')
  const { port } = closed.address() as AddressInfo
  closed.close()
  await once(closed, 'close')
  const child = fork(MAIN, {
    env: {
      PATH: process.env.PATH,
      DATABASE_URL: `postgres://hub@127.0.0.1:${port}/hub`,
      HUBFLOW_SECRET: 's'.repeat(32),
    },
    execArgv: [],
    silent: true,
  })
  const [line] = await once(child.stdout ?? child, 'data')
  expect(String(line)).toContain('the database cannot be reached; trying again')
  child.kill('SIGTERM')
  const [code] = await once(child, 'exit')
  expect(code).toBe(0)
})
