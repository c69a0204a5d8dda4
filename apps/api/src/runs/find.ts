import { type Transaction, tables } from '@hubflow/db'
import { and, desc, eq, gte, ilike, inArray, lt, or, type SQL, sql } from 'drizzle-orm'
import type { z } from 'zod'
import type { RunFilter } from '../contract/run.ts'
import { readCauseKey, runsOf } from '../failures/cause.ts'
import { type Cursor, isBefore } from '../http/cursor.ts'
import { containing } from '../http/search-text.ts'
import { withBelongings } from '../records/belongings.ts'

const { findableRuns: runs, workflows } = tables

type Filter = z.output<typeof RunFilter>

interface Part {
  cursor: Cursor | null
  most: number
}

/** So many of the newest failed runs are read for a text before the index of errors is asked: it is quick only for what is rare. */
const NEWEST_FAILED = 2000

/** The ids of at least the newest `most` runs that match, after the cursor; of more only where a text is looked for. */
export async function findRuns(tx: Transaction, { q, ...filter }: Filter, part: Part): Promise<string[]> {
  const conditions = [...conditionsOf(filter), isBefore(part.cursor, runs.createdAt, runs.id)]
  if (q === undefined) return idsOf(await tx.execute(newest(conditions, filter, part.most)))
  const named = await tx.execute<{ id: string }>(sql`
    select run.id from ${workflows} cross join lateral (
      ${newest([...conditions, eq(runs.workflowId, workflows.id)], filter, part.most)}) run
    where ${ilike(workflows.name, containing(q))} order by run.created_at desc, run.id limit ${part.most}`)
  return [...idsOf(named), ...(await findErrors(tx, { q, ...filter }, conditions, part.most))]
}

/** Runs whose error holds the text: among the newest that failed, and only where these are not enough, among all. */
async function findErrors(
  tx: Transaction,
  { q = '', ...filter }: Filter,
  conditions: (SQL | undefined)[],
  most: number,
): Promise<string[]> {
  if (filter.status !== undefined && filter.status !== 'failed') return []
  const failed = [...conditions, eq(runs.status, 'failed')]
  const rows = await tx.execute<{ id: string; holds: boolean }>(sql`
    select run.id, run.error_message ilike ${containing(q)} as holds
    from (${newest(failed, { status: 'failed' }, NEWEST_FAILED)}) run`)
  const recent = idsOf(rows.filter(({ holds }) => holds))
  if (recent.length >= most || rows.length < NEWEST_FAILED) return recent
  return idsOf(await tx.execute(newest([...conditions, ilike(runs.errorMessage, containing(q))], {}, most)))
}

/**
 * The newest runs of these conditions, with what orders them. Completed ones are everywhere; of another status they are read
 * in the order of its own index, which the planner would not take by itself.
 */
function newest(conditions: (SQL | undefined)[], { status }: Pick<Filter, 'status'>, most: number): SQL {
  const isRare = status !== undefined && status !== 'completed'
  return sql`
    select ${runs.id}, ${runs.createdAt}, ${runs.errorMessage} from ${runs} where ${and(...conditions)}
    order by ${isRare ? sql`${desc(runs.status)}, ` : sql.empty()}${desc(runs.createdAt)}, ${runs.id} limit ${most}`
}

function idsOf(rows: Iterable<unknown>): string[] {
  return [...(rows as Iterable<{ id: string }>)].map(({ id }) => id)
}

/** What a filter says, over `findable_runs`. */
export function filtersOf({ q, ...filter }: Filter): (SQL | undefined)[] {
  if (q === undefined) return conditionsOf(filter)
  const named = sql`(select ${workflows.id} from ${workflows} where ${ilike(workflows.name, containing(q))})`
  return [...conditionsOf(filter), or(inArray(runs.workflowId, named), ilike(runs.errorMessage, containing(q)))]
}

function conditionsOf(filter: Omit<Filter, 'q'>): (SQL | undefined)[] {
  const { workflowId, version, status, cause, subject, test, from, to } = filter
  return [
    workflowId === undefined ? undefined : eq(runs.workflowId, workflowId),
    version === undefined ? undefined : eq(runs.version, version),
    status === undefined ? undefined : eq(runs.status, status),
    cause === undefined ? undefined : runsOf(readCauseKey(cause), runs),
    subject === undefined ? undefined : isAbout(subject),
    test === 'all' ? undefined : eq(runs.isTest, test === 'true'),
    from === undefined ? undefined : gte(runs.createdAt, new Date(from)),
    to === undefined ? undefined : lt(runs.createdAt, new Date(to)),
  ]
}

function isAbout(subject: string): SQL | undefined {
  const [table = '', id = ''] = subject.split(':')
  const belongings = withBelongings({ table, id })
  if (belongings !== null) return sql`${runs.subjectId} in ${belongings}`
  return and(eq(runs.subjectTable, table), eq(runs.subjectId, id))
}
