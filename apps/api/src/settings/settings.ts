import { HubSettings, readHubSettings } from '@hubflow/core'
import { asPerson, type Transaction, tables } from '@hubflow/db'
import { asc, eq, sql } from 'drizzle-orm'
import type { z } from 'zod'
import { writeAudit } from '../audit.ts'
import type { ChangeSettings, Settings } from '../contract/settings.ts'
import type { Caller } from '../http/env.ts'
import { HttpProblem, notFound } from '../http/problem.ts'
import type { Services } from '../services.ts'

const { settings, userProfiles } = tables

/** 404 for agents: they may not read what is set, and the defaults would be told as if it were. */
export async function getSettings(services: Services, caller: Caller): Promise<Settings> {
  if (caller.role === 'agent') throw notFound()
  return asPerson(services.database, caller.id, readSettings)
}

/**
 * Writes what differs from what holds, so that who set a value last, and when, stays true. 422 where a run would keep
 * its details for longer than it is kept itself.
 */
export async function changeSettings(
  services: Services,
  caller: Caller,
  changes: z.output<typeof ChangeSettings>,
): Promise<Settings> {
  if (caller.role === 'agent') throw notFound()
  // Said even of a change that would write nothing, which the database has no say in.
  if (caller.role !== 'admin') throw new HttpProblem(403, 'Your role does not permit this. Ask an admin.')
  return asPerson(services.database, caller.id, async (tx) => {
    const { settings: before } = await readSettings(tx)
    const after = HubSettings.parse({ ...before, ...changes })
    requireKeptDetails(after)
    for (const key of HubSettings.keyof().options) {
      if (after[key] === before[key]) continue
      // Only these columns may be written, and drizzle's own insert names all.
      await tx.execute(sql`
        insert into hubflow.settings (key, value, updated_by)
        values (${key}, ${JSON.stringify(after[key])}::text::jsonb, ${caller.id})
        on conflict (key) do update
          set value = excluded.value, updated_by = excluded.updated_by, updated_at = hubflow.now()`)
      const detail = { before: before[key], after: after[key] }
      await writeAudit(tx, caller, 'setting.changed', { type: 'setting', id: key }, detail)
    }
    return readSettings(tx)
  })
}

async function readSettings(tx: Transaction): Promise<Settings> {
  const rows = await tx
    .select({
      key: settings.key,
      value: settings.value,
      by: { id: userProfiles.id, name: userProfiles.name },
      at: settings.updatedAt,
    })
    .from(settings)
    .leftJoin(userProfiles, eq(userProfiles.id, settings.updatedBy))
    .orderBy(asc(settings.key))
  const changes = rows.map(({ key, by, at }) => ({ key, by, at: at.toISOString() }))
  return { settings: readHubSettings(rows), changes }
}

function requireKeptDetails(settings: HubSettings): void {
  if (settings['retention.detailDays'] <= settings['retention.runDays']) return
  const detail = 'A run cannot keep its details for longer than it is kept itself. Choose fewer days.'
  throw new HttpProblem(422, detail, { errors: [{ pointer: '/retention.detailDays', detail, code: 'too-long' }] })
}
