import { load } from '@hubflow/db/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type RawSmtp, type SmtpTurn, startRawSmtp } from '../testing/raw-smtp.ts'
import { inARow, sendEmail, startTestHub, type TestHub } from '../testing/test-hub.ts'
import { until } from '../testing/until.ts'

const MAILS_PER_FAULT = load(5, 50)

interface Fault {
  /** Where a delivery meets it, the first time only unless it is for good. */
  at: 'recipient' | 'data' | 'message'
  turn: SmtpTurn
  /** How the mail ends, after how many attempts, and how often it arrived. */
  status: 'sent' | 'failed'
  attempts: number
  arrived: number
}

const FAULTS: Record<string, Fault> = {
  'later-recipient': { at: 'recipient', turn: '451 later', status: 'sent', attempts: 2, arrived: 1 },
  'later-data': { at: 'data', turn: '450 later', status: 'sent', attempts: 2, arrived: 1 },
  'later-message': { at: 'message', turn: '452 full', status: 'sent', attempts: 2, arrived: 2 },
  'never-recipient': { at: 'recipient', turn: '550 nobody', status: 'failed', attempts: 1, arrived: 0 },
  'never-data': { at: 'data', turn: '554 no', status: 'failed', attempts: 1, arrived: 0 },
  'never-message': { at: 'message', turn: '554 spam', status: 'failed', attempts: 1, arrived: 1 },
  'cut-recipient': { at: 'recipient', turn: 'cut', status: 'sent', attempts: 2, arrived: 1 },
  'cut-data': { at: 'data', turn: 'cut', status: 'sent', attempts: 2, arrived: 1 },
  'cut-message': { at: 'message', turn: 'cut', status: 'sent', attempts: 2, arrived: 2 },
}

let hub: TestHub
let smtp: RawSmtp
beforeAll(async () => {
  hub = await startTestHub()
  smtp = await startRawSmtp((moment, address, count) => {
    const fault = FAULTS[address?.split('.')[0] ?? '']
    return fault && fault.at === moment && (count === 1 || fault.status === 'failed') ? fault.turn : null
  })
  hub.onStop(smtp.close)
})
afterAll(() => hub.stop())

async function queueTo(addresses: string[]): Promise<string[]> {
  const workflowId = await hub.publish(inARow([sendEmail('{{trigger.body.to}}', 'Hello')]))
  const runIds = await hub.start(
    workflowId,
    addresses.map((to) => ({ to })),
  )
  await Promise.all(runIds.map((id) => hub.reaches(id, 'completed')))
  return runIds
}

/** Waits until no mail is under way, with the pauses between attempts cut short once they are written down. */
async function untilAllSentOrFailed(): Promise<void> {
  await until('every mail is sent or failed', async () => {
    await hub.admin.sql`
      update hubflow.email_queue set send_after = hubflow.now()
      where status = 'pending' and attempts > 0 and send_after > hubflow.now()`
    const [row] = await hub.admin.sql`
      select count(*)::int as count from hubflow.email_queue where status in ('pending', 'sending')`
    return row?.count === 0
  })
}

test('each fault of a mail server: 5xx is not tried again, all else is, and what arrives twice has one Message-ID', async () => {
  const worker = await hub.startWorker({ smtpUrl: smtp.url })
  const addresses = Object.keys(FAULTS).flatMap((fault) =>
    Array.from({ length: MAILS_PER_FAULT }, (_, n) => `${fault}.${n}@example.com`),
  )
  const runIds = await queueTo(addresses)
  await untilAllSentOrFailed()
  for (const runId of runIds) {
    const [row] = await hub.emailsOf(runId)
    const address = row?.toAddress ?? ''
    const fault = FAULTS[address.split('.')[0] ?? '']
    const arrived = smtp.taken.filter(({ to }) => to === address)
    const seen = { address, status: row?.status, attempts: row?.attempts, arrived: arrived.length }
    expect(seen).toEqual({ address, status: fault?.status, attempts: fault?.attempts, arrived: fault?.arrived })
    for (const { messageId } of arrived) expect(messageId).toBe(row?.messageId)
    const told = (await hub.notificationsOf(runId)).map(({ title }) => title)
    expect(told).toEqual(fault?.status === 'failed' ? ['A mail could not be sent'] : [])
    const run = await hub.run(runId)
    expect(run).toMatchObject({ status: 'completed', emailsSent: fault?.status === 'sent' ? 1 : 0 })
  }
  await worker.stop()
})

test('the pause before a second attempt is the one that is promised', async () => {
  const worker = await hub.startWorker({ smtpUrl: smtp.url })
  const [runId = ''] = await queueTo(['later-recipient.pause@example.com'])
  const row = await until('the mail is postponed', async () => {
    const [mail] = await hub.emailsOf(runId)
    return mail?.status === 'pending' && mail.attempts === 1 ? mail : null
  })
  expect(row.errorMessage).toContain('451')
  expect(row.sendAfter.getTime() - row.createdAt.getTime()).toBeGreaterThanOrEqual(5000)
  await untilAllSentOrFailed()
  await worker.stop()
})

test('a server that takes connections and drops them loses no mail', async () => {
  const dropping = await startRawSmtp((moment, _, count) => (moment === 'connect' && count <= 3 ? 'cut' : null))
  const worker = await hub.startWorker({ smtpUrl: dropping.url })
  const addresses = Array.from({ length: 6 }, (_, n) => `dropped.${n}@example.com`)
  await queueTo(addresses)
  await untilAllSentOrFailed()
  expect(dropping.taken.map(({ to }) => to).sort()).toEqual(addresses)
  await worker.stop()
  await dropping.close()
})
