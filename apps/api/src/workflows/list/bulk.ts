import type { WorkflowStatus } from '@hubflow/core'
import { asPerson, type Transaction, tables } from '@hubflow/db'
import { and, asc, inArray, type SQL, sql } from 'drizzle-orm'
import type { z } from 'zod'
import { writeAudits } from '../../audit.ts'
import type { BulkWorkflows, BulkWorkflowsDone } from '../../contract/workflow-list.ts'
import type { Caller } from '../../http/env.ts'
import { HttpProblem } from '../../http/problem.ts'
import { cancelRuns } from '../../runs/cancel.ts'
import type { Services } from '../../services.ts'
import { isNameTaken, nameKey } from '../names.ts'
import { disabledOwner, reasonOfDisabled } from '../owner-state.ts'
import { namesInUse, restored } from '../restore.ts'
import { filtersOf, isAmong } from './filters.ts'

const { workflowRuns, workflows } = tables

type Body = z.output<typeof BulkWorkflows>
type Answer = BulkWorkflowsDone

const MAX_AT_ONCE = 1000

interface Meant {
  id: string
  name: string
  /** As the database compares names: lower case, of one owner. */
  nameKey: string
  status: WorkflowStatus
  liveVersion: number | null
  disabledOwner: string | null
  isBinned: boolean
}

/** What a workflow's state says to the action: it is so already, it is refused for a reason, or it is changed. */
type Verdict = 'change' | 'already' | { reason: string }

interface Action {
  audit: string
  verdict(workflow: Meant): Verdict
  change(tx: Transaction, ids: string[]): Promise<void>
  detail(workflow: Meant): Record<string, unknown>
}

const ACTIONS: Record<Body['action'], Action> = {
  pause: statusAction('paused', ({ status }) => {
    if (status === 'draft') return { reason: 'It was never published, so there is nothing to pause.' }
    return status === 'archived' ? { reason: 'It is archived and starts nothing.' } : 'change'
  }),
  resume: statusAction('active', ({ liveVersion, disabledOwner }) => {
    if (liveVersion === null) return { reason: 'It was never published. Publish it first.' }
    return disabledOwner === null ? 'change' : { reason: reasonOfDisabled(disabledOwner) }
  }),
  archive: statusAction('archived', () => 'change'),
  delete: {
    audit: 'workflow.deleted',
    verdict: ({ isBinned }) => (isBinned ? 'already' : 'change'),
    async change(tx, ids) {
      await cancelRuns(tx, inArray(workflowRuns.workflowId, ids))
      await set(tx, ids, { status: 'archived', deletedAt: sql`hubflow.now()` })
    },
    detail: ({ name }) => ({ name, inBulk: true }),
  },
  restore: {
    audit: 'workflow.restored',
    verdict: ({ isBinned }) => (isBinned ? 'change' : 'already'),
    change: (tx, ids) => set(tx, ids, restored),
    detail: ({ name }) => ({ name, inBulk: true }),
  },
}

/** Does the same to many workflows in one transaction, and tells why where a state does not allow it. */
export async function changeWorkflows(services: Services, caller: Caller, body: Body): Promise<Answer> {
  const { audit, verdict, change, detail } = ACTIONS[body.action]
  try {
    return await asPerson(services.database, caller.id, async (tx) => {
      const locked = await lockWorkflows(tx, body)
      const meant = locked.slice(0, MAX_AT_ONCE)
      const taken = body.action === 'restore' ? await namesInUse(tx, meant) : new Set<string>()
      const answer: Answer = {
        changed: 0,
        already: 0,
        refused: [],
        gone: body.ids === undefined ? 0 : new Set(body.ids).size - locked.length,
        more: locked.length > meant.length,
      }
      const changed = new Map<string, Meant>()
      for (const workflow of meant) {
        const { id, name, nameKey } = workflow
        const said = taken.has(nameKey) ? NAME_TAKEN : verdict(workflow)
        if (said === 'already') answer.already++
        else if (said !== 'change') answer.refused.push({ id, name, ...said })
        else changed.set(id, workflow)
        // Of two in the bin with one name the first comes back.
        if (said === 'change' && body.action === 'restore') taken.add(nameKey)
      }
      const ids = [...changed.keys()]
      if (ids.length > 0) await change(tx, ids)
      await writeAudits(tx, caller, audit, { type: 'workflow', ids }, (id) => {
        const workflow = changed.get(id)
        return workflow ? detail(workflow) : {}
      })
      return { ...answer, changed: ids.length }
    })
  } catch (error) {
    if (!isNameTaken(error)) throw error
    throw new HttpProblem(409, 'A workflow was given one of these names just now. Nothing was restored; try again.', {
      cause: error,
    })
  }
}

const NAME_TAKEN = { reason: 'Its owner has another workflow of this name by now. Restore it alone, with a new name.' }

function statusAction(to: Exclude<WorkflowStatus, 'draft'>, verdict: (workflow: Meant) => Verdict): Action {
  return {
    audit: 'workflow.status-changed',
    verdict(workflow) {
      if (workflow.isBinned) return { reason: 'It is in the bin. Restore it first.' }
      return workflow.status === to ? 'already' : verdict(workflow)
    },
    change: (tx, ids) => set(tx, ids, { status: to, pausedReason: null }),
    detail: ({ status }) => ({ from: status, to, inBulk: true }),
  }
}

async function set(
  tx: Transaction,
  ids: string[],
  values: { status: WorkflowStatus | SQL; pausedReason?: null; deletedAt?: SQL | null },
): Promise<void> {
  await tx
    .update(workflows)
    .set({ ...values, updatedAt: sql`hubflow.now()` })
    .where(isAmong(ids))
}

/** The workflows meant, one more than are changed at once; in the order of ids, so that two who do this never wait for each other. */
async function lockWorkflows(tx: Transaction, { ids, filter }: Body): Promise<Meant[]> {
  return tx
    .select({
      id: workflows.id,
      name: workflows.name,
      nameKey,
      status: workflows.status,
      liveVersion: workflows.liveVersion,
      disabledOwner,
      isBinned: sql<boolean>`${workflows.deletedAt} is not null`,
    })
    .from(workflows)
    .where(ids ? isAmong(ids) : and(...Object.values(filtersOf(filter ?? {}))))
    .orderBy(asc(workflows.id))
    .limit(MAX_AT_ONCE + 1)
    .for('update')
}
