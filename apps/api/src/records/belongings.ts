import { tables } from '@hubflow/db'
import { type SQL, sql } from 'drizzle-orm'

const { clients, commissions, policies } = tables

/**
 * The ids of a record and, of a client, of their policies and the commissions of these: workflows start from them, and what
 * they do concerns the client. Null for what has no more than itself.
 */
export function withBelongings({ table, id }: { table: string; id: string }): SQL | null {
  if (table !== 'clients') return null
  return sql`(
    select ${clients.id} from ${clients} where ${clients.id} = ${id}
    union all select ${policies.id} from ${policies} where ${policies.clientId} = ${id}
    union all select ${commissions.id} from ${commissions} join ${policies} on ${policies.id} = ${commissions.policyId}
      where ${policies.clientId} = ${id})`
}
