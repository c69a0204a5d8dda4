import { HUB_TABLES } from '@hubflow/core'
import type { Transaction } from '@hubflow/db'
import { sql } from 'drizzle-orm'
import type { WhyCheck } from '../contract/why.ts'
import type { AskedRecord } from './subject.ts'

interface Listening {
  name: string
  title: string
  isActive: boolean
}

/** The published workflows that start from something that can happen to such a record. */
export async function readListening(tx: Transaction, { table }: AskedRecord): Promise<Listening[]> {
  const rows = await tx.execute<{ name: string; title: string; is_active: boolean }>(sql`
    select workflow.name, type.title, workflow.status = 'active' and type.enabled as is_active
    from hubflow.workflows workflow
      join hubflow.trigger_event_types type on type.name = workflow.config ->> 'eventType' and type.subject_table = ${table}
    where workflow.trigger_type = 'event' and workflow.live_version is not null and workflow.deleted_at is null
    order by workflow.name limit 20`)
  return rows.map(({ name, title, is_active }) => ({ name, title, isActive: is_active }))
}

/** What could have started for the record. */
export function recordChecks({ table, kind }: AskedRecord, listening: Listening[]): WhyCheck[] {
  const link = { label: 'Go to the workflows', place: 'workflows' as const }
  const active = listening.filter(({ isActive }) => isActive)
  const silent = listening.filter(({ isActive }) => !isActive)
  const named = (them: Listening[]) => them.map(({ name, title }) => `“${name}” (when: ${title})`).join(', ')
  const plural = HUB_TABLES[table].plural.toLowerCase()
  return [
    active.length > 0
      ? { state: 'ok', sentence: `From what happens to ${plural} start: ${named(active)}.` }
      : {
          state: 'wrong',
          sentence: `No active workflow starts from what happens to a ${kind}. Publish one with such a trigger.`,
          link,
        },
    ...(silent.length > 0
      ? [
          {
            state: 'wrong' as const,
            sentence: `These would, but are paused, archived, or their event is off: ${named(silent)}.`,
            link,
          },
        ]
      : []),
  ]
}
