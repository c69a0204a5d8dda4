import { asPerson, type Transaction, tables } from '@hubflow/db'
import { and, desc, eq, isNull, sql } from 'drizzle-orm'
import type { z } from 'zod'
import type { Version, VersionList, VersionWithDefinition, Workflow } from '../contract/workflow.ts'
import type { Caller } from '../http/env.ts'
import { notFound } from '../http/problem.ts'
import type { Services } from '../services.ts'
import { replaceDraft } from './draft.ts'
import { noteVersionRestored } from './note-edit.ts'
import { publishDraft } from './publish.ts'
import { viewWorkflow } from './view.ts'

const { userProfiles, workflowRuns, workflows, workflowVersions } = tables

const runsUnderWay = sql<number>`(
  select count(*)::int from ${workflowRuns} run
  where run.workflow_id = ${workflowVersions.workflowId} and run.version = ${workflowVersions.version}
    and run.status in ('pending', 'running', 'waiting') and not run.is_test)`

type Ref = { id: string; version: number }

export async function listVersions(
  services: Services,
  caller: Caller,
  id: string,
): Promise<z.output<typeof VersionList>> {
  return asPerson(services.database, caller.id, async (tx) => {
    const rows = await selectVersions(tx, id).orderBy(desc(workflowVersions.version))
    if (rows.length === 0) await viewWorkflow(services, tx, id)
    return { items: rows.map(toVersion), nextCursor: null }
  })
}

export async function readVersion(
  services: Services,
  caller: Caller,
  ref: Ref,
): Promise<z.output<typeof VersionWithDefinition>> {
  return asPerson(services.database, caller.id, async (tx) => {
    const row = await findVersion(tx, ref)
    return { ...toVersion(row), definition: row.definition }
  })
}

/** An old version becomes the draft; with `live` it is published at once, as a new version of its own. */
export async function restoreVersion(services: Services, caller: Caller, ref: Ref, live: boolean): Promise<Workflow> {
  return asPerson(services.database, caller.id, async (tx) => {
    const { definition } = await findVersion(tx, ref)
    await noteVersionRestored(tx, caller, ref)
    const revision = await replaceDraft(tx, ref.id, definition, null)
    if (live) await publishDraft(tx, caller, ref.id, { revision, note: `Version ${ref.version} again` })
    return viewWorkflow(services, tx, ref.id)
  })
}

/** A published version; throws where there is none that the person may see. */
export async function findVersion(tx: Transaction, ref: Ref) {
  const [row] = await selectVersions(tx, ref.id, ref.version)
  if (!row) throw notFound()
  return row
}

function selectVersions(tx: Transaction, id: string, version?: number) {
  return tx
    .select({
      version: workflowVersions.version,
      note: workflowVersions.note,
      publishedBy: { id: userProfiles.id, name: userProfiles.name },
      publishedAt: workflowVersions.publishedAt,
      definition: workflowVersions.definition,
      liveVersion: workflows.liveVersion,
      runsUnderWay,
    })
    .from(workflowVersions)
    .innerJoin(workflows, eq(workflows.id, workflowVersions.workflowId))
    .innerJoin(userProfiles, eq(userProfiles.id, workflowVersions.publishedBy))
    .where(
      and(
        eq(workflowVersions.workflowId, id),
        isNull(workflows.deletedAt),
        version === undefined ? undefined : eq(workflowVersions.version, version),
      ),
    )
    .$dynamic()
}

function toVersion(row: Awaited<ReturnType<typeof findVersion>>): Version {
  const { version, note, publishedBy, publishedAt, liveVersion, runsUnderWay } = row
  const isLive = version === liveVersion
  return { version, note, publishedBy, publishedAt: publishedAt.toISOString(), isLive, runsUnderWay }
}
