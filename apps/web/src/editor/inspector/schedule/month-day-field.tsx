import { Group, Input, SegmentedControl, Select, Stack } from '@mantine/core'
import { choiceOf, choicesOf } from '../choices.ts'
import { useFieldErrors } from '../inspector-context.ts'
import { recordOf } from '../record-of.ts'
import type { ScheduleParts } from './schedule-parts.ts'

/** Days that some months do not have. */
const RARE_FROM = 29

/** On which day of a month: a date, the last day, or such as the second Tuesday. */
export function MonthDayField({ fields, value, onChange, path }: ScheduleParts) {
  const dayError = useFieldErrors([...path, 'day'])
  const nthError = useFieldErrors([...path, 'nth'])
  const dayField = fields.find(({ key }) => key === 'day')
  const nthField = fields.find(({ key }) => key === 'nth')
  const parts = nthField?.shape.kind === 'object' ? nthField.shape.fields : []
  const { day, nth, ...rest } = value
  const kind = nth === undefined ? 'day' : 'nth'
  return (
    <Stack gap="xs" data-field={[...path, kind].join('.')}>
      <Input.Wrapper label="On" labelElement="div">
        <SegmentedControl
          fullWidth
          mt={4}
          aria-label="On a day or a weekday of the month"
          data={[
            { value: 'day', label: 'A day' },
            { value: 'nth', label: 'A weekday' },
          ]}
          value={kind}
          onChange={(next) =>
            onChange({ ...rest, ...(next === 'day' ? { day: 1 } : { nth: { week: 1, weekday: 1 } }) })
          }
        />
      </Input.Wrapper>
      {kind === 'day' ? (
        <Select
          aria-label="Day of the month"
          description={Number(day) >= RARE_FROM ? dayField?.help : undefined}
          inputWrapperOrder={['input', 'description', 'error']}
          error={dayError}
          data={choicesOf(dayField)}
          value={day === undefined ? null : String(day)}
          onChange={(next) => next && onChange({ ...rest, day: choiceOf(dayField, next) })}
          allowDeselect={false}
          searchable
          checkIconPosition="right"
        />
      ) : (
        <Group gap="xs" wrap="nowrap" align="flex-start">
          {parts.map((part) => (
            <Select
              key={part.key}
              style={{ flex: 1 }}
              aria-label={part.title}
              error={nthError}
              data={choicesOf(part)}
              value={String(recordOf(nth)[part.key] ?? '')}
              onChange={(next) =>
                next && onChange({ ...rest, nth: { ...recordOf(nth), [part.key]: choiceOf(part, next) } })
              }
              allowDeselect={false}
              checkIconPosition="right"
            />
          ))}
        </Group>
      )}
    </Stack>
  )
}
