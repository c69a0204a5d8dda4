import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { BY_KEYS, connect, jobDatabase, openQueue, RUNS_QUEUE, unsubscribeToken } from '@hubflow/db'
import { createOutboundClient } from '@hubflow/nodes'
import { type Logger, pino } from 'pino'
import { raiseAlerts } from './alerts/alerts.ts'
import type { WorkerConfig } from './environment.ts'
import { forgetDecisions } from './events/decisions.ts'
import { dispatchEvents } from './events/dispatcher.ts'
import { reconcile } from './liveness/reconciler.ts'
import { type Registration, register } from './liveness/registration.ts'
import { type Loop, startLoop } from './loop.ts'
import { sendDueMail } from './mail/sender.ts'
import { createMailTransport } from './mail/transport.ts'
import { noticeRuns } from './notices/notices.ts'
import { wakeChannel } from './queue/wake-channel.ts'
import { clearAway } from './retention/retention.ts'
import { Schedules } from './schedules/schedules.ts'
import { release } from './walk/claim.ts'
import { type Flush, flushTogether } from './walk/flush.ts'
import { createRemoteLine } from './walk/remote-line.ts'
import { createWalker, type RunJob } from './walk/walker.ts'

/** Jobs that are fetched at once and walked in one transaction. */
const BATCH = 100
/** Side by side, so that one batch is computed while another is written. */
const WALK_LOOPS = 2
const REMOTE_CONCURRENCY = 50
/** The floor of looking when nobody is told anything: deferred jobs are found by looking only. */
const TICK_MS = 1000
/** How often old records of what triggers decided are looked for. */
const FORGET_MS = 60_000
/**
 * A worker that stands still (stopped, or cut off without a word) is ended by PostgreSQL after this long: its lock is
 * free, what it had begun is rolled back, and others take over. A living one says something every tick.
 */
const SILENT_MS = '10000'
/** How often the rules of alerts are looked at. */
const ALERTS_MS = 10_000
/** How often what is past its time is looked for. */
const CLEAR_MS = 10 * 60_000
const DRAIN_MS = 10_000
const CLOSE_MS = 6000

export interface WorkerOptions extends WorkerConfig {
  log?: Logger
  /** How a batch is written. Anything but the default gives up that effects happen once: for tests that show it. */
  flush?: Flush
}

export interface Worker {
  readonly id: string
  start(): Promise<void>
  /** Takes nothing more, finishes what is in hand (at most 10 s), leaves nothing held. */
  stop(): Promise<void>
}

/** A worker on the database of `databaseUrl`; any number of them may share it. */
export function createWorker(options: WorkerOptions): Worker {
  const log = options.log ?? pino({ level: options.logLevel, base: { app: 'worker' } })
  const id = randomUUID()
  let stopAll: (() => Promise<void>) | null = null
  return {
    id,
    async start() {
      stopAll ??= await startWorker(id, options, log)
    },
    async stop() {
      const stop = stopAll
      stopAll = null
      await stop?.()
    },
  }
}

