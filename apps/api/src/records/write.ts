import { HUB_TABLES, type HubColumn, type HubTableName, type Json } from '@hubflow/core'
import { asPerson } from '@hubflow/db'
import { type SQL, sql } from 'drizzle-orm'
import { z } from 'zod'
import { carryChain } from '../chain.ts'
import type { HubRecordView } from '../contract/records.ts'
import { databaseFault } from '../http/database-fault.ts'
import type { Caller } from '../http/env.ts'
import { HttpProblem, jsonPointer, notFound } from '../http/problem.ts'
import type { Services } from '../services.ts'
import { columnOf, HUB_PG_TABLES } from './tables.ts'
import { type RecordRow, recordColumns, toRecordViews } from './view.ts'

type FieldProblem = { pointer: string; detail: string; code: string }
type ColumnValue = { column: HubColumn; value: string | number | boolean | null }

export async function createRecord(
  services: Services,
  caller: Caller,
  table: HubTableName,
  body: Record<string, Json>,
): Promise<HubRecordView> {
  const values = readValues(table, body, 'create')
  return writeRecord(services, caller, table, () => {
    const names = values.map(({ column }) => sql.identifier(column.name))
    return sql`insert into ${HUB_PG_TABLES[table]} (${sql.join(names, sql`, `)})
      values (${sql.join(values.map(typed), sql`, `)}) returning ${recordColumns(table)}`
  })
}

export async function patchRecord(
  services: Services,
  caller: Caller,
  ref: { table: HubTableName; id: string },
  body: Record<string, Json>,
): Promise<HubRecordView> {
  const values = readValues(ref.table, body, 'patch')
  return writeRecord(services, caller, ref.table, () => {
    const changes = values.map((entry) => sql`${sql.identifier(entry.column.name)} = ${typed(entry)}`)
    return sql`update ${HUB_PG_TABLES[ref.table]} set ${sql.join([...changes, sql`updated_at = hubflow.now()`], sql`, `)}
      where id = ${ref.id} returning ${recordColumns(ref.table)}`
  })
}

async function writeRecord(services: Services, caller: Caller, table: HubTableName, statement: () => SQL) {
  try {
    return await asPerson(services.database, caller.id, async (tx) => {
      await carryChain(tx, caller.chain)
      const rows = await tx.execute<RecordRow>(statement())
      const [view] = await toRecordViews(tx, table, [...rows])
      if (!view) throw notFound()
      return view
    })
  } catch (error) {
    throw conflictOf(table, error) ?? error
  }
}

/** What the database refuses for the sake of other records, in words. */
function conflictOf(table: HubTableName, error: unknown): HttpProblem | null {
  const fault = databaseFault(error)
  const { singular, columns } = HUB_TABLES[table]
  const column = columns.find((candidate) => fault?.constraint?.includes(candidate.name))
  if (fault?.code === '23505') {
    const field = column?.label.toLowerCase() ?? 'value'
    return new HttpProblem(409, `There is another ${singular.toLowerCase()} with this ${field}. Choose another one.`, {
      cause: error,
    })
  }
  if (fault?.code === '23503') {
    return new HttpProblem(400, 'One thing in the body is not right.', {
      errors: [
        {
          pointer: jsonPointer(column ? [column.name] : []),
          detail: `${column?.label ?? 'A field'} points to a record that does not exist. Choose one that does.`,
          code: 'reference-missing',
        },
      ],
      cause: error,
    })
  }
  return null
}

/** The body as values by column, each of its column's type; every wrong field is named. */
function readValues(table: HubTableName, body: Record<string, Json>, mode: 'create' | 'patch'): ColumnValue[] {
  const errors: FieldProblem[] = []
  const values: ColumnValue[] = []
  for (const [name, given] of Object.entries(body)) {
    const column = columnOf(table, name)
    const detail = column
      ? refusalOf(column, given)
      : `${HUB_TABLES[table].plural} have no column "${name}". Leave it out.`
    if (column && detail === null) values.push({ column, value: storedValue(given) })
    else
      errors.push({
        pointer: jsonPointer([name]),
        detail: detail ?? '',
        code: column ? 'value-invalid' : 'unknown-field',
      })
  }
  if (mode === 'create') {
    for (const column of HUB_TABLES[table].columns) {
      if (column.required && !Object.hasOwn(body, column.name)) {
        errors.push({
          pointer: jsonPointer([column.name]),
          detail: `${column.label} is missing.`,
          code: 'value-missing',
        })
      }
    }
  }
  if (errors.length > 0) {
    const count = errors.length === 1 ? 'One thing in the body is' : `${errors.length} things in the body are`
    throw new HttpProblem(400, `${count} not right.`, { errors })
  }
  return values
}

const DATE = z.iso.date()
const MOMENT = z.iso.datetime({ offset: true })
const EMAIL = z.email()
const UUID = z.uuid()

/** Null when the column takes the value; otherwise a sentence that says what it takes. */
function refusalOf(column: HubColumn, value: Json): string | null {
  if (column.readOnly) return `${column.label} is kept by the hub itself. Leave it out.`
  if (value === null || value === '')
    return column.required || isNeverNull(column) ? `${column.label} must not be empty.` : null
  switch (column.type) {
    case 'number':
    case 'money':
      return isAmount(value) ? null : `${column.label} takes a number with at most two decimals.`
    case 'boolean':
      return typeof value === 'boolean' ? null : `${column.label} takes true or false.`
    case 'date':
      return DATE.safeParse(value).success ? null : `${column.label} takes a date like 2026-03-31.`
    case 'datetime':
      return MOMENT.safeParse(value).success ? null : `${column.label} takes a time like 2026-03-31T08:00:00Z.`
    case 'email':
      return EMAIL.safeParse(value).success ? null : `${column.label} takes an email address.`
    case 'choice':
      return column.options.some((option) => option.value === value)
        ? null
        : `${column.label} takes one of ${column.options.map((option) => option.value).join(', ')}.`
    case 'person':
    case 'record':
      return UUID.safeParse(value).success ? null : `${column.label} takes the id of a ${column.type}.`
    case 'text':
    case 'multiline':
      return typeof value === 'string' && value.length <= 10_000
        ? null
        : `${column.label} takes text of up to 10,000 characters.`
  }
}

/** Columns with a default in the database, which their `required` leaves open on creation. */
function isNeverNull(column: HubColumn): boolean {
  return column.type === 'choice' || column.type === 'boolean' || column.type === 'number'
}

function isAmount(value: Json): boolean {
  const amount = typeof value === 'string' && /^-?\d+(\.\d{1,2})?$/.test(value) ? Number(value) : value
  return typeof amount === 'number' && Number.isFinite(amount) && Math.abs(amount) < 1e10
}

function storedValue(given: Json): ColumnValue['value'] {
  if (given === '') return null
  return typeof given === 'object' ? null : given
}

const CASTS: Record<HubColumn['type'], SQL> = {
  text: sql`text`,
  email: sql`text`,
  multiline: sql`text`,
  choice: sql`text`,
  number: sql`numeric`,
  money: sql`numeric`,
  date: sql`date`,
  datetime: sql`timestamptz`,
  boolean: sql`boolean`,
  person: sql`uuid`,
  record: sql`uuid`,
}

/** The value as a parameter. Choices are enums: Postgres types them by the column, so they go without a cast. */
function typed({ column, value }: ColumnValue): SQL {
  if (column.type === 'choice') return sql`${value}`
  return sql`${value}::${CASTS[column.type]}`
}
