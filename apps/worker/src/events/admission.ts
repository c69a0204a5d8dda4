import { evaluateRules, type JsonObject, RulesSchema, rootsInRules, type TemplateScope } from '@hubflow/core'
import { type NewRun, statementsOf, type Transaction } from '@hubflow/db'
import { sql } from 'drizzle-orm'
import { asHubTable, readWithRelations } from '../services/hub-records.ts'
import { askAsOwner } from '../services/owner.ts'
import type { Decided } from './decisions.ts'
import { findPassage, findUnderWay } from './under-way.ts'

/** What decides, besides the event's type, whether a workflow starts: its trigger's filter and its rule of entry. */
export interface Gate {
  ownerId: string
  workflowName: string
  config: Record<string, unknown>
  timeZone: string
}

/**
 * Why the event does not start this run; null when it does: its filter holds, read with the owner's rights, and the
 * subject may enter (every time, once, or not while a run for it is under way). Earlier runs of the same transaction count.
 */
export async function refusalOf(tx: Transaction, gate: Gate, run: NewRun): Promise<Decided | null> {
  return (await filterRefusal(tx, gate, run)) ?? (await entryRefusal(tx, gate, run))
}

async function entryRefusal(
  tx: Transaction,
  { config }: Gate,
  { workflowId, subject }: NewRun,
): Promise<Decided | null> {
  const { entry } = config
  if (subject === undefined || (entry !== 'once-per-subject' && entry !== 'not-while-running')) return null
  // Two workers may hold two events of one subject: the second looks when the first has committed.
  await tx.execute(
    sql`select pg_advisory_xact_lock(hashtextextended(${`hubflow.entry:${workflowId}:${subject.id}`}, 0))`,
  )
  const find = entry === 'once-per-subject' ? findPassage : findUnderWay
  const runId = await find(tx, workflowId, subject)
  return runId === null ? null : { verdict: 'already-in', detail: { entry }, runId }
}

async function filterRefusal(tx: Transaction, gate: Gate, run: NewRun): Promise<Decided | null> {
  if (gate.config.filter === undefined) return null
  const filter = RulesSchema.safeParse(gate.config.filter)
  // A filter that cannot be read must not let everything pass.
  if (!filter.success) return { verdict: 'filtered', detail: {} }
  const scope: Partial<TemplateScope> = {
    trigger: run.context.trigger,
    workflow: { id: run.workflowId, name: gate.workflowName },
    now: new Date().toISOString(),
  }
  if (rootsInRules(filter.data).has('subject')) scope.subject = await readSubject(tx, gate, run)
  const { holds, decidedBy } = evaluateRules(filter.data, scope, { timeZone: gate.timeZone })
  return holds ? null : { verdict: 'filtered', detail: { clauses: decidedBy.map((clause) => clause.sentence) } }
}

async function readSubject(tx: Transaction, gate: Gate, { subject, chainDepth }: NewRun): Promise<JsonObject | null> {
  const table = asHubTable(subject?.table ?? null)
  if (subject === undefined || table === null) return null
  const owner = { id: gate.ownerId, chainDepth: chainDepth ?? 0 }
  return await readWithRelations(
    (person, query) => askAsOwner(statementsOf(tx), person, query),
    owner,
    table,
    subject.id,
  )
}
