import { type Definition, findTrigger } from '@hubflow/core'
import { asPerson, type Transaction, tables } from '@hubflow/db'
import { and, eq, inArray, isNull, sql } from 'drizzle-orm'
import type { RunSummary } from '../contract/run.ts'
import type { Workflow, WorkflowSummary } from '../contract/workflow.ts'
import type { Caller } from '../http/env.ts'
import { notFound } from '../http/problem.ts'
import { summaryColumns, toSummaries } from '../runs/summary.ts'
import type { Services } from '../services.ts'
import { problemsOf } from './problems.ts'

const { userProfiles, workflowRuns, workflows, workflowVersions } = tables

export async function readWorkflow(services: Services, caller: Caller, id: string): Promise<Workflow> {
  return asPerson(services.database, caller.id, (tx) => viewWorkflow(services, tx, id))
}

/** One workflow, whole, as the transaction's person may see it. */
export async function viewWorkflow(services: Services, tx: Transaction, id: string): Promise<Workflow> {
  const [row] = await tx
    .select({
      ...summarized,
      draft: workflows.draft,
      draftRevision: workflows.draftRevision,
      hookToken: workflows.hookToken,
      live: workflowVersions.definition,
    })
    .from(workflows)
    .innerJoin(userProfiles, eq(userProfiles.id, workflows.createdBy))
    .leftJoin(workflowVersions, isLive)
    .where(and(eq(workflows.id, id), isNull(workflows.deletedAt)))
  if (!row) throw notFound()
  const { draft, draftRevision, hookToken, live, ...summary } = row
  const lastRuns = await lastRunsOf(tx, [id])
  return {
    ...toWorkflowSummary(summary, lastRuns),
    draft: { definition: draft, revision: draftRevision },
    problems: await problemsOf(tx, draft),
    ...([draft, live].some(startsByWebhook) ? { webhook: { url: `${services.publicUrl()}/hooks/${hookToken}` } } : {}),
  }
}

/** The published definition that new runs begin with. */
export const isLive = and(
  eq(workflowVersions.workflowId, workflows.id),
  eq(workflowVersions.version, workflows.liveVersion),
)

/** What a query for summaries selects, over `workflows` joined with `user_profiles` and, by `isLive`, `workflow_versions`. */
export const summarized = {
  id: workflows.id,
  name: workflows.name,
  description: workflows.description,
  category: workflows.category,
  status: workflows.status,
  triggerType: workflows.triggerType,
  liveVersion: workflows.liveVersion,
  hasUnpublishedChanges: sql<boolean>`${workflows.draft} is distinct from ${workflowVersions.definition}`,
  maxRunsPerDay: workflows.maxRunsPerDay,
  priority: workflows.priority,
  pausedReason: workflows.pausedReason,
  createdBy: { id: userProfiles.id, name: userProfiles.name },
  createdAt: workflows.createdAt,
  updatedAt: workflows.updatedAt,
}

type SummarizedRow = Omit<WorkflowSummary, 'createdAt' | 'updatedAt' | 'lastRun'> & { createdAt: Date; updatedAt: Date }

export function toWorkflowSummary(row: SummarizedRow, lastRuns: Map<string, RunSummary>): WorkflowSummary {
  return {
    ...row,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
    lastRun: lastRuns.get(row.id) ?? null,
  }
}

/** The newest real run of each workflow, each by one look into the index of its runs. */
export async function lastRunsOf(tx: Transaction, workflowIds: string[]): Promise<Map<string, RunSummary>> {
  if (workflowIds.length === 0) return new Map()
  const newest = sql`select newest.id from ${workflows} w cross join lateral (
      select r.id from ${workflowRuns} r where r.workflow_id = w.id and not r.is_test order by r.created_at desc, r.id limit 1
    ) newest where ${inArray(sql`w.id`, workflowIds)}`
  const rows = await tx
    .select(summaryColumns)
    .from(workflowRuns)
    .innerJoin(workflows, eq(workflows.id, workflowRuns.workflowId))
    .where(sql`${workflowRuns.id} in (${newest})`)
  const summaries = await toSummaries(tx, rows)
  return new Map(summaries.map((run) => [run.workflowId, run]))
}

function startsByWebhook(definition: Definition | null): boolean {
  return definition !== null && findTrigger(definition)?.type === 'webhook'
}
