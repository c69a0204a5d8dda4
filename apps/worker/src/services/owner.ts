import type { ChainLink } from '@hubflow/db'
import type { PendingQuery, Row } from 'postgres'
import type { Statements } from '../statements.ts'
import { DatabaseFault } from './database-fault.ts'

/** Asks the database as the workflow's owner, in whatever transaction stands behind it. */
export type OwnerGate = <Answer extends Row>(
  owner: Owner,
  query: (sql: Statements) => PendingQuery<Answer[]>,
) => Promise<Answered<Answer>>

export interface Answered<Answer> {
  rows: readonly Answer[]
  /** Rows read or written. */
  count: number
}

export interface Owner {
  id: string
  /** How many workflows started one another before this run: events that its changes cause go on counting. */
  chainDepth: number
  /** Those workflows and the one at work, outermost first; left out where nothing is written. */
  chain?: ChainLink[]
}

/**
 * One statement with the owner's rights, and back to the worker's, in one round trip: the three statements are sent
 * together, so nothing else on this connection comes between them. Row-level security decides what is seen.
 */
export async function askAsOwner<Answer extends Row>(
  sql: Statements,
  owner: Owner,
  query: (sql: Statements) => PendingQuery<Answer[]>,
): Promise<Answered<Answer>> {
  const enter = sql`
    select set_config('hubflow.user_id', ${owner.id}, true), set_config('hubflow.chain_depth', ${String(owner.chainDepth)}, true),
      set_config('hubflow.chain', ${JSON.stringify(owner.chain ?? [])}, true),
      set_config('TimeZone', 'UTC', true), set_config('role', 'hubflow_app', true)`.execute()
  const answer = query(sql).execute()
  const leave = sql`
    select set_config('role', 'hubflow_worker', true), set_config('hubflow.user_id', '', true),
      set_config('hubflow.chain_depth', '', true), set_config('hubflow.chain', '', true)`.execute()
  const [entered, answered] = await Promise.allSettled([enter, answer, leave])
  if (entered.status === 'rejected') throw new DatabaseFault(messageOf(entered.reason), { cause: entered.reason })
  if (answered.status === 'rejected') throw new DatabaseFault(messageOf(answered.reason), { cause: answered.reason })
  return { rows: answered.value, count: answered.value.count }
}

/** Reads as the owner and as a second person, and gives the rows that both see alike. For reading only. */
export function askAsBoth(ask: OwnerGate, secondId: string): OwnerGate {
  return async (owner, query) => {
    const first = await ask(owner, query)
    const second = await ask({ ...owner, id: secondId }, query)
    const seen = new Set(second.rows.map((row) => JSON.stringify(row)))
    const rows = first.rows.filter((row) => seen.has(JSON.stringify(row)))
    return { rows, count: rows.length }
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
