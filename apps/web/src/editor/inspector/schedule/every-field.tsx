import { Group, NumberInput, Select } from '@mantine/core'
import { choicesOf } from '../choices.ts'
import { useFieldError, useInspector } from '../inspector-context.ts'
import type { ScheduleParts } from './schedule-parts.ts'

/** Every so many minutes or hours. */
export function EveryField({ fields, value, onChange, path }: ScheduleParts) {
  const error = useFieldError([...path, 'every'])
  const { endGesture } = useInspector()
  return (
    <Group gap="xs" align="flex-start" wrap="nowrap" data-field={[...path, 'every'].join('.')}>
      <NumberInput
        style={{ flex: 1 }}
        label="Every"
        required
        min={1}
        allowDecimal={false}
        error={error}
        value={typeof value.every === 'number' ? value.every : ''}
        onChange={(every) => onChange({ ...value, every: every === '' ? undefined : every })}
        onBlur={endGesture}
      />
      <Select
        style={{ flex: 1 }}
        label="Unit"
        data={choicesOf(fields.find(({ key }) => key === 'unit'))}
        value={typeof value.unit === 'string' ? value.unit : null}
        onChange={(unit) => unit && onChange({ ...value, unit })}
        allowDeselect={false}
        checkIconPosition="right"
      />
    </Group>
  )
}
