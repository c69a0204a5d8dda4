import {
  type Json,
  resolveConfig,
  rootsIn,
  type StepError,
  type StepErrorCode,
  type StepOutcome,
  TemplateError,
  type TemplateScope,
  type WorkflowNode,
} from '@hubflow/core'
import { type Action, StepFailure, type StepServices } from '@hubflow/nodes'
import type { z } from 'zod'
import { failpoint } from '../failpoint.ts'
import { DatabaseFault } from '../services/database-fault.ts'
import { type RunState, timeOf } from './run-state.ts'
import type { WalkHost } from './walk-host.ts'

/** A step's config with everything inserted, or why that could not be; checked against the node type's schema. */
export async function resolveInput(
  run: RunState,
  node: WorkflowNode,
  host: WalkHost,
): Promise<{ input: Json; error: StepError | null }> {
  const schema = host.configSchemaOf(node.type)
  let input: { [field: string]: Json } = {}
  try {
    const scope = await scopeFor(rootsIn(node.config), run, host)
    input = resolveConfig(node.config, schema, scope, { timeZone: run.timeZone })
  } catch (error) {
    return { input, error: stepErrorOf(error) }
  }
  const checked = host.nodeTypes.get(node.type)?.config.safeParse(input)
  return { input, error: checked?.error ? configError(checked.error, schema) : null }
}

/** What templates may read, with the subject only where one of them asks for it. */
export async function scopeFor(roots: ReadonlySet<string>, run: RunState, host: WalkHost): Promise<TemplateScope> {
  const outputs = [...run.steps.values()].filter((step) => step.completedAt !== null)
  return {
    trigger: run.trigger,
    steps: { ...run.test?.outputs, ...Object.fromEntries(outputs.map((step) => [step.nodeId, step.output])) },
    subject: roots.has('subject') ? await host.readSubject(run) : null,
    workflow: { id: run.workflowId, name: run.workflowName },
    run: { id: run.id, started_at: (run.startedAt ?? host.now()).toISOString(), is_test: run.isTest },
    now: timeOf(run, host.now()).toISOString(),
  }
}

/** Does a local action; failing is an outcome. Database faults go up: they end the transaction, not only the step. */
export async function performAction(action: Action, input: Json, services: StepServices): Promise<StepOutcome> {
  try {
    return await runAction(action, input, services)
  } catch (error) {
    if (error instanceof DatabaseFault) throw error
    return { status: 'failed', error: stepErrorOf(error) }
  }
}

/** Does an action with its resolved input; throws what it throws. */
export async function runAction(action: Action, input: Json, services: StepServices): Promise<StepOutcome> {
  failpoint('before-effect', services.nodeId)
  const result = await action.run(action.config.parse(input), services)
  const branch = result.branch ?? action.branches?.[0] ?? 'next'
  const output = jsonOf(result.output)
  return result.status === 'completed'
    ? { status: 'completed', branch, output, effects: result.effects ?? [] }
    : { status: 'waiting', branch, output, resumeAt: result.resumeAt }
}

export function failure(code: StepErrorCode, message: string): StepOutcome {
  return { status: 'failed', error: { code, message } }
}

/** Anything thrown by a step, in one of the named classes. */
export function stepErrorOf(error: unknown): StepError {
  if (error instanceof StepFailure)
    return {
      code: error.code,
      message: shortened(error.message),
      ...(error.detail === null ? {} : { detail: error.detail }),
      ...(error.concerns === null ? {} : { concerns: error.concerns }),
    }
  if (error instanceof TemplateError)
    return {
      code: error.code,
      message: shortened(error.message),
      ...concernOf(error),
    }
  const cause = error instanceof Error ? error : new Error(String(error))
  return {
    code: 'unexpected',
    message: `The step stopped without a reason of its own (${cause.message}). Run it again; if it stops again, report it.`,
    detail: cause.stack ?? cause.message,
  }
}

function concernOf({ path, field }: TemplateError): Pick<StepError, 'concerns'> {
  if (path !== undefined) return { concerns: { kind: 'value', key: path, ...(field === undefined ? {} : { field }) } }
  return field === undefined ? {} : { concerns: { kind: 'field', key: field } }
}

function configError(error: z.ZodError, schema: { properties?: unknown }): StepError {
  const sentences = error.issues.slice(0, 3).map((issue) => {
    const label = labelOf(issue.path[0], schema)
    return label === null ? sentenceOf(issue) : `${label}: ${sentenceOf(issue)}`
  })
  const field = error.issues[0]?.path[0]
  return {
    code: 'config-invalid',
    message: shortened(sentences.join(' ')),
    ...(field === undefined ? {} : { concerns: { kind: 'field', key: String(field) } }),
  }
}

/** A schema's own words are sentences; zod's are not for people. */
function sentenceOf(issue: z.core.$ZodIssue): string {
  if (issue.message.endsWith('.')) return issue.message
  if (issue.code === 'too_big' && issue.origin === 'string')
    return `This is too long with what was inserted; ${issue.maximum} characters are the most.`
  return 'What was inserted here cannot be used. Look at the data that it came from.'
}

/** The longest message that is kept: an inserted value that one quotes may be of any length. */
const LONGEST_MESSAGE = 600

function shortened(message: string): string {
  if (message.length <= LONGEST_MESSAGE) return message
  return `${message.slice(0, LONGEST_MESSAGE - 150)} … ${message.slice(-140)}`
}

function labelOf(field: PropertyKey | undefined, schema: { properties?: unknown }): string | null {
  if (typeof field !== 'string' || typeof schema.properties !== 'object' || schema.properties === null) return null
  const property: unknown = Reflect.get(schema.properties, field)
  const title: unknown = typeof property === 'object' && property !== null ? Reflect.get(property, 'title') : null
  return typeof title === 'string' ? title : field
}

/** An output as the database keeps it: a date is a text, undefined is left out. */
export function jsonOf(value: unknown): Json {
  return value === undefined ? null : (JSON.parse(JSON.stringify(value)) as Json)
}
