import { afterAll, beforeAll, expect, test } from 'vitest'
import { startChildWorker } from '../testing/child-worker.ts'
import { type SmtpSink, startSmtpSink } from '../testing/smtp-sink.ts'
import { inARow, notifyOwner, sendEmail, startTestHub, type TestHub } from '../testing/test-hub.ts'
import { until } from '../testing/until.ts'

let hub: TestHub
let sink: SmtpSink
beforeAll(async () => {
  hub = await startTestHub()
  // Refuses for good, or for the first time only, by the address.
  const seen = new Set<string>()
  sink = await startSmtpSink((address) => {
    if (address.startsWith('never')) return 550
    if (address.startsWith('later') && !seen.has(address)) {
      seen.add(address)
      return 451
    }
    return null
  })
  hub.onStop(sink.close)
})
afterAll(() => hub.stop())

async function sendTo(address: string): Promise<string> {
  const workflowId = await hub.publish(inARow([sendEmail(address, 'Hello {{trigger.body.name}}')]))
  const [runId = ''] = await hub.start(workflowId, [{ name: 'Zoë <b>' }])
  await hub.reaches(runId, 'completed')
  return runId
}

test('without a mail server, mail stays pending', async () => {
  const worker = await hub.startWorker()
  const runId = await sendTo('waits@example.com')
  await worker.stop()
  expect((await hub.emailsOf(runId))[0]?.status).toBe('pending')
})

test('sends with a stable Message-ID and a text beside the HTML, and counts it', async () => {
  const worker = await hub.startWorker({ smtpUrl: sink.url })
  const runId = await sendTo('ann@example.com')
  await until('the count of sent mails', async () => (await hub.run(runId)).emailsSent === 1)
  const [row] = await hub.emailsOf(runId)
  expect(row).toMatchObject({ status: 'sent', attempts: 1, workerId: null, errorMessage: null })
  expect(row?.sentAt).toBeInstanceOf(Date)
  const mail = sink.caught.find((caught) => caught.to.includes('ann@example.com'))
  expect(mail?.raw).toContain(`Message-ID: ${row?.messageId}`)
  expect(mail?.raw).toContain('From: Training Hub <hub@hub.test>')
  expect(mail?.raw).toContain('text/plain')
  expect(mail?.raw).toContain('text/html')
  await worker.stop()
})

test('a refusal for good is not tried again: the row keeps the reason and the owner is told', async () => {
  const worker = await hub.startWorker({ smtpUrl: sink.url })
  const runId = await sendTo('never@example.com')
  await until('the failed mail', async () => (await hub.emailsOf(runId))[0]?.status === 'failed')
  expect((await hub.emailsOf(runId))[0]).toMatchObject({ attempts: 1, errorMessage: expect.stringContaining('550') })
  expect(await hub.notificationsOf(runId)).toMatchObject([
    { userId: hub.owner.id, title: 'A mail could not be sent', message: expect.stringContaining('never@example.com') },
  ])
  expect(await hub.run(runId)).toMatchObject({ status: 'completed', emailsSent: 0 })
  await worker.stop()
})

test('a refusal for now is tried again later', async () => {
  const worker = await hub.startWorker({ smtpUrl: sink.url })
  const runId = await sendTo('later@example.com')
  const postponed = await until('the postponed mail', async () => {
    const [row] = await hub.emailsOf(runId)
    return row?.attempts === 1 && row.status === 'pending' ? row : null
  })
  expect(postponed.errorMessage).toContain('451')
  expect(postponed.sendAfter.getTime()).toBeGreaterThan(postponed.createdAt.getTime() + 4000)
  await hub.worker.sql`update hubflow.email_queue set send_after = hubflow.now() where id = ${postponed.id}`
  await until('the mail is sent', async () => (await hub.emailsOf(runId))[0]?.status === 'sent')
  expect((await hub.emailsOf(runId))[0]).toMatchObject({ attempts: 2, errorMessage: null })
  await worker.stop()
})

test('killed between handing over and writing so: it goes out again under the same Message-ID', async () => {
  const doomed = await startChildWorker(hub.url, { SMTP_URL: sink.url, HUBFLOW_FAILPOINTS: 'mail-sent=kill' })
  const runId = await sendTo('twice@example.com')
  expect(await doomed.ended).toBe('SIGKILL')
  const next = await startChildWorker(hub.url, { SMTP_URL: sink.url })
  await until('the mail is sent', async () => (await hub.emailsOf(runId))[0]?.status === 'sent')
  const [row] = await hub.emailsOf(runId)
  const raws = sink.caught.filter((mail) => mail.to.includes('twice@example.com')).map((mail) => mail.raw)
  expect(raws.length).toBe(2)
  for (const raw of raws) expect(raw).toContain(`Message-ID: ${row?.messageId}`)
  next.process.kill('SIGTERM')
  expect(await next.ended).toBe(0)
})

test('who chose mail is told by mail, with a link into the hub; it counts for no run', async () => {
  await hub.admin.sql`insert into hubflow.notification_choices (user_id, kind, in_app, by_mail)
    values (${hub.owner.id}, 'step', false, true)`
  const worker = await hub.startWorker({ smtpUrl: sink.url, publicUrl: 'https://hub.example.com/' })
  const workflowId = await hub.publish(inARow([notifyOwner('Renewal for {{trigger.body.name}}')]))
  const [runId = ''] = await hub.start(workflowId, [{ name: 'Ann' }])
  await hub.reaches(runId, 'completed')
  const mailed = () => sink.caught.find((caught) => caught.to.includes(hub.owner.email))
  await until('the mail', async () => mailed() !== undefined)
  expect(mailed()?.raw).toContain('Subject: Renewal for Ann')
  expect(mailed()?.raw.replaceAll('=\r\n', '')).toContain(`https://hub.example.com/runs/${runId}`)
  expect(await hub.notificationsOf(runId)).toMatchObject([{ kind: 'step', inApp: false }])
  expect((await hub.run(runId)).emailsSent).toBe(0)
  await hub.admin.sql`delete from hubflow.notification_choices`
  await worker.stop()
})
