import { Group, Input, NumberInput, SegmentedControl, Select, Stack } from '@mantine/core'
import { humanKey } from '../../format/words.ts'
import { emptyVariant, type Field, type Variant } from '../schema-field.ts'
import { FieldList } from './field-list.tsx'
import { type FieldProps, useFieldErrors, useInspector } from './inspector-context.ts'
import { recordOf } from './record-of.ts'
import { UnionField } from './union-field.tsx'

/** How long to wait: an amount and its unit beside each other; other kinds of waits with their own fields. */
export function DurationField(props: FieldProps) {
  const { field, value, onChange, path } = props
  const shape = field.shape
  if (shape.kind === 'object')
    return <AmountAndUnit fields={shape.fields} value={recordOf(value)} onChange={onChange} path={path} />
  if (shape.kind !== 'union') return null
  const current = recordOf(value)
  const chosen = shape.variants.find((variant) => variant.value === current[shape.by])
  if (!chosen || shape.variants.length > 3) return <UnionField {...props} />

  function choose(next: string): void {
    const variant = shape.kind === 'union' && shape.variants.find((one) => one.value === next)
    if (variant && shape.kind === 'union') onChange(emptyVariant(shape.by, variant))
  }

  return (
    <Stack gap="md">
      <Input.Wrapper label={field.title} description={field.help} labelElement="div">
        <SegmentedControl
          fullWidth
          mt={4}
          aria-label={field.title}
          data={shape.variants.map((variant) => ({ value: variant.value, label: variant.label }))}
          value={chosen.value}
          onChange={choose}
        />
      </Input.Wrapper>
      {hasAmount(chosen) ? (
        <AmountAndUnit fields={chosen.fields} value={current} onChange={onChange} path={path} />
      ) : (
        <FieldList fields={chosen.fields} value={current} onChange={onChange} path={path} />
      )}
    </Stack>
  )
}

function hasAmount({ fields }: Variant): boolean {
  return fields.length === 2 && fields.some(({ key }) => key === 'amount') && fields.some(({ key }) => key === 'unit')
}

interface AmountAndUnitProps {
  fields: readonly Field[]
  value: Readonly<Record<string, unknown>>
  onChange(value: unknown): void
  path: FieldProps['path']
}

function AmountAndUnit({ fields, value, onChange, path }: AmountAndUnitProps) {
  const error = useFieldErrors([...path, 'amount'])
  const { endGesture } = useInspector()
  const amount = fields.find(({ key }) => key === 'amount')
  const unit = fields.find(({ key }) => key === 'unit')
  const units = unit?.shape.kind === 'choice' ? unit.shape.values.map(String) : []
  return (
    <Group gap="xs" align="flex-start" wrap="nowrap">
      <NumberInput
        data-field={[...path, 'amount'].join('.')}
        style={{ flex: 1 }}
        label={amount?.title ?? 'Amount'}
        required
        allowDecimal={false}
        min={1}
        error={error}
        value={typeof value.amount === 'number' ? value.amount : ''}
        onChange={(next) => onChange({ ...value, amount: next === '' ? undefined : next })}
        onBlur={endGesture}
      />
      <Select
        style={{ flex: 1 }}
        label={unit?.title ?? 'Unit'}
        data={units.map((one) => ({ value: one, label: unit?.labels[one] ?? humanKey(one) }))}
        value={typeof value.unit === 'string' ? value.unit : null}
        onChange={(next) => next && onChange({ ...value, unit: next })}
        allowDeselect={false}
        checkIconPosition="right"
      />
    </Group>
  )
}