async function startWorker(workerId: string, options: WorkerOptions, log: Logger): Promise<() => Promise<void>> {
  const url = withSetting(options.databaseUrl, 'idle_in_transaction_session_timeout', SILENT_MS)
  const role = 'hubflow_worker' as const
  /** Nothing but transactions run on these two pools. */
  const walking = connect({ url, role, max: WALK_LOOPS + 4, name: 'hubflow worker: runs', settings: BY_KEYS })
  const database = connect({ url, role, max: 4, name: 'hubflow worker' })
  // A claim that is lost in a crash of the database is only made again, so it need not wait for the disk.
  const claims = connect({
    url: withSetting(url, 'synchronous_commit', 'off'),
    role,
    max: WALK_LOOPS,
    name: 'hubflow worker: claims',
  })
  // Kept open for good: its session holds the lock that says that this worker lives.
  const presence = connect({
    url: withSetting(withSetting(url, 'max_lifetime', 'false'), 'idle_session_timeout', SILENT_MS),
    role,
    max: 1,
    name: 'hubflow worker: presence',
  })
  const queue = await openQueue({
    url: options.databaseUrl,
    role,
    name: 'hubflow worker: queue',
    supervise: true,
    timeZone: options.timeZone,
  })

  const http = createOutboundClient({
    allow: options.outboundAllow,
    ...(options.publicUrl !== null && { publicUrl: options.publicUrl }),
  })
  const remote = createRemoteLine({
    database: walking,
    http,
    publicUrl: options.publicUrl,
    hubSecret: options.hubSecret,
    concurrency: REMOTE_CONCURRENCY,
    log,
    arrive: (run, arrival) => walker.arrive(run, arrival),
    release: (run) => release({ database: walking, queue }, run, 0),
  })
  const walker = createWalker({
    database: walking,
    queue,
    workerId,
    http,
    timeZone: options.timeZone,
    flush: options.flush ?? flushTogether,
    log,
    send: remote.send,
  })
  let queueEmpty = false

  function loop(name: string, turn: () => Promise<boolean>, everyMs = TICK_MS): Loop {
    return startLoop({
      everyMs,
      turn,
      onError: (error) => log.error({ err: error }, `${name}: failed, and is tried again in a second`),
    })
  }

  async function walkTurn(): Promise<boolean> {
    const db = jobDatabase(claims.sql)
    const jobs: RunJob[] = await queue.boss.fetch<RunJob['data']>(RUNS_QUEUE, { batchSize: BATCH, db })
    queueEmpty = jobs.length < BATCH
    if (jobs.length > 0) await walker.walkJobs(jobs)
    return jobs.length === BATCH
  }

  async function reconcileTurn(registration: Registration): Promise<boolean> {
    await registration.renew()
    const findings = await reconcile({
      database,
      queue,
      workerId,
      inHand: walker.inHand,
      isQueueEmpty: () => queueEmpty,
    })
    if (!findings) return false
    if (findings.freedRuns + findings.freedEmails > 0) log.warn(findings, 'work of an ended worker is taken up again')
    for (const runId of findings.overdue) await walker.walkAlone(runId)
    return false
  }

  const registration = await register(presence, workerId)
  const walks = Array.from({ length: WALK_LOOPS }, () => loop('walking runs', walkTurn))
  const events = loop('dispatching events', () => dispatchEvents(database, queue))
  const times = new Schedules(database, queue, options.timeZone)
  const schedules = loop('firing schedules', () => times.fire())
  const forgetting = loop('forgetting old decisions', () => forgetDecisions(database), FORGET_MS)
  const hubUrl = options.publicUrl?.replace(/\/+$/, '') ?? null
  const unsubscribeUrl = (address: string) =>
    hubUrl === null ? null : `${hubUrl}/unsubscribe/${unsubscribeToken(address, options.hubSecret)}`
  const transport = options.smtpUrl === null ? null : createMailTransport(options.smtpUrl, options.mailFrom)
  const mail =
    transport && loop('sending mail', () => sendDueMail({ database, transport, unsubscribeUrl, hubUrl, workerId, log }))
  const retention = loop('clearing away', () => unhurried(() => clearAway(database)), CLEAR_MS)
  const notices = loop('telling owners', () => noticeRuns(database, options.timeZone))
  const alerts = loop('raising alerts', () => raiseAlerts(database).then(() => false), ALERTS_MS)
  const reconciler = loop('looking after runs', () => reconcileTurn(registration))
  // A loop of its own: what is looked after may take longer than a worker may be silent.
  const living = loop('saying that this worker lives', () => registration.renew().then(() => false))

  await claims.sql.listen(
    wakeChannel('pgboss'),
    (name) => name === RUNS_QUEUE && wakeOne(walks),
    () => wakeOne(walks),
  )
  await claims.sql.listen('hubflow_events', events.wake, events.wake)
  if (mail) await claims.sql.listen('hubflow_mail', mail.wake, mail.wake)
  log.info({ workerId, mail: mail !== null }, 'worker ready')

  async function drain(): Promise<void> {
    await Promise.all(
      [...walks, events, schedules, forgetting, retention, notices, alerts, reconciler].map((one) => one.stop()),
    )
    await remote.drain()
    await mail?.stop()
    // A row that stays is taken away by another worker, once the lock is free.
    await living.stop()
    await registration.end().catch((error: unknown) => log.warn({ err: error }, 'this worker is still on the list'))
  }

  return async () => {
    await withinMs(drain(), DRAIN_MS).catch((error: unknown) =>
      log.error({ err: error }, 'stopped before all was finished'),
    )
    transport?.close()
    // A connection to a machine that is gone without a word would never close.
    const pools = [queue, walking, database, claims, presence].map((one) => one.close())
    await withinMs(Promise.allSettled(pools), CLOSE_MS).catch((error: unknown) =>
      log.warn({ err: error }, 'stopped with connections that do not close'),
    )
  }
}

/** One loop is enough for what has come; it wakes no other one for nothing. */
function wakeOne(loops: Loop[]): void {
  const resting = loops.find((one) => one.isResting())
  if (resting) resting.wake()
  else for (const one of loops) one.wake()
}

function withSetting(url: string, name: string, value: string): string {
  const changed = new URL(url)
  changed.searchParams.set(name, value)
  return changed.href
}

async function withinMs(work: Promise<unknown>, limitMs: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`not finished within ${limitMs} ms`)), limitMs)
  })
  await Promise.race([work, late]).finally(() => clearTimeout(timer))
}

/** Does a part of a long work, and rests four times as long as that took: what people wait for goes first. */
async function unhurried(work: () => Promise<boolean>): Promise<boolean> {
  const begun = performance.now()
  const more = await work()
  if (more) await delay((performance.now() - begun) * 4)
  return more
}
