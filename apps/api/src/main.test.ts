import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { testDatabase } from '@hubflow/db/testing'
import { afterEach, expect, test } from 'vitest'
import { addPersonWithPassword, cookieOf, PASSWORD } from './testing/test-api.ts'

const MAIN = join(import.meta.dirname, 'main.ts')
const children: ChildProcess[] = []
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
})

function start(env: Record<string, string>) {
  const child = fork(MAIN, { silent: true, env: { PATH: process.env.PATH ?? '', PORT: '0', ...env } })
  children.push(child)
  let errors = ''
  child.stderr?.on('data', (chunk: Buffer) => {
    errors += chunk.toString()
  })
  const exited = once(child, 'exit').then(([code]) => code)
  return { child, exited, errors: () => errors }
}

async function readyUrl(child: ChildProcess): Promise<string> {
  const [message] = await once(child, 'message')
  expect(message).toEqual({ kind: 'ready', url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/) })
  return message.url
}

const secret = { HUBFLOW_SECRET: 's'.repeat(32) }

test('an environment that is not right ends the start, with all that is wrong', async () => {
  const { exited, errors } = start({ HUBFLOW_SECRET: 'short' })
  expect(await exited).toBe(1)
  expect(errors()).toMatch(/DATABASE_URL is not set\..*\n.*HUBFLOW_SECRET is too short\./)
})

test('it starts, answers, and stops cleanly', async () => {
  const database = await testDatabase()
  const { child, exited } = start({ ...secret, DATABASE_URL: database.url })
  const url = await readyUrl(child)
  expect((await fetch(`${url}/healthz`)).status).toBe(200)
  expect((await fetch(`${url}/readyz`)).status).toBe(200)

  const { email } = await addPersonWithPassword(database, 'trainer')
  const json = { 'content-type': 'application/json', origin: url }
  const signedIn = await fetch(`${url}/api/auth/sign-in/email`, {
    method: 'POST',
    headers: json,
    body: JSON.stringify({ email, password: PASSWORD }),
  })
  const headers = { ...json, cookie: cookieOf(signedIn) }
  const created = await fetch(`${url}/api/workflows`, { method: 'POST', headers, body: '{"name":"Over the wire"}' })
  expect(created.status).toBe(201)
  const live = await fetch(`${url}/api/live`, { headers })
  const stream = live.body?.pipeThrough(new TextDecoderStream()).getReader()
  let heard = ''
  while (!heard.includes('event: hello')) heard += (await stream?.read())?.value ?? ''

  // With a stream still open.
  child.kill('SIGTERM')
  expect(await exited).toBe(0)
  await database.drop()
})

test('without a database it lives, says that it is not ready, and asks to be called again', async () => {
  const { child, exited } = start({ ...secret, DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none' })
  const url = await readyUrl(child)
  expect((await fetch(`${url}/healthz`)).status).toBe(200)
  expect((await fetch(`${url}/readyz`)).status).toBe(503)
  const hook = await fetch(`${url}/hooks/token`, { method: 'POST' })
  expect([hook.status, hook.headers.get('retry-after')]).toEqual([503, '2'])
  const signIn = await fetch(`${url}/api/auth/sign-in/email`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{"email":"a@b.test","password":"whatever it is"}',
  })
  expect(signIn.status).toBe(503)
  // The supervisor is gone.
  child.disconnect()
  expect(await exited).toBe(0)
})
