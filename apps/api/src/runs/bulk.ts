import { asPerson, type Queue, type Transaction, tables } from '@hubflow/db'
import { and, asc, eq, inArray, type SQL } from 'drizzle-orm'
import type { z } from 'zod'
import { writeAudits } from '../audit.ts'
import type { BulkDone, BulkRuns } from '../contract/run.ts'
import type { Caller } from '../http/env.ts'
import type { Services } from '../services.ts'
import { cancelRuns, isUnfinished } from './cancel.ts'
import { filtersOf } from './find.ts'
import { releaseRuns } from './release.ts'
import { isResumable, resumeRuns } from './retry.ts'
import { wakeRuns } from './skip-wait.ts'
import { isAmong } from './state.ts'

const { findableRuns, workflowRuns } = tables

type Body = z.output<typeof BulkRuns>

const MAX_AT_ONCE = 5000

interface Action {
  audit: string
  /** The state that it changes: of what a filter matches, the rest is not looked at. */
  state: SQL
  change(tx: Transaction, queue: Queue, which: SQL): Promise<string[]>
}

const ACTIONS: Record<Body['action'], Action> = {
  cancel: { audit: 'run.cancelled', state: isUnfinished, change: (tx, _queue, which) => cancelRuns(tx, which) },
  retry: { audit: 'run.retried', state: isResumable, change: resumeRuns },
  'skip-wait': {
    audit: 'run.wait-skipped',
    state: eq(workflowRuns.status, 'waiting'),
    change: async (tx, queue, which) => (await wakeRuns(tx, queue, which)).map(({ runId }) => runId),
  },
  release: { audit: 'run.released', state: eq(workflowRuns.status, 'held'), change: releaseRuns },
}

/** Does the same to many runs in one transaction; those whose state does not allow it are passed over. */
export async function changeRuns(services: Services, caller: Caller, body: Body): Promise<z.output<typeof BulkDone>> {
  const queue = await services.queue()
  const { audit, state, change } = ACTIONS[body.action]
  return asPerson(services.database, caller.id, async (tx) => {
    const meant = await lockRuns(tx, body, state)
    const ids = meant.slice(0, MAX_AT_ONCE)
    const changed = ids.length === 0 ? [] : await change(tx, queue, isAmong(ids))
    await writeAudits(tx, caller, audit, { type: 'run', ids: changed }, { inBulk: true })
    return { changed: changed.length, skipped: ids.length - changed.length, more: meant.length > ids.length }
  })
}

/** The runs meant, one more than are changed at once; in the order of ids, so that two who do this never wait for each other. */
async function lockRuns(tx: Transaction, { ids, filter }: Body, state: SQL): Promise<string[]> {
  const matching = () =>
    tx
      .select({ id: workflowRuns.id })
      .from(workflowRuns)
      .innerJoin(findableRuns, eq(findableRuns.id, workflowRuns.id))
      .where(and(state, ...filtersOf(filter ?? {})))
      .orderBy(asc(workflowRuns.id))
      .limit(MAX_AT_ONCE + 1)
  const rows = await tx
    .select({ id: workflowRuns.id })
    .from(workflowRuns)
    .where(ids ? isAmong(ids) : inArray(workflowRuns.id, matching()))
    .orderBy(asc(workflowRuns.id))
    .for('update')
  return rows.map((row) => row.id)
}
