import type { HubRecordView } from '@hubflow/api/client'
import type { HubColumn } from '@hubflow/core'
import { Badge, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { peopleQuery } from '../../api/hub-queries.ts'
import { TextLink } from '../../components/links.tsx'
import { RelativeTime } from '../../components/relative-time.tsx'
import { calendarDay } from '../../format/time.ts'
import { moneyText } from '../../format/words.ts'

/** One column of a record, for reading. */
export function RecordValue({ column, record }: { column: HubColumn; record: HubRecordView }) {
  const value = record[column.name]
  if (value === null || value === undefined || value === '') {
    return (
      <Text size="sm" c="dimmed">
        –
      </Text>
    )
  }
  switch (column.type) {
    case 'choice':
      return (
        <Badge color="gray" className="whole">
          {textOf(column, value)}
        </Badge>
      )
    case 'record': {
      const title = record.titles[column.name]
      if (title === undefined) break
      return (
        <TextLink
          to="/records/$table/$recordId"
          params={{ table: column.table, recordId: String(value) }}
          size="sm"
          truncate
          display="block"
        >
          {title}
        </TextLink>
      )
    }
    case 'person':
      return <PersonName id={String(value)} />
    case 'datetime':
      return (
        <Text size="sm">
          <RelativeTime time={String(value)} />
        </Text>
      )
  }
  return (
    <Text size="sm" truncate title={textOf(column, value)}>
      {textOf(column, value)}
    </Text>
  )
}

function PersonName({ id }: { id: string }) {
  const { data: people } = useQuery(peopleQuery)
  return <Text size="sm">{people?.find((person) => person.id === id)?.name ?? '…'}</Text>
}

/** A column's value as people read it; of a record that it points to, what is left when that is gone. */
export function textOf(column: HubColumn, value: unknown): string {
  switch (column.type) {
    case 'record':
      return 'A record that is gone'
    case 'money':
      return moneyText(String(value))
    case 'number':
      return Number(value).toLocaleString()
    case 'date':
      return calendarDay(String(value))
    case 'boolean':
      return value === true ? 'Yes' : 'No'
    case 'choice':
      return column.options.find((option) => option.value === value)?.label ?? String(value)
    default:
      return String(value)
  }
}
