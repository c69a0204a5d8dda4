import { Select, Stack } from '@mantine/core'
import { emptyVariant, type Field, type Variant } from '../../schema-field.ts'
import { FieldList } from '../field-list.tsx'
import { type FieldProps, useFieldError } from '../inspector-context.ts'
import { recordOf } from '../record-of.ts'
import { EveryField } from './every-field.tsx'
import { MonthDayField } from './month-day-field.tsx'
import { SchedulePreview } from './schedule-preview.tsx'

/** What a new schedule of each kind begins with, so that it is complete at once. */
const BEGINNINGS: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  daily: { time: '08:00' },
  weekly: { weekdays: [1], time: '08:00' },
  monthly: { day: 1, time: '08:00' },
  interval: { every: 1, unit: 'hours' },
  cron: { cron: '0 8 * * 1-5' },
}
/** Shown as one control of its own, not as the fields that it is made of. */
const DAY_KEYS = ['day', 'nth']
const EVERY_KEYS = ['every', 'unit']

/** When a workflow starts by itself: how often, on which days, at what time; below, what comes of it. */
export function ScheduleField({ field, value, onChange, path }: FieldProps) {
  const error = useFieldError(path)
  const { shape } = field
  if (shape.kind !== 'union') return null
  const { by, variants } = shape
  const current = recordOf(value)
  const chosen = variants.find((variant) => variant.value === current[by])

  function choose(next: string | null): void {
    const variant = variants.find((one) => one.value === next)
    if (!variant || variant === chosen) return
    const begun = { ...emptyVariant(by, variant), ...BEGINNINGS[variant.value] }
    onChange({ ...begun, ...inCommon(current, variant) })
  }

  const own = chosen?.fields.filter(({ key, advanced }) => !advanced && !isOneOf(key)) ?? []
  const more = chosen?.fields.filter(({ key, advanced }) => advanced && !isOneOf(key)) ?? []
  const parts = { fields: chosen?.fields ?? [], value: current, onChange, path }
  return (
    <Stack gap="md">
      <div data-field={[...path, by].join('.')}>
        <Select
          label={field.title}
          description={field.help}
          error={error}
          required
          data={variants.map((variant) => ({ value: variant.value, label: variant.label }))}
          value={chosen?.value ?? null}
          onChange={choose}
          allowDeselect={false}
          checkIconPosition="right"
        />
      </div>
      {chosen?.value === 'interval' && <EveryField {...parts} />}
      {chosen?.value === 'monthly' && <MonthDayField {...parts} />}
      {chosen && (
        <>
          <FieldList fields={own} value={current} onChange={onChange} path={path} />
          <SchedulePreview config={current} />
          <FieldList fields={more.map(withDates)} value={current} onChange={onChange} path={path} />
        </>
      )}
    </Stack>
  )
}

function isOneOf(key: string): boolean {
  return DAY_KEYS.includes(key) || EVERY_KEYS.includes(key)
}

function withDates(field: Field): Field {
  return field.key === 'startsOn' || field.key === 'endsOn' ? { ...field, widget: 'date' } : field
}

function inCommon(current: Readonly<Record<string, unknown>>, variant: Variant): Record<string, unknown> {
  const keys = new Set(variant.fields.map(({ key }) => key))
  return Object.fromEntries(Object.entries(current).filter(([key, value]) => keys.has(key) && value !== undefined))
}
