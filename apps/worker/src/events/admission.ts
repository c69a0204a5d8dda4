import { evaluateRules, type JsonObject, RulesSchema, rootsInRules, type TemplateScope } from '@hubflow/core'
import { type NewRun, statementsOf, type Transaction } from '@hubflow/db'
import { sql } from 'drizzle-orm'
import { asHubTable, readWithRelations } from '../services/hub-records.ts'
import { askAsOwner } from '../services/owner.ts'
import { isUnderWay, wentThrough } from './under-way.ts'

/** What decides, besides the event's type, whether a workflow starts: its trigger's filter and its rule of entry. */
export interface Gate {
  ownerId: string
  workflowName: string
  config: Record<string, unknown>
  timeZone: string
}

/**
 * Whether the event starts this run: its filter holds, read with the owner's rights, and the subject may enter (every
 * time, once, or not while a run for it is under way). Earlier runs of the same transaction count.
 */
export async function admits(tx: Transaction, gate: Gate, run: NewRun): Promise<boolean> {
  return (await mayEnter(tx, gate, run)) && (await filterHolds(tx, gate, run))
}

async function mayEnter(tx: Transaction, { config }: Gate, { workflowId, subject }: NewRun): Promise<boolean> {
  if (subject === undefined || config.entry === undefined || config.entry === 'every-time') return true
  // Two workers may hold two events of one subject: the second looks when the first has committed.
  await tx.execute(
    sql`select pg_advisory_xact_lock(hashtextextended(${`hubflow.entry:${workflowId}:${subject.id}`}, 0))`,
  )
  if (config.entry === 'once-per-subject') return !(await wentThrough(tx, workflowId, subject))
  if (config.entry === 'not-while-running') return !(await isUnderWay(tx, workflowId, subject))
  return true
}

async function filterHolds(tx: Transaction, gate: Gate, run: NewRun): Promise<boolean> {
  if (gate.config.filter === undefined) return true
  const filter = RulesSchema.safeParse(gate.config.filter)
  // A filter that cannot be read must not let everything pass.
  if (!filter.success) return false
  const scope: Partial<TemplateScope> = {
    trigger: run.context.trigger,
    workflow: { id: run.workflowId, name: gate.workflowName },
    now: new Date().toISOString(),
  }
  if (rootsInRules(filter.data).has('subject')) scope.subject = await readSubject(tx, gate, run)
  return evaluateRules(filter.data, scope, { timeZone: gate.timeZone }).holds
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
