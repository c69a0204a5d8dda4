import { Select } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { meQuery } from '../../api/hub-queries.ts'
import { type FieldProps, useFieldError } from './inspector-context.ts'

/** A time zone of the world; without one it is the hub's, which is named. */
export function TimeZoneField({ field, value, onChange, path }: FieldProps) {
  const error = useFieldError(path)
  const { data: me } = useQuery(meQuery)
  const zones = Intl.supportedValuesOf('timeZone')
  const chosen = typeof value === 'string' ? value : null
  const all = chosen !== null && !zones.includes(chosen) ? [chosen, ...zones] : zones
  return (
    <Select
      label={field.title}
      description={field.help}
      placeholder={me ? `${me.timeZone} (of the hub)` : 'Of the hub'}
      error={error}
      searchable
      clearable
      limit={60}
      data={all}
      value={chosen}
      onChange={(zone) => onChange(zone ?? undefined)}
      nothingFoundMessage="No zone is called that. Try the name of a large city."
      checkIconPosition="right"
    />
  )
}
