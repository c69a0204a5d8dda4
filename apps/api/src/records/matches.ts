import { evaluateRules, HUB_TABLES, type JsonObject, type Rules, rootsInRules } from '@hubflow/core'
import { asPerson, relatedRecordSql, type Transaction } from '@hubflow/db'
import { sql } from 'drizzle-orm'
import type { z } from 'zod'
import { findEventType } from '../catalog/event-types.ts'
import type { FindMatches, Matches } from '../contract/records.ts'
import { readSubjects, recordedEvents } from '../events/recorded.ts'
import type { Caller } from '../http/env.ts'
import type { Services } from '../services.ts'
import { HUB_PG_TABLES, isHubTable, UUID } from './tables.ts'
import { titleFrom, titlesOf } from './titles.ts'

const DAYS = 30
/** What is newer than these is looked at: the answer comes while somebody types. */
const MOST = 2000
const EXAMPLES = 3

/** Roots that can be told before there is a run. */
const KNOWN_ROOTS = new Set(['subject', 'trigger', 'now'])

/**
 * How many records, or where the rules read what an event says, events of the last 30 days, the rules let through; as the
 * caller may see them. Nothing is looked at where the rules read what only a run knows.
 */
export async function findMatches(
  services: Services,
  caller: Caller,
  { rules, eventType }: z.output<typeof FindMatches>,
): Promise<Matches> {
  const roots = rootsInRules(rules)
  if ([...roots].some((root) => !KNOWN_ROOTS.has(root))) return NOTHING
  return asPerson(services.database, caller.id, async (tx) => {
    const now = await businessTime(tx)
    const holds = (scope: { subject: JsonObject | null; trigger?: JsonObject }) =>
      evaluateRules(rules, { now, ...scope }, { timeZone: services.config.timeZone }).holds
    if (roots.has('trigger')) return matchingEvents(tx, { rules, eventType, holds })
    const table = (await findEventType(tx, eventType))?.subjectTable
    return table && isHubTable(table) ? matchingRecords(tx, table, holds) : NOTHING
  })
}

const NOTHING: Matches = { of: 'nothing', table: null, looked: 0, matched: 0, isCapped: false, examples: [] }

type Holds = (scope: { subject: JsonObject | null; trigger?: JsonObject }) => boolean

async function matchingRecords(tx: Transaction, table: keyof typeof HUB_PG_TABLES, holds: Holds): Promise<Matches> {
  const rows = await tx.execute<{ record: JsonObject }>(
    sql`select ${sql.raw(relatedRecordSql(table))} as record from ${HUB_PG_TABLES[table]} t
      order by t.created_at desc, t.id limit ${MOST + 1}`,
  )
  const looked = rows.slice(0, MOST)
  const matched = looked.filter(({ record }) => holds({ subject: record }))
  return {
    of: 'records',
    table,
    looked: looked.length,
    matched: matched.length,
    isCapped: rows.length > MOST,
    examples: matched.slice(0, EXAMPLES).map(({ record }) =>
      titleFrom(
        table,
        HUB_TABLES[table].titleColumns.map((name) => textOf(record[name])),
      ),
    ),
  }
}

async function matchingEvents(
  tx: Transaction,
  { rules, eventType, holds }: { rules: Rules; eventType: string; holds: Holds },
): Promise<Matches> {
  const { looked, isCapped } = await recordedEvents(tx, eventType, { days: DAYS, most: MOST })
  const subjects = rootsInRules(rules).has('subject') ? await readSubjects(tx, looked) : new Map()
  const matched = looked.filter(({ data, subject }) =>
    holds({ trigger: { type: eventType, data }, subject: subjects.get(subject?.id) ?? null }),
  )
  const refs = matched.flatMap(({ subject }) =>
    subject && isHubTable(subject.table) && UUID.test(subject.id) ? [{ table: subject.table, id: subject.id }] : [],
  )
  const titles = await titlesOf(tx, refs.slice(0, EXAMPLES))
  return {
    of: 'events',
    table: refs[0]?.table ?? null,
    looked: looked.length,
    matched: matched.length,
    isCapped,
    examples: [...new Set(titles.values())],
  }
}

function textOf(value: unknown): string | null {
  return value === null || value === undefined ? null : String(value)
}

async function businessTime(tx: Transaction): Promise<string> {
  const [row] = await tx.execute<{ now: string }>(sql`select hubflow.now() as now`)
  return new Date(row?.now ?? Date.now()).toISOString()
}
