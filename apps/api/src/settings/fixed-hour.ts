import { type Transaction, tables } from '@hubflow/db'
import { eq } from 'drizzle-orm'

/** The hour of the hub's daily, weekly and monthly events, where an admin has set one. */
export async function fixedHour(tx: Transaction): Promise<string | undefined> {
  const [row] = await tx
    .select({ value: tables.settings.value })
    .from(tables.settings)
    .where(eq(tables.settings.key, 'fixedHour'))
  return typeof row?.value === 'string' ? row.value : undefined
}
