import { randomUUID } from 'node:crypto'
import type { Definition, Json, Role, WorkflowNode } from '@hubflow/core'
import { inTransaction, sealSecret, startRuns, tables } from '@hubflow/db'
import { createPerson, createWorkflow, testDatabase } from '@hubflow/db/testing'
import { and, asc, eq, sql } from 'drizzle-orm'
import { type Logger, pino } from 'pino'
import postgres from 'postgres'
import type { WorkerConfig } from '../environment.ts'
import { createWorker, type WorkerOptions } from '../worker.ts'
import { HUB_SECRET } from './child-worker.ts'
import { until } from './until.ts'

export type Run = typeof tables.workflowRuns.$inferSelect
export type Step = typeof tables.workflowRunSteps.$inferSelect

/** A migrated database of its own with a trainer, and short ways to publish, start and look. */
export async function startTestHub() {
  const database = await testDatabase()
  const owner = await createPerson(database.url, { role: 'trainer' })
  const worker = database.connect('hubflow_worker')
  const door = database.connect('hubflow_door')
  const admin = database.connect('hubflow_owner')
  const queue = await database.queue('hubflow_door')
  /** For what belongs to the server: sessions, their locks, its settings. */
  const superuser = postgres(database.url, { max: 2, onnotice: () => {} })
  const stopping: (() => Promise<void>)[] = []

  async function publish(definition: Definition): Promise<string> {
    const { id } = await createWorkflow(database.url, { ownerId: owner.id, definition, publish: true })
    return id
  }

  /** Starts runs as a webhook would; gives their ids. */
  async function start(workflowId: string, bodies: Json[] = [{}]): Promise<string[]> {
    const runs = bodies.map((body) => ({
      workflowId,
      version: 1,
      context: { trigger: { body, headers: {}, query: {}, method: 'POST' } },
    }))
    return await inTransaction(door, async (tx) => (await startRuns(tx, queue, runs)).map((run) => run.runId))
  }

  async function run(runId: string): Promise<Run> {
    const [row] = await worker.orm.select().from(tables.workflowRuns).where(eq(tables.workflowRuns.id, runId))
    if (!row) throw new Error(`there is no run ${runId}`)
    return row
  }

  async function steps(runId: string): Promise<Step[]> {
    const { workflowRunSteps } = tables
    return await worker.orm
      .select()
      .from(workflowRunSteps)
      .where(eq(workflowRunSteps.runId, runId))
      .orderBy(asc(workflowRunSteps.position))
  }

  async function reaches(runId: string, ...wanted: Run['status'][]): Promise<Run> {
    return await until(`run ${runId} is ${wanted.join(' or ')}`, async () => {
      const row = await run(runId)
      return wanted.includes(row.status) ? row : null
    }).catch(async (error: unknown) => {
      throw new Error(`${String(error)}: ${JSON.stringify({ run: await run(runId), steps: await steps(runId) })}`)
    })
  }

  /** A worker in this process, stopped with the hub. */
  async function startWorker(options: Partial<WorkerOptions> = {}) {
    const working = createWorker({ ...settings(), log: silent(), ...options })
    stopping.push(() => working.stop())
    await working.start()
    return working
  }

  function settings(): WorkerConfig {
    return {
      databaseUrl: database.url,
      hubSecret: HUB_SECRET,
      publicUrl: null,
      smtpUrl: null,
      mailFrom: 'Training Hub <hub@hub.test>',
      timeZone: 'UTC',
      outboundAllow: ['127.0.0.1'],
      logLevel: 'silent',
    }
  }

  return {
    url: database.url,
    owner,
    worker,
    queue,
    /** Owner of the tables: for breaking things. */
    admin,
    superuser,
    publish,
    start,
    run,
    steps,
    reaches,
    startWorker,
    connect: database.connect,
    /** Stores a secret as the API does; gives its id. */
    async storeSecret(value: string): Promise<string> {
      const [row] = await admin.orm
        .insert(tables.secrets)
        .values({ name: `Secret ${randomUUID()}`, ciphertext: sealSecret(value, HUB_SECRET), createdBy: owner.id })
        .returning({ id: tables.secrets.id })
      return row?.id ?? ''
    },
    addPerson: (role: Role) => createPerson(database.url, { role }),
    emailsOf: (runId: string) =>
      worker.orm
        .select()
        .from(tables.emailQueue)
        .where(eq(tables.emailQueue.runId, runId))
        .orderBy(tables.emailQueue.id),
    /** Of its steps and mails; without what its owner is told of the run itself. */
    notificationsOf: (runId: string) =>
      worker.orm
        .select()
        .from(tables.notifications)
        .where(and(eq(tables.notifications.runId, runId), isAboutSteps))
        .orderBy(tables.notifications.id),
    async activeJobs(): Promise<number> {
      const [row] = await worker.orm.execute<{ count: number }>(
        sql`select count(*)::int as count from pgboss.job where name = 'runs' and state = 'active'`,
      )
      return row?.count ?? 0
    },
    onStop: (work: () => Promise<void>) => stopping.push(work),
    async stop() {
      for (const work of stopping.splice(0).reverse()) await work()
      await Promise.all([worker.close(), door.close(), admin.close(), queue.close(), superuser.end()])
      await database.drop()
    },
  }
}

export type TestHub = Awaited<ReturnType<typeof startTestHub>>

const isAboutSteps = sql`coalesce(${tables.notifications.noticeKey}, 'mail:') like 'mail:%'`

function silent(): Logger {
  return pino({ level: process.env.LOG_LEVEL ?? 'silent' })
}

type Part = Partial<WorkflowNode> & { type: string }

/** A webhook trigger and then the given nodes in a row: `n1`, `n2` … */
export function inARow(nodes: Part[], trigger: Part = { type: 'webhook' }): Definition {
  const all = [trigger, ...nodes].map((node, index) => ({
    id: `n${index}`,
    name: `Node ${index}`,
    config: {},
    position: { x: 0, y: index * 140 },
    ...node,
  }))
  const edges = nodes.map((_, index) => ({
    id: `e${index}`,
    source: `n${index}`,
    target: `n${index + 1}`,
    branch: 'next',
  }))
  return { schemaVersion: 1, nodes: all, edges }
}

export function sendEmail(to: string, subject: string): Part {
  return {
    type: 'send-email',
    config: { to: [to], subject, body: '<p>Hello {{trigger.body.name | default: "you"}}</p>' },
  }
}

export function notifyOwner(title: string): Part {
  return { type: 'create-notification', config: { to: ['owner'], title, message: 'It happened.' } }
}

export function waitSeconds(amount: number): Part {
  return { type: 'wait', config: { kind: 'duration', amount, unit: 'seconds' } }
}

export function httpRequest(url: string, more: { [field: string]: Json } = {}): Part {
  return {
    type: 'http-request',
    config: { method: 'POST', url, body: { kind: 'json', value: '{"name":"{{trigger.body.name}}"}' }, ...more },
  }
}
