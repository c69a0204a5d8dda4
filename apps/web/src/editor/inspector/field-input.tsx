import type { ComponentType } from 'react'
import type { Field } from '../schema-field.ts'
import { ChoiceField } from './choice-field.tsx'
import { DataPathField, SubjectDateField } from './data-path-field.tsx'
import { DateField } from './date-field.tsx'
import { DurationField } from './duration-field.tsx'
import { EmailTemplateField } from './email-template-field.tsx'
import { EventTypeField } from './event-type-field.tsx'
import { FieldValueField } from './field-value-field.tsx'
import { HeadersField } from './headers-field.tsx'
import type { FieldProps } from './inspector-context.ts'
import { FormField, JsonField } from './json-field.tsx'
import { ListField } from './list-field.tsx'
import { ManualInputsField } from './manual-inputs-field.tsx'
import { NumberField } from './number-field.tsx'
import { ObjectField } from './object-field.tsx'
import { RecipientsField } from './recipients-field.tsx'
import { RecordIdField } from './record-id-field.tsx'
import { RulesField } from './rules/rules-field.tsx'
import { ScheduleField } from './schedule/schedule-field.tsx'
import { SecretField } from './secret-field.tsx'
import { SharesField } from './shares-field.tsx'
import { StepField } from './step-field.tsx'
import { SwitchField } from './switch-field.tsx'
import { TableColumnField } from './table-column-field.tsx'
import { TableField } from './table-field.tsx'
import { TextField } from './text-field.tsx'
import { TimeField } from './time-field.tsx'
import { TimeZoneField } from './time-zone-field.tsx'
import { UnionField } from './union-field.tsx'
import { WeekdaysField } from './weekdays-field.tsx'

/** Widgets that know more than the shape of their value. One that is not here falls back to the shape. */
const WIDGETS: Readonly<Partial<Record<string, ComponentType<FieldProps>>>> = {
  recipients: RecipientsField,
  'email-template': EmailTemplateField,
  'event-type': EventTypeField,
  secret: SecretField,
  json: JsonField,
  form: FormField,
  headers: HeadersField,
  duration: DurationField,
  table: TableField,
  'table-field': TableColumnField,
  'record-id': RecordIdField,
  'field-value': FieldValueField,
  'manual-inputs': ManualInputsField,
  'data-path': DataPathField,
  'subject-field': SubjectDateField,
  rules: RulesField,
  schedule: ScheduleField,
  shares: SharesField,
  step: StepField,
  weekdays: WeekdaysField,
  time: TimeField,
  'time-zone': TimeZoneField,
  date: DateField,
}

/** The right control for a field: by its widget, else by the shape of its value, so every node type has a usable form. */
export function FieldInput(props: FieldProps) {
  const Widget = WIDGETS[props.field.widget ?? ''] ?? widgetOf(props.field)
  return Widget && <Widget {...props} />
}

function widgetOf({ shape }: Field): ComponentType<FieldProps> | null {
  switch (shape.kind) {
    case 'text':
      return TextField
    case 'number':
      return NumberField
    case 'switch':
      return SwitchField
    case 'choice':
      return ChoiceField
    case 'union':
      return UnionField
    case 'list':
      return ListField
    case 'object':
      return ObjectField
    case 'json':
      return JsonField
    case 'constant':
      return null
  }
}
