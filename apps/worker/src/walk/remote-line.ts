import { findNode } from '@hubflow/core'
import { CHAIN_HEADER, type Database, writeChainHeader } from '@hubflow/db'
import { nodeTypes, type OutboundClient, StepFailure } from '@hubflow/nodes'
import type { Logger } from 'pino'
import { backoffMs } from '../backoff.ts'
import { failpoint } from '../failpoint.ts'
import { persistently } from '../persistently.ts'
import { DatabaseFault, passesByItself } from '../services/database-fault.ts'
import { createWalkHost } from '../services/database-host.ts'
import { askAsOwner } from '../services/owner.ts'
import { createRedaction, type Redaction } from '../services/redaction.ts'
import { readSecret } from '../services/secrets.ts'
import { noEffects } from './effects.ts'
import type { Arrival, RemoteArrival } from './outcome.ts'
import type { RunState } from './run-state.ts'
import { runAction, stepErrorOf } from './step.ts'

/** How often a step is tried again when neither its config nor its failure says. */
const DEFAULT_RETRIES = 3

export interface RemoteLineOptions {
  database: Database
  http: OutboundClient
  /** The hub's own address: a call to it tells which workflows led to it. */
  publicUrl: string | null
  /** The hub's own, which stored secrets are sealed with. */
  hubSecret: string
  concurrency: number
  log: Logger
  /** Writes what came of a step; false when the run is no longer this attempt's. */
  arrive(run: RunState, arrival: RemoteArrival): Promise<boolean>
  /** Gives back a run whose step was not begun. */
  release(run: RunState): Promise<void>
}

export interface RemoteLine {
  send(run: RunState, nodeId: string, now: () => Date): void
  /** Begins nothing more, gives back what was not begun, and waits for what is under way. */
  drain(): Promise<void>
}

interface Waiting {
  run: RunState
  nodeId: string
  /** Business time. */
  now: () => Date
}

/** Remote steps side by side with a bound of their own, so that a slow target does not hold fast runs. */
export function createRemoteLine(options: RemoteLineOptions): RemoteLine {
  const waiting: Waiting[] = []
  const underWay = new Set<Promise<void>>()
  let draining = false

  function next(): void {
    while (!draining && underWay.size < options.concurrency) {
      const one = waiting.shift()
      if (!one) return
      const work = perform(options, one).finally(() => {
        underWay.delete(work)
        next()
      })
      underWay.add(work)
    }
  }

  return {
    send(run, nodeId, now) {
      waiting.push({ run, nodeId, now })
      if (draining) void giveBack(options, waiting.splice(0))
      else next()
    },
    async drain() {
      draining = true
      await giveBack(options, waiting.splice(0))
      await Promise.all(underWay)
    },
  }
}

async function perform(options: RemoteLineOptions, waiting: Waiting): Promise<void> {
  const { run, nodeId } = waiting
  try {
    const arrival = await sendStep(options, waiting)
    failpoint('after-effect', nodeId)
    const written = await persistently(() => options.arrive(run, arrival))
    if (!written)
      options.log.info({ runId: run.id, nodeId }, 'an answer came too late: the run is no longer this attempt’s')
  } catch (error) {
    // The run stays held by this worker; the reconciler finds that nobody has it in hand and wakes it again.
    options.log.error({ err: error, runId: run.id, nodeId }, 'a remote step could not be recorded')
  }
}

async function sendStep(options: RemoteLineOptions, { run, nodeId, now }: Waiting): Promise<RemoteArrival> {
  const { database, hubSecret } = options
  const effects = noEffects()
  const begun = performance.now()
  const activeMs = () => performance.now() - begun
  const node = findNode(run.definition, nodeId)
  const step = run.steps.get(nodeId)
  const action = nodeTypes.get(node?.type ?? '')
  if (!node || !step || action?.kind !== 'action') throw new Error(`step ${nodeId} of run ${run.id} cannot be sent`)
  const { hide, redact, guard } = createRedaction()
  const host = createWalkHost({
    ask: (owner, query) => database.sql.begin((sql) => askAsOwner(sql, owner, query)),
    http: guard(withChain(options, run)),
    now,
    async secretOf(owner, id) {
      const secret = await readSecret(database, owner, id, hubSecret)
      hide(secret)
      return secret
    },
  })
  try {
    const outcome = await runAction(action, step.input, host.services(run, node, effects))
    return { nodeId, outcome: withoutSecrets(outcome, redact), effects, activeMs: activeMs() }
  } catch (error) {
    return {
      nodeId,
      outcome: withoutSecrets(afterFailure(error, step.attempt), redact),
      effects: noEffects(),
      activeMs: activeMs(),
    }
  }
}

/** A client that tells the hub itself, and nobody else, which workflows started one another up to this call. */
function withChain({ http, publicUrl, hubSecret }: RemoteLineOptions, run: RunState): OutboundClient {
  const hub = publicUrl === null ? null : new URL(publicUrl).origin
  return {
    send(request) {
      if (URL.parse(request.url)?.origin !== hub) return http.send(request)
      const chain = [...run.chain, { workflowId: run.workflowId, name: run.workflowName }]
      const header = { name: CHAIN_HEADER, value: writeChainHeader(chain, hubSecret) }
      return http.send({ ...request, headers: [...request.headers, header] })
    },
  }
}

/** What other systems and errors may have repeated; the words of our own stay as they are. */
function withoutSecrets(arrival: Arrival, redact: Redaction['redact']): Arrival {
  switch (arrival.status) {
    case 'completed':
      return { ...arrival, output: redact(arrival.output), effects: redact(arrival.effects) }
    case 'failed':
    case 'retrying': {
      const { code, ...said } = arrival.error
      return { ...arrival, error: { code, ...redact(said) } }
    }
    default:
      return arrival
  }
}

/** Another try later when the failure may pass and tries are left, else the step's end. */
function afterFailure(error: unknown, attempt: number): Arrival {
  const mayPass =
    error instanceof StepFailure ? error.retryable : error instanceof DatabaseFault && passesByItself(error)
  const described = stepErrorOf(error)
  if (!mayPass) return { status: 'failed', error: described }
  const retries = (error instanceof StepFailure ? error.maxRetries : null) ?? DEFAULT_RETRIES
  if (attempt > retries) {
    const tried = attempt > 1 ? ` It was tried ${attempt} times.` : ''
    return { status: 'failed', error: { ...described, message: described.message + tried } }
  }
  const asked = error instanceof StepFailure ? (error.retryAfterMs ?? 0) : 0
  return { status: 'retrying', delayMs: Math.max(asked, backoffMs(attempt)), error: described }
}

async function giveBack({ release, log }: RemoteLineOptions, notBegun: Waiting[]): Promise<void> {
  for (const { run } of notBegun) {
    await release(run).catch((error: unknown) =>
      log.error({ err: error, runId: run.id }, 'a run could not be given back'),
    )
  }
}
