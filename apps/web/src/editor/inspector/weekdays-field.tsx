import { Chip, Input } from '@mantine/core'
import { choicesOf } from './choices.ts'
import { type FieldProps, useFieldErrors } from './inspector-context.ts'
import { listOf } from './record-of.ts'
import classes from './weekdays.module.css'

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
        <div className={classes.days}>
          {days.map(({ value: day, label }) => (
            <Chip
              key={day}
              value={day}
              size="sm"
              icon={null}
              aria-label={label}
              classNames={{ label: classes.day ?? '' }}
            >
              {label.slice(0, 3)}
            </Chip>
          ))}
        </div>
      </Chip.Group>
    </Input.Wrapper>
  )
}
