import postgres from 'postgres'

/** All rows of all tables of a database, as texts in order, by `schema.table`; and where its sequences stand. */
export interface Contents {
  [table: string]: string[]
}

/** Reads as the superuser whatever tables there are, so that no table of the future is forgotten. */
export async function readContents(url: string): Promise<Contents> {
  const admin = postgres(url, { max: 1, onnotice: () => {} })
  try {
    const tables = await admin<{ name: string }[]>`
      select format('%I.%I', n.nspname, c.relname) as name from pg_catalog.pg_class c
      join pg_catalog.pg_namespace n on n.oid = c.relnamespace
      where c.relkind = 'r' and n.nspname not in ('pg_catalog', 'information_schema') and n.nspname not like 'pg\_toast%'
      order by 1`
    const contents: Contents = {}
    for (const { name } of tables) {
      const rows = await admin.unsafe<{ row: string }[]>(`select t::text as row from ${name} t order by 1`)
      contents[name] = rows.map(({ row }) => row)
    }
    const sequences = await admin<{ row: string }[]>`
      select format('%I.%I %s', schemaname, sequencename, last_value) as row from pg_catalog.pg_sequences order by 1`
    return { ...contents, sequences: sequences.map(({ row }) => row) }
  } finally {
    await admin.end({ timeout: 5 })
  }
}

/** The tables whose rows differ, in order. */
export function changedTables(before: Contents, after: Contents): string[] {
  const tables = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort()
  return tables.filter((table) => JSON.stringify(before[table]) !== JSON.stringify(after[table]))
}
