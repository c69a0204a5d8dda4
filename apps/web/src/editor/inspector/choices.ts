import { humanKey } from '../../format/words.ts'
import type { Field } from '../schema-field.ts'

/** What can be chosen in a field, as a select takes it; nothing where the field is no choice. */
export function choicesOf(field: Field | undefined): { value: string; label: string }[] {
  if (field?.shape.kind !== 'choice') return []
  return field.shape.values.map((value) => ({
    value: String(value),
    label: field.labels[String(value)] ?? humanKey(String(value)),
  }))
}

/** The constant that a select's text stands for: a number stays a number. */
export function choiceOf(field: Field | undefined, text: string): string | number | undefined {
  return field?.shape.kind === 'choice' ? field.shape.values.find((value) => String(value) === text) : undefined
}
