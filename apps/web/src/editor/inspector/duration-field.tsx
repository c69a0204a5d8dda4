import { Group, Input, NumberInput, SegmentedControl, Select, Stack } from '@mantine/core'
import { emptyVariant, type Field } from '../schema-field.ts'
import { choicesOf } from './choices.ts'
import { FieldList } from './field-list.tsx'
import { type FieldProps, useFieldError, useFieldErrors, useInspector } from './inspector-context.ts'
import { recordOf } from './record-of.ts'

/** As many kinds as fit beside each other. */
const MAX_SEGMENTS = 3

/** How long to wait: an amount and its unit beside each other; other kinds of waits with their own fields. */
export function DurationField({ field, value, onChange, path }: FieldProps) {
  const error = useFieldError(path)
  const { shape } = field
  const current = recordOf(value)
  if (shape.kind === 'object') return <Parts fields={shape.fields} value={current} onChange={onChange} path={path} />
  if (shape.kind !== 'union') return null
  const { by, variants } = shape
  const chosen = variants.find((variant) => variant.value === current[by])
  const kinds = variants.map((variant) => ({ value: variant.value, label: variant.label }))

  function choose(next: string | null): void {
    const variant = variants.find((one) => one.value === next)
    if (!variant || variant === chosen) return
    const kept = variant.fields.filter(({ key }) => current[key] !== undefined).map(({ key }) => [key, current[key]])
    const time = variant.fields.some(({ key, required }) => key === 'time' && required) ? { time: '08:00' } : {}
    onChange({ ...emptyVariant(by, variant), ...time, ...Object.fromEntries(kept) })
  }

  return (
    <Stack gap="md">
      {kinds.length > MAX_SEGMENTS ? (
        <Select
          label={field.title}
          description={field.help}
          required
          error={error}
          data={kinds}
          value={chosen?.value ?? null}
          onChange={choose}
          allowDeselect={false}
          checkIconPosition="right"
        />
      ) : (
        <Input.Wrapper label={field.title} description={field.help} error={error} labelElement="div">
          <SegmentedControl
            fullWidth
            mt={4}
            aria-label={field.title}
            data={kinds}
            value={chosen?.value ?? ''}
            onChange={choose}
          />
        </Input.Wrapper>
      )}
      {chosen && <Parts key={chosen.value} fields={chosen.fields} value={current} onChange={onChange} path={path} />}
    </Stack>
  )
}

interface PartsProps {
  fields: readonly Field[]
  value: Readonly<Record<string, unknown>>
  onChange(value: unknown): void
  path: FieldProps['path']
}

function Parts({ fields, value, onChange, path }: PartsProps) {
  const amount = fields.find(({ key }) => key === 'amount')
  const unit = fields.find(({ key }) => key === 'unit')
  const rest = amount && unit ? fields.filter((field) => field !== amount && field !== unit) : fields
  return (
    <>
      {amount && unit && <AmountAndUnit amount={amount} unit={unit} value={value} onChange={onChange} path={path} />}
      {rest.length > 0 && <FieldList fields={rest} value={value} onChange={onChange} path={path} />}
    </>
  )
}

function AmountAndUnit({
  amount,
  unit,
  value,
  onChange,
  path,
}: Omit<PartsProps, 'fields'> & { amount: Field; unit: Field }) {
  const error = useFieldErrors([...path, 'amount'])
  const { endGesture } = useInspector()
  return (
    <Group gap="xs" align="flex-start" wrap="nowrap">
      <NumberInput
        data-field={[...path, 'amount'].join('.')}
        style={{ flex: 1 }}
        label={amount.title}
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
        label={unit.title}
        data={choicesOf(unit)}
        value={typeof value.unit === 'string' ? value.unit : null}
        onChange={(next) => next && onChange({ ...value, unit: next })}
        allowDeselect={false}
        checkIconPosition="right"
      />
    </Group>
  )
}
