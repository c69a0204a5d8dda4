import type { Field } from '../../schema-field.ts'
import type { FieldPath } from '../../view-store.ts'

/** Several fields of a schedule that are shown as one control. */
export interface ScheduleParts {
  /** Of the chosen kind of schedule. */
  fields: readonly Field[]
  value: Readonly<Record<string, unknown>>
  onChange(value: unknown): void
  path: FieldPath
}
