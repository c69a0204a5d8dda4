import { HUB_TABLES, type HubTableName } from '@hubflow/core'
import type { Transaction } from '@hubflow/db'
import { sql } from 'drizzle-orm'
import { notFound } from '../http/problem.ts'
import { HUB_PG_TABLES } from '../records/tables.ts'
import { titlesOf } from '../records/titles.ts'

/** The record that is asked about. */
export interface AskedRecord {
  table: HubTableName
  id: string
  title: string
  /** `policy` */
  kind: string
  createdAt: Date
}

/** The record as the caller may see it; 404 for one that is not there. */
export async function readSubject(tx: Transaction, ref: { table: HubTableName; id: string }): Promise<AskedRecord> {
  const [row] = await tx.execute<{ created_at: string }>(
    sql`select created_at from ${HUB_PG_TABLES[ref.table]} where id = ${ref.id}`,
  )
  if (!row) throw notFound()
  const titles = await titlesOf(tx, [ref])
  const kind = HUB_TABLES[ref.table].singular.toLowerCase()
  return {
    ...ref,
    title: titles.get(`${ref.table}:${ref.id}`) ?? `This ${kind}`,
    kind,
    createdAt: new Date(row.created_at),
  }
}
