import { Chip, Group, Input } from '@mantine/core'
import { choicesOf } from './choices.ts'
import { type FieldProps, useFieldErrors } from './inspector-context.ts'
import { listOf } from './record-of.ts'

/** Days of the week to tick, Monday first. */
export function WeekdaysField({ field, value, onChange, path }: FieldProps) {
  const error = useFieldErrors(path)
  const days = field.shape.kind === 'list' ? choicesOf(field.shape.item) : []
  return (
    <Input.Wrapper
      label={field.title}
      description={field.help}
      required={field.required}
      error={error}
      labelElement="div"
    >
      <Chip.Group
        multiple
        value={listOf(value).map(String)}
        onChange={(chosen) => onChange(chosen.map(Number).sort((one, other) => one - other))}
      >
        <Group gap={5} mt={4} mb={4}>
          {days.map(({ value: day, label }) => (
            <Chip key={day} value={day} size="xs" icon={null} aria-label={label}>
              {label.slice(0, 3)}
            </Chip>
          ))}
        </Group>
      </Chip.Group>
    </Input.Wrapper>
  )
}
