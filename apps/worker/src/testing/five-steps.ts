import { untilAllEnded } from '@hubflow/db/testing'
import { expect } from 'vitest'
import type { Sinks } from './sinks.ts'
import { httpRequest, inARow, notifyOwner, sendEmail, type TestHub, waitSeconds } from './test-hub.ts'
import { until } from './until.ts'

/** What the kill tests run: a local, a remote, a waiting, a mailing and again a local step. */
export function fiveSteps(httpUrl: string) {
  return inARow([
    notifyOwner('One'),
    httpRequest(httpUrl),
    waitSeconds(1),
    sendEmail('{{trigger.body.email}}', 'Four'),
    notifyOwner('Five'),
  ])
}

export function bodiesOf(count: number) {
  return Array.from({ length: count }, (_, n) => ({ name: `Ada ${n}`, email: `ada-${n}@example.com` }))
}

/** Waits until the runs have ended and their mail is sent; none may be stuck. */
export async function untilAllSent(hub: TestHub): Promise<void> {
  await untilAllEnded(hub.admin.sql)
  await until(
    'all mails are sent',
    async () => {
      const [row] = await hub.admin.sql`select count(*)::int as left from hubflow.email_queue where status <> 'sent'`
      return row?.left === 0
      // Where answers of the database are lost, each loss costs a mail ten seconds.
    },
    120_000,
  )
}

/**
 * What must be there at the end, in the tables and outside: every run complete and in order, each local effect once, a
 * remote one at least once and always under the same key. Gives how often something was sent.
 */
export async function checkLedger(hub: TestHub, sinks: Sinks, runIds: string[]) {
  const requests = Map.groupBy(sinks.requests(), (request) => request.key)
  const mails = Map.groupBy(sinks.mails(), (mail) => mail.messageId)
  let sent = 0
  let mailed = 0
  for (const id of runIds) {
    const run = await hub.run(id)
    expect(run, JSON.stringify(run)).toMatchObject({ status: 'completed', emailsSent: 1, workerId: null })
    const steps = await hub.steps(id)
    expect(steps.map((step) => `${step.nodeId} ${step.status}`)).toEqual(
      ['n1', 'n2', 'n3', 'n4', 'n5'].map((node) => `${node} completed`),
    )
    const begun = steps.map((step) => step.startedAt?.getTime() ?? 0)
    expect(begun).toEqual(begun.toSorted((a, b) => a - b))
    expect(await titlesOf(hub, id)).toEqual(['One', 'Five'])

    const own = requests.get(`${id}.n2`) ?? []
    expect(new Set(own.map((request) => request.body)).size).toBe(1)
    sent += own.length
    const emails = await hub.emailsOf(id)
    expect(emails.map((email) => email.status)).toEqual(['sent'])
    mailed += mails.get(emails[0]?.messageId ?? '')?.length ?? 0
  }
  const known = new Set(runIds)
  expect([...requests.keys()].filter((key) => known.has(key.slice(0, 36)))).toHaveLength(runIds.length)
  expect(mailed).toBeGreaterThanOrEqual(runIds.length)
  return { requests: sent, mails: mailed }
}

/** What a run told its owner, in order. */
export async function titlesOf(hub: TestHub, runId: string): Promise<string[]> {
  return (await hub.notificationsOf(runId)).map((one) => one.title)
}
