import { createHash } from 'node:crypto'
import {
  CHAIN_HEADER,
  type ChainLink,
  type Database,
  type NewRun,
  type Queue,
  readChainHeader,
  type StartedRun,
} from '@hubflow/db'
import { type Context, Hono } from 'hono'
import type { Logger } from 'pino'
import { chainTooDeep, isChainTooDeep, namesOf } from '../chain.ts'
import { addressOf } from '../http/address.ts'
import { Attempts } from '../http/attempts.ts'
import { readBody } from '../http/body.ts'
import { answerErrors } from '../http/errors.ts'
import { HttpProblem, notFound, tooMany } from '../http/problem.ts'
import { accepted, captured, endOf } from './answer.ts'
import { authenticate, isFromCaller } from './authenticate.ts'
import { type HookTrigger, readTrigger } from './call.ts'
import { keepPaused, keepTooDeep } from './decisions.ts'
import type { CallRules, Hook } from './find-hook.ts'
import { HookFinder } from './hook-finder.ts'
import type { RunEnds } from './run-ends.ts'
import { RunStarter } from './run-starter.ts'
import { keepSample } from './sample.ts'

/** Calls of one webhook that may be under way at once: a flooded one is told to slow down before it slows the others. */
const MAX_UNDER_WAY = 500

/**
 * The door for other systems, an app of its own: no sessions, no people, a database role that can start runs and
 * nothing else. It answers 202 when the run is committed, not before, or with what came of the run where the trigger says so.
 */
export function createHooks({
  database,
  queue,
  log,
  secret,
  runEnds,
}: {
  database: Database
  queue: () => Promise<Queue>
  log: Logger
  /** The hub's own, which stored secrets are sealed with. */
  secret: string
  runEnds: RunEnds
}) {
  const finder = new HookFinder(database)
  const starter = new RunStarter(database, queue)
  const misses = new Attempts({ max: 60, windowMs: 60_000 })
  const refusals = new Attempts({ max: 60, windowMs: 60_000 })
  /** Why a call started nothing is kept; of a flood of calls, enough to see it. */
  const noted = new Attempts({ max: 60, windowMs: 60_000 })
  const underWay = new Map<string, number>()

  const app = new Hono()
  app.onError(answerErrors(log))
  app.all('/:token', async (c) => {
    const token = c.req.param('token')
    const { live, listener } = (await finder.find(token)) ?? { live: null, listener: null }
    if (live === null && listener === null) throw refuseMiss(c, misses)
    const bytes = await readBody(c.req.raw)
    const secretHeaders = [live, listener].flatMap((rules) => (rules?.auth.kind === 'header' ? [rules.auth.name] : []))
    const readCall = () => readTrigger(c.req.raw, c.req.query(), bytes, secretHeaders)

    const isCaught = listener !== null && (await catchCall(listener, live !== null))
    if (live === null && !isCaught) throw refuseMiss(c, misses)
    if (live === null || (isCaught && live.status === 'paused')) return captured(c)

    checkMethod(c, live)
    checkCaller(c, live, bytes, secret, refusals)
    // Only who may call hears how the workflow stands.
    if (live.status === 'paused') {
      if (noted.count(live.workflowId) === null) await keepPaused(database, live.workflowId)
      throw paused()
    }
    const chain = readChainHeader(c.req.header(CHAIN_HEADER) ?? null, secret)
    if (isChainTooDeep(chain)) {
      const names = [...namesOf(chain), 'this workflow']
      if (noted.count(live.workflowId) === null) await keepTooDeep(database, live.workflowId, names)
      throw chainTooDeep(names)
    }
    const run = newRun(live, readCall(), chain)
    const started = await counted(underWay, token, () => startOnce(starter, c, run, bytes))
    if (live.waitMs === null || started.status === 'held') return accepted(c, started.runId)
    return endOf(c, started.runId, await runEnds.waitFor(started.runId, live.waitMs, c.req.raw.signal))

    /** Keeps the call for the editor that listens, if it is one that the draft would take. */
    async function catchCall(rules: CallRules, goesOn: boolean): Promise<boolean> {
      if (!goesOn) {
        checkMethod(c, rules)
        checkCaller(c, rules, bytes, secret, refusals)
      } else if (!rules.methods.includes(c.req.method) || !isFromCaller(rules, c.req.raw.headers, bytes, secret)) {
        // The live version may ask for something else: what the draft refuses still gets its run.
        return false
      }
      return keepSample(database, rules.workflowId, readCall())
    }
  })
  app.all('*', () => {
    throw notFound()
  })
  return app
}

