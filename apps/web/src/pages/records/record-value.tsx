import type { HubRecordView } from '@hubflow/api/client'
import type { HubColumn } from '@hubflow/core'
import { Badge, Text } from '@mantine/core'
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
          {column.options.find((option) => option.value === value)?.label ?? String(value)}
        </Badge>
      )
    case 'datetime':
      return (
        <Text size="sm">
          <RelativeTime time={String(value)} />
        </Text>
      )
    default:
      return (
        <Text size="sm" truncate title={textOf(column, record, value)}>
          {textOf(column, record, value)}
        </Text>
      )
  }
}

function textOf(column: HubColumn, record: HubRecordView, value: unknown): string {
  switch (column.type) {
    case 'record':
      return record.titles[column.name] ?? 'A record that is gone'
    case 'money':
      return moneyText(String(value))
    case 'number':
      return Number(value).toLocaleString()
    case 'date':
      return calendarDay(String(value))
    case 'boolean':
      return value === true ? 'Yes' : 'No'
    default:
      return String(value)
  }
}
