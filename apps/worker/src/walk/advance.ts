import {
  branchOnError,
  findNode,
  findTrigger,
  type Json,
  nextNodeId,
  type StepOutcome,
  type WorkflowNode,
} from '@hubflow/core'
import { addEffects, type LocalEffects, noEffects } from './effects.ts'
import { idempotencyKeyFor, idempotencyKeyOf } from './idempotency-key.ts'
import type { Arrival, Halt, RemoteArrival } from './outcome.ts'
import { previewAction } from './preview.ts'
import type { RunState, StepRecord } from './run-state.ts'
import { failure, performAction, resolveInput } from './step.ts'
import type { WalkHost } from './walk-host.ts'

/** How long a run may work where its workflow does not say. Waiting does not count. */
const DEFAULT_TIMEOUT_MINUTES = 60

/** What a walk did to a run, to be written in one transaction. */
export interface Walked {
  run: RunState
  /** Steps that are new or changed, by node id. */
  steps: Map<string, StepRecord>
  effects: LocalEffects
  halt: Halt
}

export interface AdvanceOptions {
  /** What came of the remote step that the run stands at. */
  arrival?: RemoteArrival
  /** How many steps to end at most; the rest is walked in transactions of their own. */
  maxSteps?: number
}

/**
 * Walks a run in memory as far as it goes without leaving this database: local steps one after another, to the run's
 * end, a wait, a failure or a remote step. The caller writes what comes of it.
 */
export async function advance(run: RunState, host: WalkHost, options: AdvanceOptions = {}): Promise<Walked> {
  const walked: Walked = { run, steps: new Map(), effects: noEffects(), halt: { status: 'completed' } }
  const begun = host.now()
  run.activeMs += options.arrival?.activeMs ?? 0
  walked.halt = await walk(run, host, walked, options)
  run.activeMs += Math.max(0, host.now().getTime() - begun.getTime())
  return walked
}

async function walk(run: RunState, host: WalkHost, walked: Walked, options: AdvanceOptions): Promise<Halt> {
  let nodeId = standingAt(run)
  run.startedAt ??= host.now()
  if (!findTrigger(run.definition)) return lostTrigger()

  for (let ended = 0; nodeId !== null; ended++) {
    if (ended === options.maxSteps) return { status: 'running', nodeId, go: 'walk' }
    const node = findNode(run.definition, nodeId)
    if (!node) return lostNode(nodeId)

    const arrived = ended === 0 && options.arrival?.nodeId === nodeId ? options.arrival : null
    const outcome = arrived ? takeIn(arrived, walked) : await perform(run, node, host, walked)
    if (outcome === 'send') return { status: 'running', nodeId, go: 'send' }

    const step = endStep(run, node, outcome, host, walked)
    if (outcome.status === 'waiting' || outcome.status === 'retrying')
      return { status: 'waiting', nodeId, resumeAt: step.resumeAt ?? host.now() }
    if (outcome.status === 'failed' && (node.onError !== 'continue' || outcome.error.code === 'run-timeout'))
      return { status: 'failed', nodeId, nodeName: node.name, error: outcome.error }
    if (run.test?.scope === 'step') break
    const branch = outcome.status === 'failed' ? wayPast(node, host) : outcome.branch
    step.branch = branch
    nodeId = nextNodeId(run.definition, nodeId, branch)
  }
  return { status: 'completed' }
}

/** Where a run goes on from a step that failed and says so. */
function wayPast(node: WorkflowNode, host: WalkHost): string {
  const type = host.nodeTypes.get(node.type)
  if (type?.kind !== 'action') return 'next'
  const { branches = ['next'], branchesFrom } = type
  return branchOnError({ branches, ...(branchesFrom !== undefined && { branchesFrom }) }, node.config)
}

/** The node that a run is to walk next: the first after the trigger when it has not begun; null when nothing is left. */
export function standingAt(run: RunState): string | null {
  if (run.nextNodeId !== null || run.startedAt !== null) return run.nextNodeId
  const trigger = findTrigger(run.definition)
  return trigger ? nextNodeId(run.definition, trigger.id, 'next') : null
}

function lostTrigger(): Halt {
  const message =
    'This version of the workflow cannot be read any more. Publish the workflow again, and start a new run.'
  return { status: 'failed', nodeId: null, nodeName: null, error: { code: 'unexpected', message } }
}

