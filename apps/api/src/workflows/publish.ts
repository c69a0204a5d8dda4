import { asPerson, type Transaction, tables } from '@hubflow/db'
import { and, eq, isNull, lt, sql } from 'drizzle-orm'
import type { z } from 'zod'
import { writeAudit, writeAudits } from '../audit.ts'
import type { Publish, Workflow, WorkflowProblem } from '../contract/workflow.ts'
import type { Caller } from '../http/env.ts'
import { HttpProblem, jsonPointer, notFound } from '../http/problem.ts'
import { cancelRuns } from '../runs/cancel.ts'
import type { Services } from '../services.ts'
import { staleOrAbsent } from './draft.ts'
import { disabledOwner, requireOwner } from './owner-state.ts'
import { problemsOf } from './problems.ts'
import { triggerColumns } from './trigger-columns.ts'
import { viewWorkflow } from './view.ts'

const { workflowRuns, workflows, workflowVersions } = tables

/** The draft becomes a new version, live and active: all of it or, with a problem left, nothing. */
export async function publish(
  services: Services,
  caller: Caller,
  id: string,
  body: z.output<typeof Publish>,
): Promise<Workflow> {
  return asPerson(services.database, caller.id, async (tx) => {
    const version = await publishDraft(tx, caller, id, { revision: body.revision ?? null, note: body.note ?? '' })
    if (body.waitingRuns === 'stop') await stopWaiting(tx, caller, id, version)
    return viewWorkflow(services, tx, id)
  })
}

export async function publishDraft(
  tx: Transaction,
  caller: Caller,
  id: string,
  { revision, note }: { revision: number | null; note: string },
): Promise<number> {
  // Locked, so that two who publish at once get two version numbers.
  const [workflow] = await tx
    .select({
      draft: workflows.draft,
      revision: workflows.draftRevision,
      liveVersion: workflows.liveVersion,
      disabledOwner,
    })
    .from(workflows)
    .where(and(eq(workflows.id, id), isNull(workflows.deletedAt)))
    .for('update')
  if (!workflow) throw notFound()
  if (revision !== null && revision !== workflow.revision) throw await staleOrAbsent(tx, id)
  requireOwner(workflow.disabledOwner)
  const problems = await problemsOf(tx, workflow.draft)
  if (problems.length > 0) throw unfinished(workflow.draft.nodes, problems)

  const [published] = await tx
    .insert(workflowVersions)
    .values({
      workflowId: id,
      version: sql`(select coalesce(max(version), 0) + 1 from ${workflowVersions} where ${workflowVersions.workflowId} = ${id})`,
      definition: workflow.draft,
      note,
      publishedBy: caller.id,
    })
    .returning({ version: workflowVersions.version })
  if (!published) throw new Error('the insert of a version gave no row back')
  await tx
    .update(workflows)
    .set({
      ...triggerColumns(workflow.draft),
      liveVersion: published.version,
      status: 'active',
      pausedReason: null,
      updatedAt: sql`hubflow.now()`,
    })
    .where(eq(workflows.id, id))
  const { version } = published
  await writeAudit(
    tx,
    caller,
    'workflow.published',
    { type: 'workflow', id },
    { version, from: workflow.liveVersion, note },
  )
  return version
}

/** Cancels the runs that wait on versions before this one; what is at work finishes as it began. */
async function stopWaiting(tx: Transaction, caller: Caller, id: string, version: number): Promise<void> {
  const older = and(
    eq(workflowRuns.workflowId, id),
    eq(workflowRuns.status, 'waiting'),
    eq(workflowRuns.isTest, false),
    lt(workflowRuns.version, version),
  )
  if (older === undefined) return
  const ids = await cancelRuns(tx, older)
  await writeAudits(tx, caller, 'run.cancelled', { type: 'run', ids }, { because: `version ${version} was published` })
}

function unfinished(nodes: { id: string }[], problems: WorkflowProblem[]): HttpProblem {
  const count = problems.length === 1 ? 'One thing keeps' : `${problems.length} things keep`
  return new HttpProblem(422, `${count} this workflow from being published. Mend what is listed, then publish again.`, {
    errors: problems.map((problem) => errorOf(nodes, problem)),
  })
}

/** A problem of a definition as an answer names it. */
export function errorOf(nodes: { id: string }[], problem: WorkflowProblem) {
  return {
    pointer: pointerOf(nodes, problem),
    detail: problem.message,
    code: problem.code,
    ...(problem.nodeId === undefined ? {} : { nodeId: problem.nodeId }),
  }
}

/** Where in the definition the problem lies: `/nodes/1/config/to`. */
function pointerOf(nodes: { id: string }[], { nodeId, field }: WorkflowProblem): string {
  const index = nodes.findIndex((node) => node.id === nodeId)
  if (index === -1) return '/nodes'
  return jsonPointer(['nodes', index, ...(field === undefined ? [] : ['config', ...field])])
}
