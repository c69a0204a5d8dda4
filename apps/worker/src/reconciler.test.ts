import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { reconcile } from './liveness/reconciler.ts'
import { inARow, notifyOwner, sendEmail, startTestHub, type TestHub, waitSeconds } from './testing/test-hub.ts'
import { until } from './testing/until.ts'

let hub: TestHub
beforeAll(async () => {
  hub = await startTestHub()
})
afterAll(() => hub.stop())

test('a run whose job is lost, or is with a process that is gone, is found and walked', async () => {
  const workflowId = await hub.publish(inARow([notifyOwner('Found')]))
  const [lost = '', stuck = ''] = await hub.start(workflowId, [{}, {}])
  await hub.worker.sql`delete from pgboss.job where data ->> 'runId' = ${lost}`
  await hub.worker.sql`update pgboss.job set state = 'active', started_on = now() where data ->> 'runId' = ${stuck}`
  const worker = await hub.startWorker()
  for (const id of [lost, stuck]) {
    await hub.reaches(id, 'completed')
    expect((await hub.notificationsOf(id)).length).toBe(1)
  }
  await worker.stop()
})

test('a wait whose job is lost still ends', async () => {
  const workflowId = await hub.publish(inARow([waitSeconds(1), notifyOwner('After')]))
  const worker = await hub.startWorker()
  const [runId = ''] = await hub.start(workflowId)
  await hub.reaches(runId, 'waiting')
  await hub.worker.sql`delete from pgboss.job where data ->> 'runId' = ${runId}`
  await hub.reaches(runId, 'completed')
  await worker.stop()
})

test('runs and mails of a worker that is gone are freed; those of a living one are let be', async () => {
  const living = await hub.startWorker()
  const workflowId = await hub.publish(inARow([sendEmail('ann@example.com', 'Hello')]))
  const [dead = '', alive = ''] = await hub.start(workflowId, [{}, {}])
  for (const id of [dead, alive]) await hub.reaches(id, 'completed')
  const [deadMail] = await hub.emailsOf(dead)
  const [aliveMail] = await hub.emailsOf(alive)
  const gone = '01890000-0000-7000-8000-00000000dead'
  await hub.worker
    .sql`update hubflow.email_queue set status = 'sending', worker_id = ${gone} where id = ${deadMail?.id ?? ''}`
  await hub.worker
    .sql`update hubflow.email_queue set status = 'sending', worker_id = ${living.id} where id = ${aliveMail?.id ?? ''}`
  await until('the mail of the dead worker is pending', async () => (await hub.emailsOf(dead))[0]?.status === 'pending')
  expect((await hub.emailsOf(alive))[0]).toMatchObject({ status: 'sending', workerId: living.id })
  expect((await hub.emailsOf(dead))[0]?.messageId).toBe(deadMail?.messageId)
  await living.stop()
})

test('an event that the hub’s own trigger could not derive is derived and dispatched', async () => {
  const workflowId = await hub.publish(
    inARow([notifyOwner('Came in')], { type: 'event', config: { eventType: 'commission.received' } }),
  )
  const id = '01890000-0000-7000-8000-0000000000aa'
  await hub.admin.sql`alter table hub.changes disable trigger derive_event`
  await hub.admin.sql`
    insert into hub.changes (table_name, record_id, operation, new)
    values ('commissions', ${id}, 'insert', ${'{"status":"received","policy_id":null,"agent_id":null}'}::text::jsonb)`
  await hub.admin.sql`alter table hub.changes enable trigger derive_event`
  const worker = await hub.startWorker()
  await until('a run', async () => {
    const [run] = await hub.worker.sql`select status from hubflow.workflow_runs where workflow_id = ${workflowId}`
    return run?.status === 'completed'
  })
  await worker.stop()
})

test('a run that this worker took in hand while it was looked for is let be; one that it holds without knowing is freed', async () => {
  const workflowId = await hub.publish(inARow([notifyOwner('Held')]))
  const [taken = '', unknown = ''] = await hub.start(workflowId, [{}, {}])
  const workerId = randomUUID()
  await hub.admin.sql`delete from pgboss.job`
  await hub.admin.sql`
    update hubflow.workflow_runs set status = 'running', due_at = null, worker_id = ${workerId}
    where id = any(${[taken, unknown]}::uuid[])`
  // Its commit was done before the answer about it: at first this process does not know of it.
  const answers = [[], [taken]]
  const inHand = () => answers.shift() ?? [taken]
  const { freedRuns } =
    (await reconcile({ database: hub.worker, queue: hub.queue, workerId, inHand, isQueueEmpty: () => true })) ?? {}
  expect(freedRuns).toBe(1)
  expect(await hub.run(taken)).toMatchObject({ status: 'running', workerId })
  expect(await hub.run(unknown)).toMatchObject({ status: 'waiting', workerId: null })
})