function lostNode(nodeId: string): Halt {
  const message = `The step “${nodeId}” is not in this version of the workflow. Start the run again.`
  return { status: 'failed', nodeId: null, nodeName: null, error: { code: 'unexpected', message } }
}

function overTime(minutes: number): StepOutcome {
  const time = minutes === 1 ? 'one minute' : `${minutes} minutes`
  return failure(
    'run-timeout',
    `The run has worked for more than ${time}, which is its limit. Find the step that takes so long, or raise the limit in the workflow’s settings and publish; then retry.`,
  )
}

function takeIn(arrival: RemoteArrival, walked: Walked): Arrival {
  addEffects(walked.effects, arrival.effects)
  return arrival.outcome
}

/** Does the step, or says that it is to be sent once its record stands. */
async function perform(run: RunState, node: WorkflowNode, host: WalkHost, walked: Walked): Promise<Arrival | 'send'> {
  const limit = run.definition.settings?.runTimeoutMinutes ?? DEFAULT_TIMEOUT_MINUTES
  if (run.activeMs > limit * 60_000) return overTime(limit)
  const problem = run.test?.problems?.[node.id]
  if (problem) return { status: 'failed', error: problem }
  if (node.disabled) return { status: 'skipped', branch: 'next' }
  const action = host.nodeTypes.get(node.type)
  if (action?.kind !== 'action')
    return failure('node-type-unknown', `There is no action “${node.type}”. Replace the step by another, or remove it.`)

  if (run.isTest) {
    const { input, error } = await resolveInput(run, node, host)
    beginStep(run, node, walked, { input, attempt: 1, startedAt: host.now() })
    return error ? { status: 'failed', error } : await previewAction(action, input, run, node, host)
  }

  const before = run.steps.get(node.id)
  if (before && action.effect !== 'remote' && before.status === 'waiting') return wakeUp(before)
  if (before && before.status !== 'pending' && action.effect === 'remote') {
    // The request that was stored before the first send is sent again, byte for byte, under the same key.
    beginStep(run, node, walked, {
      input: before.input,
      attempt: before.attempt + 1,
      startedAt: before.startedAt,
      idempotencyKey: before.idempotencyKey,
    })
    return 'send'
  }
  const startedAt = host.now()
  const resolved = await resolveInput(run, node, host)
  const idempotencyKey = idempotencyKeyFor(run, node, before, resolved.input)
  beginStep(run, node, walked, { input: resolved.input, attempt: 1, startedAt, idempotencyKey })
  if (resolved.error) return { status: 'failed', error: resolved.error }
  if (action.effect === 'remote') return 'send'

  const effects = noEffects()
  const outcome = await performAction(action, resolved.input, host.services(run, node, effects))
  if (outcome.status !== 'failed') addEffects(walked.effects, effects)
  return outcome
}

function wakeUp(parked: StepRecord): Arrival {
  return { status: 'completed', branch: parked.branch ?? 'next', output: parked.output, effects: parked.effects }
}

function beginStep(
  run: RunState,
  node: WorkflowNode,
  walked: Walked,
  start: { input: Json; attempt: number; startedAt: Date | null; idempotencyKey?: string | null },
): StepRecord {
  const step: StepRecord = {
    nodeId: node.id,
    position: run.steps.get(node.id)?.position ?? run.steps.size,
    type: node.type,
    name: node.name,
    status: 'running',
    output: null,
    effects: [],
    error: null,
    branch: null,
    idempotencyKey: idempotencyKeyOf(run, node),
    completedAt: null,
    resumeAt: null,
    ...start,
  }
  run.steps.set(node.id, step)
  walked.steps.set(node.id, step)
  return step
}

function endStep(run: RunState, node: WorkflowNode, outcome: Arrival, host: WalkHost, walked: Walked): StepRecord {
  const now = host.now()
  const step = run.steps.get(node.id) ?? beginStep(run, node, walked, { input: null, attempt: 1, startedAt: now })
  walked.steps.set(node.id, step)
  step.resumeAt = null
  step.error = null
  switch (outcome.status) {
    case 'waiting':
      Object.assign(step, outcome)
      break
    case 'retrying':
      step.status = 'waiting'
      step.error = outcome.error
      step.resumeAt = new Date(now.getTime() + outcome.delayMs)
      break
    default:
      Object.assign(step, { ...outcome, completedAt: now })
  }
  return step
}
