import { tables, unsubscribedAddress } from '@hubflow/db'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { HUB_SECRET } from '../testing/child-worker.ts'
import { type SmtpSink, startSmtpSink } from '../testing/smtp-sink.ts'
import { inARow, sendEmail, startTestHub, type TestHub } from '../testing/test-hub.ts'
import { until } from '../testing/until.ts'

let hub: TestHub
let sink: SmtpSink
let templateId: string
beforeAll(async () => {
  hub = await startTestHub()
  sink = await startSmtpSink()
  hub.onStop(sink.close)
  const [template] = await hub.admin.orm
    .insert(tables.emailTemplates)
    .values({
      name: 'Offer',
      subject: 'An offer',
      bodyHtml: '<html><body><p>Buy.</p></body></html>',
      isMarketing: true,
    })
    .returning({ id: tables.emailTemplates.id })
  templateId = template?.id ?? ''
})
afterAll(() => hub.stop())

async function queueTo(...to: string[]): Promise<string> {
  const workflowId = await hub.publish(inARow([{ type: 'send-email', config: { to, templateId } }]))
  const [runId = ''] = await hub.start(workflowId)
  await hub.reaches(runId, 'completed')
  return runId
}

async function suppress(address: string): Promise<void> {
  await hub.admin.sql`insert into hubflow.email_suppressions (address, reason) values (${address}, 'unsubscribed')`
}

async function rowOf(runId: string, address: string) {
  return (await hub.emailsOf(runId)).find(({ toAddress }) => toAddress === address)
}

function caughtBy(address: string): string | undefined {
  // Long headers and links are folded and quoted on the wire.
  const raw = sink.caught.find(({ to }) => to.includes(address))?.raw
  return raw?.replaceAll(/=\r\n|\r\n(?=[ \t])/g, '').replaceAll('=3D', '=')
}

const worksWith = () => ({ smtpUrl: sink.url, publicUrl: 'https://hub.example.com/' })

test('marketing mail carries the link, to be seen and for one click; other mail carries none', async () => {
  const worker = await hub.startWorker(worksWith())
  await queueTo('Ann@example.com')
  const plain = await hub.publish(inARow([sendEmail('plain@example.com', 'Your policy')]))
  await hub.start(plain)
  const offer = await until('the offer', async () => caughtBy('Ann@example.com'))
  const url = /^List-Unsubscribe:\s*<(.+)>\s*$/m.exec(offer)?.[1] ?? ''
  expect(url).toMatch(/^https:\/\/hub\.example\.com\/unsubscribe\/[\w.-]+$/)
  expect(unsubscribedAddress(url.split('/').at(-1) ?? '', HUB_SECRET)).toBe('ann@example.com')
  expect(offer).toMatch(/^List-Unsubscribe-Post: List-Unsubscribe=One-Click\r?$/m)
  expect(offer).toContain(`<a href="${url}"`)
  expect(offer).toContain(`[${url}]`)
  expect(await until('the other mail', async () => caughtBy('plain@example.com'))).not.toMatch(/unsubscribe/i)
  await worker.stop()
})

test('who unsubscribed is left out when mail is queued: no failure of the run, no notice to anybody', async () => {
  await suppress('gone@example.com')
  const worker = await hub.startWorker(worksWith())
  const runId = await queueTo('Gone@Example.com', 'stays@example.com')
  await until('the mail of who stays', async () => (await rowOf(runId, 'stays@example.com'))?.status === 'sent')
  expect(await rowOf(runId, 'Gone@Example.com')).toMatchObject({
    status: 'failed',
    attempts: 0,
    errorMessage: 'unsubscribed',
  })
  expect(await hub.run(runId)).toMatchObject({ status: 'completed', emailsSent: 1 })
  expect(await hub.notificationsOf(runId)).toEqual([])
  expect(caughtBy('Gone@Example.com')).toBeUndefined()
  await worker.stop()
})

test('who unsubscribes while mail waits is left out when it is sent', async () => {
  const quiet = await hub.startWorker({ publicUrl: 'https://hub.example.com' })
  const runId = await queueTo('late@example.com')
  await quiet.stop()
  expect((await rowOf(runId, 'late@example.com'))?.status).toBe('pending')
  await suppress('late@example.com')
  const worker = await hub.startWorker(worksWith())
  await until('the mail is given up', async () => (await rowOf(runId, 'late@example.com'))?.status === 'failed')
  expect(await rowOf(runId, 'late@example.com')).toMatchObject({ errorMessage: 'unsubscribed', workerId: null })
  expect(await hub.notificationsOf(runId)).toEqual([])
  expect(caughtBy('late@example.com')).toBeUndefined()
  await worker.stop()
})

test('mail that is no marketing reaches who unsubscribed', async () => {
  await suppress('policy@example.com')
  const worker = await hub.startWorker(worksWith())
  const workflowId = await hub.publish(inARow([sendEmail('policy@example.com', 'Your policy')]))
  await hub.start(workflowId)
  await until('the mail', async () => caughtBy('policy@example.com'))
  await worker.stop()
})

test('a client who is not to be contacted gets no marketing mail', async () => {
  await hub.admin.sql`
    with agent as (insert into hub.agents (first_name, last_name, email) values ('A', 'B', 'agent@hub.test') returning id)
    insert into hub.clients (first_name, last_name, email, agent_id, do_not_contact)
    select 'Quiet', 'Client', 'Quiet@example.com', id, true from agent`
  const worker = await hub.startWorker(worksWith())
  const runId = await queueTo('quiet@example.com')
  expect(await rowOf(runId, 'quiet@example.com')).toMatchObject({ status: 'failed', errorMessage: 'unsubscribed' })
  await worker.stop()
})

test('without PUBLIC_URL there is no link, so marketing mail waits and says why', async () => {
  const worker = await hub.startWorker({ smtpUrl: sink.url })
  const runId = await queueTo('waits@example.com')
  const waiting = await until('the reason', async () => {
    const row = await rowOf(runId, 'waits@example.com')
    return row?.errorMessage ? row : null
  })
  expect(waiting).toMatchObject({ status: 'pending', errorMessage: expect.stringContaining('PUBLIC_URL') })
  expect(caughtBy('waits@example.com')).toBeUndefined()
  await worker.stop()
})
