import type { Definition, WorkflowStatus } from '@hubflow/core'
import { asPerson, startRuns, type Transaction, tables } from '@hubflow/db'
import { and, eq, isNull } from 'drizzle-orm'
import type { z } from 'zod'
import { writeAudit } from '../audit.ts'
import { requireRoomInChain } from '../chain.ts'
import type { RunNow } from '../contract/workflow.ts'
import type { Caller } from '../http/env.ts'
import { HttpProblem, notFound } from '../http/problem.ts'
import type { Services } from '../services.ts'
import { callerKey, requireSameRequest } from './caller-key.ts'
import { fillTrigger } from './fill-trigger.ts'

const { workflows, workflowVersions } = tables

type Body = z.output<typeof RunNow>

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
    const { name, version, definition } = await findLive(tx, id)
    requireRoomInChain(caller.chain, name)
    const { trigger, subject } = await fillTrigger(tx, definition, {
      given: body.context ?? {},
      place: 'context',
      subject: body.subject ?? null,
    })
    const [started] = await startRuns(tx, queue, [
      {
        workflowId: id,
        version,
        context: { trigger },
        chain: caller.chain,
        chainDepth: caller.chain.length,
        ...(subject === null ? {} : { subject }),
        ...dedupe,
      },
    ])
    if (!started) throw new Error('starting one run gave none back')
    requireSameRequest(started, dedupe)
    if (!started.duplicate) {
      await writeAudit(tx, caller, 'workflow.run-by-hand', { type: 'workflow', id }, { runId: started.runId })
    }
    return { runId: started.runId }
  })
}

async function findLive(
  tx: Transaction,
  id: string,
): Promise<{ name: string; version: number; definition: Definition }> {
  const [workflow] = await tx
    .select({
      name: workflows.name,
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
  const { name, status, pausedReason, version, definition } = workflow
  if (status !== 'active' || version === null || definition === null) throw notRunning(status, pausedReason)
  return { name, version, definition }
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
