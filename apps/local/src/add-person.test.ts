import { execFile } from 'node:child_process'
import { resolve } from 'node:path'
import { type TestDatabase, testDatabase } from '@hubflow/db/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'

const ENTRY = resolve(import.meta.dirname, 'add-person.ts')
let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.drop())

test('adds someone with a role who has a password, and says so; twice is refused', async () => {
  const first = await addPerson(['Ada@Example.org', 'Ada Morgan', 'admin'])
  expect(first).toEqual({ code: 0, output: 'Ada Morgan can sign in as ada@example.org.\n' })
  const auth = database.connect('hubflow_auth')
  const rows = await auth.sql`
    select u.name, u.role, a.provider_id, a.account_id = u.id::text as own, length(a.password) > 40 as hashed
    from hubflow.user_profiles u join hubflow.accounts a on a.user_id = u.id`
  expect([...rows]).toEqual([{ name: 'Ada Morgan', role: 'admin', provider_id: 'credential', own: true, hashed: true }])
  await auth.close()
  expect(await addPerson(['ada@example.org', 'Ada', 'admin'])).toEqual({
    code: 1,
    output: 'ada@example.org can sign in already.\n',
  })
})

test('every problem is told at once', async () => {
  expect(await addPerson(['ada', '', 'boss'], {})).toEqual({
    code: 1,
    output:
      'Set DATABASE_URL to the database of the hub. Set HUBFLOW_PASSWORD to the password of the new person. The first argument is an email address. The second argument is the name, in quotes. The third argument is the role: admin, trainer, manager, agent.\n',
  })
})

function addPerson(
  args: string[],
  env: NodeJS.ProcessEnv = { DATABASE_URL: database.url, HUBFLOW_PASSWORD: 'a long password' },
): Promise<{ code: number; output: string }> {
  return new Promise((done) => {
    execFile(process.execPath, [ENTRY, ...args], { env: { PATH: process.env.PATH, ...env } }, (error, stdout, stderr) =>
      done({ code: typeof error?.code === 'number' ? error.code : 0, output: stdout + stderr }),
    )
  })
}
