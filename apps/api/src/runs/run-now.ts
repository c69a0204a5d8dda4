import { type Definition, findTrigger, type WorkflowStatus } from '@hubflow/core'
import { asPerson, startRuns, type Transaction, tables } from '@hubflow/db'
import { and, eq, isNull } from 'drizzle-orm'
import type { z } from 'zod'
import { writeAudit } from '../audit.ts'
import { findEventType } from '../catalog/event-types.ts'
import type { RunNow } from '../contract/workflow.ts'
import type { Caller } from '../http/env.ts'
import { HttpProblem, notFound } from '../http/problem.ts'
import { isHubTable } from '../records/tables.ts'
import { titlesOf } from '../records/titles.ts'
import type { Services } from '../services.ts'
import { callerKey, requireSameRequest } from './caller-key.ts'
import { readManualInputs } from './manual-inputs.ts'

const { workflows, workflowVersions } = tables

type Body = z.output<typeof RunNow>
type Subject = { table: string; id: string }
type Trigger = NonNullable<ReturnType<typeof findTrigger>>

/** Starts a run of the live version by hand. The same `key` again gives the first run; with another body it is refused. */
export async function runNow(
  services: Services,
  caller: Caller,
  id: string,
  body: Body,
  key: string | null,
): Promise<{ runId: string }> {
  const dedupe = callerKey(caller, key, body)
  const queue = await services.queue()
  return asPerson(services.database, caller.id, async (tx) => {
    const { version, definition } = await findLive(tx, id)
    const { trigger, subject } = await fillTrigger(tx, definition, body)
    const [started] = await startRuns(tx, queue, [
      { workflowId: id, version, context: { trigger }, ...(subject === null ? {} : { subject }), ...dedupe },
    ])
    if (!started) throw new Error('starting one run gave none back')
    requireSameRequest(started, dedupe)
    if (!started.duplicate) {
      await writeAudit(tx, caller, 'workflow.run-by-hand', { type: 'workflow', id }, { runId: started.runId })
    }
    return { runId: started.runId }
  })
}

async function findLive(tx: Transaction, id: string): Promise<{ version: number; definition: Definition }> {
  const [workflow] = await tx
    .select({
      status: workflows.status,
      pausedReason: workflows.pausedReason,
      version: workflowVersions.version,
      definition: workflowVersions.definition,
    })
    .from(workflows)
    .leftJoin(
      workflowVersions,
      and(eq(workflowVersions.workflowId, workflows.id), eq(workflowVersions.version, workflows.liveVersion)),
    )
    .where(and(eq(workflows.id, id), isNull(workflows.deletedAt)))
  if (!workflow) throw notFound()
  const { status, pausedReason, version, definition } = workflow
  if (status !== 'active' || version === null || definition === null) throw notRunning(status, pausedReason)
  return { version, definition }
}

function notRunning(status: WorkflowStatus, pausedReason: string | null): HttpProblem {
  const reasons: Record<WorkflowStatus, string> = {
    draft: 'This workflow is a draft. Publish it, then run it.',
    paused: `This workflow is paused${pausedReason === null ? '' : ` (${pausedReason})`}. Resume it, then run it.`,
    archived: 'This workflow is archived. Make it active again, then run it.',
    active: 'This workflow has no published version. Publish it, then run it.',
  }
  return new HttpProblem(409, reasons[status])
}

/** The trigger's own part of the context, filled by hand, and the record that the run is about. */
async function fillTrigger(tx: Transaction, definition: Definition, body: Body) {
  const trigger = findTrigger(definition)
  const given = body.context ?? {}
  const subject = body.subject ?? null
  if (subject !== null) await requireVisible(tx, subject)
  switch (trigger?.type) {
    case 'manual':
      return { trigger: { inputs: readManualInputs(trigger.config, given) }, subject }
    case 'event':
      return fillEvent(tx, trigger, given, subject)
    case 'webhook':
      return { trigger: { body: given, headers: {}, query: {}, method: 'POST' }, subject }
    case 'schedule':
      return { trigger: { scheduledFor: new Date().toISOString() }, subject }
    default:
      throw new HttpProblem(409, 'The live version has no trigger that can be run by hand. Publish it again.')
  }
}

/** An event by hand carries its data; its subject is the record that the data names, unless another one is given. */
async function fillEvent(tx: Transaction, trigger: Trigger, data: NonNullable<Body['context']>, given: Subject | null) {
  const name = String(trigger.config.eventType)
  const type = await findEventType(tx, name)
  const id = type?.subjectKey ? data[type.subjectKey] : undefined
  const named = type?.subjectTable && typeof id === 'string' ? { table: type.subjectTable, id } : null
  if (given === null && named !== null) await requireVisible(tx, named)
  return { trigger: { type: name, data }, subject: given ?? named }
}

async function requireVisible(tx: Transaction, { table, id }: Subject): Promise<void> {
  const isUuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id)
  const titles = isHubTable(table) && isUuid ? await titlesOf(tx, [{ table, id }]) : new Map()
  if (titles.size > 0) return
  throw new HttpProblem(422, 'The record that the run would be about does not exist.', {
    errors: [
      {
        pointer: '/subject',
        detail: `Choose an existing record; ${table} has none with this id.`,
        code: 'reference-missing',
      },
    ],
  })
}
