import { Group, Table, UnstyledButton } from '@mantine/core'
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react'

interface SortHeaderProps {
  /** Null where the column gives no order. */
  column: string | null
  label: string
  isNumeric?: boolean
  sort: string | undefined
  onSort(sort: string | undefined): void
}

/** A column's heading that sorts by it: up, then down, then the newest first again. */
export function SortHeader({ column, label, isNumeric = false, sort, onSort }: SortHeaderProps) {
  const align = isNumeric ? ({ ta: 'right' } as const) : {}
  if (column === null) return <Table.Th {...align}>{label}</Table.Th>
  const isUp = sort === column
  const isDown = sort === `-${column}`
  const next = isUp ? `-${column}` : isDown ? undefined : column
  return (
    <Table.Th {...align} aria-sort={isUp ? 'ascending' : isDown ? 'descending' : 'none'}>
      <UnstyledButton fz="inherit" fw="inherit" onClick={() => onSort(next)}>
        <Group gap={4} wrap="nowrap" component="span">
          {label}
          {isUp && <IconArrowUp size={14} aria-hidden />}
          {isDown && <IconArrowDown size={14} aria-hidden />}
        </Group>
      </UnstyledButton>
    </Table.Th>
  )
}
