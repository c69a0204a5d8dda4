import type { Transaction } from '@hubflow/db'
import { sql } from 'drizzle-orm'

/** The moment that it is for the hub: the database's. */
export async function businessTime(tx: Transaction): Promise<Date> {
  const [row] = await tx.execute<{ now: string }>(sql`select hubflow.now() as now`)
  return new Date(row?.now ?? Date.now())
}
