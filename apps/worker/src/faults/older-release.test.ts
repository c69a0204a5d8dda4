import { migrate } from '@hubflow/db'
import { RELEASED, restoreRelease } from '@hubflow/db/testing'
import postgres from 'postgres'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { createWorker } from '../worker.ts'

let admin: postgres.Sql
beforeAll(() => {
  admin = postgres(inject('postgresUrl'), { max: 1, onnotice: () => {} })
})
afterAll(() => admin.end())

test.each(RELEASED)('what waited and what was not begun under %s is finished by this build', async (release) => {
  const name = `release_${process.pid}_${RELEASED.indexOf(release)}`
  await admin.unsafe(`create database ${name}`)
  const url = new URL(inject('postgresUrl'))
  url.pathname = `/${name}`
  await restoreRelease(url.href, release)
  await migrate(url.href)
  const worker = createWorker({
    databaseUrl: url.href,
    hubSecret: 'a secret that lives as long as the test runs',
    publicUrl: null,
    smtpUrl: null,
    mailFrom: 'Training Hub <hub@hub.test>',
    timeZone: 'UTC',
    outboundAllow: [],
    logLevel: 'silent',
  })
  const sql = postgres(url.href, { max: 1, onnotice: () => {} })
  try {
    await worker.start()
    const runs = () => sql`select id, status from hubflow.workflow_runs order by id`
    // No job was dumped: the reconciler gives one to whatever is due.
    await expect
      .poll(async () => (await runs()).map(({ status }) => status), { timeout: 20_000 })
      .toEqual(['completed', 'waiting', 'held'])
    const told = await sql`select title, message from hubflow.notifications order by created_at, title`
    expect(told).toEqual(
      expect.arrayContaining([
        { title: 'Second', message: 'Premium 1200' },
        { title: 'First', message: 'Lead Jonas' },
      ]),
    )
  } finally {
    await worker.stop()
    await sql.end()
    await admin.unsafe(`drop database ${name} with (force)`)
  }
})
