import { isTemplate, type RuleOperator } from '@hubflow/core'
import { MultiSelect, NumberInput, Select, TagsInput, TextInput } from '@mantine/core'
import type { FieldPath } from '../../view-store.ts'
import { useFieldErrors, useInspector } from '../inspector-context.ts'
import { listOf, textOf } from '../record-of.ts'
import { TemplateField } from '../template-field.tsx'
import type { RuleSource } from './rule-source.ts'

interface RuleValueProps {
  source: RuleSource
  operator: RuleOperator
  value: unknown
  path: FieldPath
  onChange(value: unknown): void
}

const YES_NO = [
  { value: 'true', label: 'Yes' },
  { value: 'false', label: 'No' },
]

/** What is compared with, by the control that fits the data. */
export function RuleValue({ source, operator, value, path, onChange }: RuleValueProps) {
  const error = useFieldErrors(path)
  const { endGesture } = useInspector()
  const common = { size: 'xs', 'aria-label': 'Compare with', error, onBlur: endGesture } as const
  const isInserted = typeof value === 'string' && isTemplate(value)

  if (operator === 'in') {
    const values = listOf(value).map(String)
    return source.kind === 'choice' ? (
      <MultiSelect
        {...common}
        data={[...source.options]}
        placeholder={values.length ? '' : 'Choose'}
        value={values}
        onChange={onChange}
      />
    ) : (
      <TagsInput {...common} placeholder={values.length ? '' : 'Type, then Enter'} value={values} onChange={onChange} />
    )
  }
  if (source.kind === 'choice' && !isInserted) {
    return (
      <Select
        {...common}
        placeholder="Choose"
        data={[...source.options]}
        value={typeof value === 'string' ? value : null}
        onChange={(next) => onChange(next ?? undefined)}
        allowDeselect={false}
        checkIconPosition="right"
      />
    )
  }
  if (source.kind === 'yes-no' && !isInserted) {
    return (
      <Select
        {...common}
        placeholder="Choose"
        data={YES_NO}
        value={value === undefined ? null : String(value)}
        onChange={(next) => next && onChange(next === 'true')}
        allowDeselect={false}
        checkIconPosition="right"
      />
    )
  }
  if (source.kind === 'number' && !isInserted) {
    return (
      <NumberInput
        {...common}
        placeholder="0"
        thousandSeparator
        value={typeof value === 'number' || typeof value === 'string' ? value : ''}
        onChange={(next) => onChange(next === '' ? undefined : next)}
      />
    )
  }
  if (source.kind === 'date' && !isInserted) {
    return (
      <TextInput
        {...common}
        type="date"
        value={textOf(value).slice(0, 10)}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
    )
  }
  return (
    <TemplateField
      field={{
        key: 'value',
        title: 'Compare with',
        help: undefined,
        explanation: undefined,
        placeholder: 'Text, or insert data',
        required: false,
        template: true,
        advanced: false,
        widget: undefined,
        labels: {},
        shape: { kind: 'text', format: undefined, maxLength: undefined },
      }}
      owner={{}}
      path={path}
      value={value}
      onChange={onChange}
      lines={1}
      compact
      error={error}
    />
  )
}
