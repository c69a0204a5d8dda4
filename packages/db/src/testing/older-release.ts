import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import postgres from 'postgres'
import { migrate } from '../migrate.ts'

const MIGRATIONS = fileURLToPath(new URL('../../migrations', import.meta.url))
const RELEASES = fileURLToPath(new URL('./releases', import.meta.url))

/** Releases whose rows are kept: the name of a release's last migration. */
export const RELEASED = ['0009_repairs_and_secrets_security'] as const

/** Makes an empty database that of an older release: its schema, and the rows that were dumped when it closed. */
export async function restoreRelease(url: string, release: (typeof RELEASED)[number]): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'hubflow-release-'))
  try {
    cpSync(MIGRATIONS, folder, { recursive: true })
    const journal = join(folder, 'meta', '_journal.json')
    const known = JSON.parse(readFileSync(journal, 'utf8')) as { entries: { tag: string }[] }
    const last = known.entries.findIndex(({ tag }) => tag === release)
    writeFileSync(journal, JSON.stringify({ ...known, entries: known.entries.slice(0, last + 1) }))
    await migrate(url, folder)
  } finally {
    rmSync(folder, { recursive: true })
  }
  const sql = postgres(url, { max: 1, onnotice: () => {} })
  try {
    await sql.unsafe(readFileSync(join(RELEASES, `${release}.sql`), 'utf8'))
  } finally {
    await sql.end()
  }
}
