import {
  type Definition,
  findNode,
  findTrigger,
  isTriggerType,
  type Json,
  type JsonObject,
  type Problem,
  type StepError,
} from '@hubflow/core'
import { asPerson, startTestRun, type TestPlan, type Transaction, tables } from '@hubflow/db'
import { and, eq, isNull } from 'drizzle-orm'
import type { z } from 'zod'
import type { TestWorkflow } from '../contract/workflow.ts'
import type { Caller } from '../http/env.ts'
import { HttpProblem, notFound } from '../http/problem.ts'
import type { Services } from '../services.ts'
import { problemsOf } from '../workflows/problems.ts'
import { errorOf } from '../workflows/publish.ts'
import { fillTrigger, requireVisible } from './fill-trigger.ts'
import { outputsOf } from './outputs.ts'

const { events, workflowRuns, workflows } = tables

type Body = z.output<typeof TestWorkflow>
type Subject = { table: string; id: string }

/** Without these a run has no way to go; every other problem is that of a step that may not even be come to. */
const STRUCTURAL: ReadonlySet<Problem['code']> = new Set([
  'trigger-missing',
  'trigger-twice',
  'trigger-has-input',
  'action-missing',
  'node-id-twice',
  'edge-end-missing',
  'branch-unknown',
  'branch-twice',
  'cycle',
])

/** Starts a test run of the draft, or of the definition that is given; gives its id. Nothing else is written, not even in the audit log. */
export async function testWorkflow(
  services: Services,
  caller: Caller,
  id: string,
  body: Body,
): Promise<{ runId: string }> {
  const queue = await services.queue()
  return asPerson(services.database, caller.id, async (tx) => {
    const definition = await definitionToTest(tx, id, body)
    const problems = await problemsOf(tx, definition)
    refuseUnwalkable(definition, problems, body)
    const earlier = body.runId === undefined ? null : await readEarlierRun(tx, id, body.runId)
    const { trigger, subject } = await beginningOf(tx, definition, body, earlier)
    const test = {
      ...planOf(definition, body, earlier),
      testerId: caller.id,
      problems: problemsByNode(definition, problems),
    }
    const runId = await startTestRun(tx, queue, {
      workflowId: id,
      definition,
      context: { trigger },
      ...(subject === null ? {} : { subject }),
      test,
    })
    return { runId }
  })
}

async function definitionToTest(tx: Transaction, id: string, { definition }: Body): Promise<Definition> {
  const [workflow] = await tx
    .select({ draft: workflows.draft })
    .from(workflows)
    .where(and(eq(workflows.id, id), isNull(workflows.deletedAt)))
  if (!workflow) throw notFound()
  return definition ?? workflow.draft
}

function refuseUnwalkable(definition: Definition, problems: Problem[], body: Body): void {
  const structural = problems.filter((problem) => STRUCTURAL.has(problem.code))
  if (structural.length === 0) return
  const base = body.definition === undefined ? '' : '/definition'
  throw new HttpProblem(
    422,
    'No run can find its way through this workflow yet. Mend what is listed, then test again.',
    {
      errors: structural.map((problem) => {
        const error = errorOf(definition.nodes, problem)
        return { ...error, pointer: base + error.pointer }
      }),
    },
  )
}

function planOf(definition: Definition, { nodeId, scope }: Body, earlier: EarlierRun | null): TestPlan {
  const outputs = earlier === null ? {} : { outputs: earlier.outputs }
  if (nodeId === undefined) return { scope: 'all', ...outputs }
  const node = findNode(definition, nodeId)
  if (node && !isTriggerType(node.type)) return { scope: scope ?? 'step', nodeId, ...outputs }
  const detail = node
    ? 'The trigger does nothing that could be tested. Choose a step after it.'
    : 'There is no such step in the tested definition. Choose one that there is.'
  throw refused('/nodeId', detail)
}

interface EarlierRun {
  trigger: JsonObject
  subject: Subject | null
  outputs: { [nodeId: string]: Json }
}

async function readEarlierRun(tx: Transaction, workflowId: string, runId: string): Promise<EarlierRun> {
  const [run] = await tx
    .select()
    .from(workflowRuns)
    .where(and(eq(workflowRuns.id, runId), eq(workflowRuns.workflowId, workflowId)))
  if (!run) throw refused('/runId', 'This workflow has no such run. Choose another one.')
  if (run.archivedAt !== null) throw refused('/runId', 'The data of this run is kept no more. Choose a newer one.')
  const { subjectTable: table, subjectId } = run
  return {
    trigger: run.context.trigger,
    subject: table === null || subjectId === null ? null : { table, id: subjectId },
    outputs: await outputsOf(tx, run),
  }
}

/** What the run begins with: typed data, a recorded event, an earlier run's beginning, or nothing, in this order. */
async function beginningOf(tx: Transaction, definition: Definition, body: Body, earlier: EarlierRun | null) {
  const place = 'testData'
  const subject = body.subject ?? earlier?.subject ?? null
  if (body.eventId !== undefined) {
    const given = await readEvent(tx, definition, body.eventId)
    return fillTrigger(tx, definition, { given, place, subject: body.subject ?? null })
  }
  if (body.testData === undefined && earlier !== null) {
    if (body.subject !== undefined) await requireVisible(tx, body.subject)
    return { trigger: earlier.trigger, subject }
  }
  return fillTrigger(tx, definition, { given: body.testData ?? {}, place, subject })
}

async function readEvent(tx: Transaction, definition: Definition, eventId: string): Promise<JsonObject> {
  const [event] = await tx.select({ type: events.type, data: events.data }).from(events).where(eq(events.id, eventId))
  if (!event) throw refused('/eventId', 'There is no such recorded event. Choose another one.')
  const trigger = findTrigger(definition)
  if (trigger?.type !== 'event')
    throw refused('/eventId', 'This workflow is not started by an event. Leave eventId out.')
  if (trigger.config.eventType === event.type) return event.data
  throw refused('/eventId', `This workflow waits for another event than ${event.type}. Choose one of its own.`)
}

function refused(pointer: string, detail: string): HttpProblem {
  return new HttpProblem(422, 'The test cannot be started like this.', {
    errors: [{ pointer, detail, code: 'reference-missing' }],
  })
}

/** By node, what a step that comes to it fails with. A step that is switched off is passed, whatever it is set to. */
function problemsByNode(definition: Definition, problems: Problem[]): NonNullable<TestPlan['problems']> {
  const off = new Set(definition.nodes.filter((node) => node.disabled).map((node) => node.id))
  const telling = problems.filter(
    ({ code, nodeId }) => code !== 'unreachable' && (code === 'not-disableable' || !off.has(nodeId ?? '')),
  )
  const byNode = Map.groupBy(telling, ({ nodeId }) => nodeId ?? '')
  byNode.delete('')
  return Object.fromEntries([...byNode].map(([nodeId, ofNode]) => [nodeId, stepErrorOf(ofNode)]))
}

const ERROR_CODES: { [Code in Problem['code']]?: StepError['code'] } = {
  'node-type-unknown': 'node-type-unknown',
  'reference-missing': 'record-missing',
  'template-syntax': 'template-failed',
  'template-unknown-path': 'template-failed',
}

function stepErrorOf(problems: Problem[]): StepError {
  const [first] = problems
  const sentences = problems.slice(0, 3).map(({ message }) => message)
  return { code: (first && ERROR_CODES[first.code]) ?? 'config-invalid', message: sentences.join(' ') }
}
