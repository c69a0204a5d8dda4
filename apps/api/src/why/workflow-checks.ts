import { localTimeAt } from '@hubflow/core'
import { type Transaction, tables } from '@hubflow/db'
import { and, eq, isNull, sql } from 'drizzle-orm'
import type { WhyCheck } from '../contract/why.ts'
import { notFound } from '../http/problem.ts'
import { isLive } from '../workflows/view.ts'

/** So many of the newest runs are looked at, so that a million older ones cost nothing. */
export const LOOKED_AT = 1000

const { userProfiles, workflows, workflowVersions } = tables

/** The workflow that is asked about. */
export type AskedWorkflow = Awaited<ReturnType<typeof readAsked>>

/** The workflow as the caller may see it; 404 for one that is not there or in the bin. */
export async function readAsked(tx: Transaction, id: string) {
  const [row] = await tx
    .select({
      id: workflows.id,
      name: workflows.name,
      status: workflows.status,
      triggerType: workflows.triggerType,
      config: workflows.config,
      liveVersion: workflows.liveVersion,
      pausedReason: workflows.pausedReason,
      maxRunsPerDay: workflows.maxRunsPerDay,
      ownerName: userProfiles.name,
      isOwnerDisabled: sql<boolean>`${userProfiles.disabledAt} is not null`,
      liveSince: workflowVersions.publishedAt,
      isChanged: sql<boolean>`${workflows.draft} is distinct from ${workflowVersions.definition}`,
      firstPublishedAt: sql<string | null>`(select min(published_at) from hubflow.workflow_versions v
        where v.workflow_id = ${workflows.id})`,
      held: sql<number>`(select count(*)::int from (
          select r.status from hubflow.workflow_runs r where r.workflow_id = ${workflows.id}
          order by r.created_at desc, r.id limit ${LOOKED_AT}) newest
        where newest.status = 'held')`,
    })
    .from(workflows)
    .innerJoin(userProfiles, eq(userProfiles.id, workflows.createdBy))
    .leftJoin(workflowVersions, isLive)
    .where(and(eq(workflows.id, id), isNull(workflows.deletedAt)))
  if (!row) throw notFound()
  return { ...row, firstPublishedAt: row.firstPublishedAt === null ? null : new Date(row.firstPublishedAt) }
}

/** A moment as the hub's zone shows it. */
export function shownTime(moment: Date, timeZone: string): string {
  return localTimeAt(moment, timeZone).slice(0, 16).replace('T', ' ')
}

/** Whether the workflow is one that starts runs at all: live, active, its owner there, within its limits. */
export function workflowChecks(workflow: AskedWorkflow, timeZone: string): WhyCheck[] {
  const { isOwnerDisabled, ownerName, maxRunsPerDay, held, isChanged, liveVersion } = workflow
  const checks = [statusCheck(workflow, timeZone)]
  if (liveVersion === null) return checks
  if (isChanged)
    checks.push({
      state: 'know',
      sentence: `Its draft has changes that are not published: what starts runs, and what they do, is version ${liveVersion}.`,
      link: { label: 'Open the workflow', place: 'workflow' },
    })
  if (isOwnerDisabled)
    checks.push({
      state: 'wrong',
      sentence: `The account of its owner, ${ownerName}, is disabled, and it acts with that account's rights: filters and steps see nothing. Ask an admin to enable the account.`,
    })
  if (held > 0)
    checks.push({
      state: 'wrong',
      sentence: `${held === 1 ? 'One run is' : `${held} runs are`} held and waits for somebody. Release what should run, or raise the daily limit.`,
      link: { label: 'Show the held runs', place: 'held-runs' },
    })
  if (maxRunsPerDay !== null)
    checks.push({
      state: 'know',
      sentence: `${maxRunsPerDay === 1 ? 'One run' : `${maxRunsPerDay} runs`} a day at most ${maxRunsPerDay === 1 ? 'starts' : 'start'} by themselves; further ones are held.`,
    })
  return checks
}

function statusCheck({ status, liveVersion, liveSince, pausedReason }: AskedWorkflow, timeZone: string): WhyCheck {
  if (liveVersion === null)
    return {
      state: 'wrong',
      sentence: 'It was never published, so nothing starts it. Open it and publish it.',
      link: { label: 'Open the workflow', place: 'workflow' },
    }
  if (status === 'active') {
    const since = liveSince === null ? '' : `, since ${shownTime(liveSince, timeZone)}`
    return { state: 'ok', sentence: `It is active. Version ${liveVersion} is live${since}.` }
  }
  const link = { label: 'Go to the workflows', place: 'workflows' as const }
  if (status === 'paused') {
    const reason = pausedReason === null ? '' : ` ${pausedReason}`
    return { state: 'wrong', sentence: `It is paused, so nothing starts it.${reason} Resume it.`, link }
  }
  return { state: 'wrong', sentence: 'It is archived, so nothing starts it. Resume it.', link }
}
