import { HUB_TABLE_NAMES, HUB_TABLES, type Json } from '@hubflow/core'
import type { Transaction } from '@hubflow/db'
import { z } from 'zod'
import { HttpProblem, jsonPointer } from '../http/problem.ts'
import { titlesOf } from '../records/titles.ts'

const Input = z.object({
  key: z.string(),
  label: z.string(),
  type: z.enum(['text', 'number', 'date', 'choice', 'record']),
  required: z.boolean().optional(),
  options: z.array(z.unknown()).optional(),
  /** Absent in versions from before a record's kind was asked for. */
  table: z.enum(HUB_TABLE_NAMES).optional(),
})
type Input = z.output<typeof Input>
const Config = z.object({ inputs: z.array(Input).optional() })

/**
 * What was typed into the form of *Run now*, the body's field `place`, checked against the inputs that the manual trigger
 * asks for. A draft whose inputs are unfinished asks for nothing that could be checked.
 */
export async function readManualInputs(
  tx: Transaction,
  config: Record<string, Json>,
  given: Record<string, Json>,
  place: 'context' | 'testData',
): Promise<Record<string, Json>> {
  const parsed = Config.safeParse(config)
  if (!parsed.success) return given
  const { inputs = [] } = parsed.data
  const known = new Map(inputs.map((input) => [input.key, input]))
  const errors = [
    ...Object.keys(given)
      .filter((key) => !known.has(key))
      .map((key) => ({
        pointer: jsonPointer([place, key]),
        detail: `This workflow asks for no "${key}". Leave it out.`,
        code: 'unknown-field',
      })),
    ...inputs.flatMap((input) => {
      const detail = refusalOf(input, given[input.key] ?? null)
      return detail === null ? [] : [{ pointer: jsonPointer([place, input.key]), detail, code: 'value-invalid' }]
    }),
  ]
  if (errors.length === 0) errors.push(...(await missingRecords(tx, inputs, given, place)))
  if (errors.length > 0) throw new HttpProblem(422, 'What the run begins with is not complete.', { errors })
  return Object.fromEntries(inputs.map((input) => [input.key, given[input.key] ?? null]))
}

/** Records that are asked for by their kind and are not there, or not for the transaction's person to see. */
async function missingRecords(tx: Transaction, inputs: Input[], given: Record<string, Json>, place: string) {
  const refs = inputs.flatMap(({ key, table }) => {
    const id = given[key]
    return table !== undefined && typeof id === 'string' && id !== '' ? [{ key, table, id: id.toLowerCase() }] : []
  })
  const titles = await titlesOf(tx, refs)
  return refs
    .filter(({ table, id }) => !titles.has(`${table}:${id}`))
    .map(({ key, table }) => ({
      pointer: jsonPointer([place, key]),
      detail: `Choose an existing record; ${HUB_TABLES[table].plural.toLowerCase()} have none with this id.`,
      code: 'reference-missing',
    }))
}

function refusalOf(input: Input, value: Json): string | null {
  if (value === null || value === '') return input.required ? `${input.label} is missing.` : null
  switch (input.type) {
    case 'number':
      return typeof value === 'number' ? null : `${input.label} takes a number.`
    case 'date':
      return z.iso.date().safeParse(value).success ? null : `${input.label} takes a date like 2026-03-31.`
    case 'record':
      return z.uuid().safeParse(value).success ? null : `${input.label} takes the id of a record.`
    case 'choice':
      return choicesOf(input).includes(String(value))
        ? null
        : `${input.label} takes one of ${choicesOf(input).join(', ')}.`
    case 'text':
      return typeof value === 'string' ? null : `${input.label} takes text.`
  }
}

function choicesOf(input: Input): string[] {
  return (input.options ?? []).map((option) =>
    typeof option === 'object' && option !== null && 'value' in option ? String(option.value) : String(option),
  )
}