/** Tokens cannot be guessed; who tries is slowed down anyway. */
function refuseMiss(c: Context, misses: Attempts): HttpProblem {
  const waitMs = misses.count(addressOf(c))
  if (waitMs !== null)
    return tooMany('Too many calls to addresses that do not exist. Check the address.', waitMs / 1000)
  return new HttpProblem(
    404,
    'There is no webhook at this address. Copy it again from the workflow, and publish the workflow.',
  )
}

function checkMethod(c: Context, hook: CallRules): void {
  if (!hook.methods.includes(c.req.method)) {
    throw new HttpProblem(405, `This webhook takes ${hook.methods.join(' or ')}. Call it that way.`, {
      headers: { allow: hook.methods.join(', ') },
    })
  }
}

/** An address that was refused too often is not even listened to: a short secret cannot be found by trying. */
function checkCaller(c: Context, hook: CallRules, bytes: Uint8Array, secret: string, refusals: Attempts): void {
  const key = `${hook.workflowId} ${addressOf(c)}`
  const waitMs = refusals.waitMs(key)
  if (waitMs !== null) throw tooMany('Too many calls without the right secret. Check it on both sides.', waitMs / 1000)
  try {
    authenticate(hook, c.req.raw.headers, bytes, secret)
  } catch (error) {
    refusals.count(key)
    throw error
  }
}

function paused(): HttpProblem {
  return new HttpProblem(409, 'The workflow of this webhook is paused. Resume it, then call again.')
}

function newRun({ workflowId, version }: Hook, trigger: HookTrigger, chain: ChainLink[]): NewRun {
  return { workflowId, version, context: { trigger }, chain, chainDepth: chain.length }
}

/** One run per delivery: a repeated id gives the run that the first call started. */
async function startOnce(starter: RunStarter, c: Context, run: NewRun, bytes: Uint8Array): Promise<StartedRun> {
  const id = deliveryId(c)
  if (id === null) return starter.start(run)
  const dedupeHash = createHash('sha256').update(bytes).digest('hex')
  const started = await starter.start({ ...run, dedupeKey: `hook:${id.value}`, dedupeHash })
  if (started.duplicate && id.isOfCaller && started.dedupeHash !== dedupeHash) {
    throw new HttpProblem(
      422,
      'This Idempotency-Key was used before with another body. Send a new key with a new request.',
    )
  }
  return started
}

/** `webhook-id` names the message whatever its bytes; an Idempotency-Key is a promise that the body is the same. */
function deliveryId(c: Context): { value: string; isOfCaller: boolean } | null {
  const message = c.req.header('webhook-id')
  const value = message ?? c.req.header('idempotency-key')
  if (value === undefined) return null
  if (!/^[\x21-\x7e]{1,200}$/.test(value)) {
    throw new HttpProblem(400, 'The id of a delivery must be 1 to 200 visible characters without spaces.')
  }
  return { value, isOfCaller: message === undefined }
}

async function counted<Result>(
  underWay: Map<string, number>,
  token: string,
  work: () => Promise<Result>,
): Promise<Result> {
  const count = underWay.get(token) ?? 0
  if (count >= MAX_UNDER_WAY) throw tooMany('This webhook is called faster than its runs can be started. Slow down.', 1)
  underWay.set(token, count + 1)
  try {
    return await work()
  } finally {
    const left = (underWay.get(token) ?? 1) - 1
    if (left === 0) underWay.delete(token)
    else underWay.set(token, left)
  }
}
