import { MAX_CHAIN_DEPTH, sentenceOfChain } from '@hubflow/core'
import type { ChainLink, Transaction } from '@hubflow/db'
import { sql } from 'drizzle-orm'
import { HttpProblem } from './http/problem.ts'

/** True where so many workflows started one another that the next is not begun. */
export function isChainTooDeep(chain: ChainLink[]): boolean {
  return chain.length > MAX_CHAIN_DEPTH
}

/** Refuses to begin one more workflow of a chain that is long enough. */
export function requireRoomInChain(chain: ChainLink[], next: string): void {
  if (isChainTooDeep(chain)) throw chainTooDeep([...namesOf(chain), next])
}

/** A conflict, so that the workflow which called does not try again. */
export function chainTooDeep(names: string[]): HttpProblem {
  return new HttpProblem(409, sentenceOfChain(names))
}

export function namesOf(chain: ChainLink[]): string[] {
  return chain.map((link) => link.name)
}

/** Changes of hub records in this transaction, and the events that they cause, go on counting the chain. */
export async function carryChain(tx: Transaction, chain: ChainLink[]): Promise<void> {
  if (chain.length === 0) return
  // The hub's triggers count the change itself.
  await tx.execute(sql`
    select set_config('hubflow.chain_depth', ${String(chain.length - 1)}, true), set_config('hubflow.chain', ${JSON.stringify(chain)}, true)`)
}
