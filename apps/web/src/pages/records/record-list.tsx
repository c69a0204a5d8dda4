import type { HubRecordView } from '@hubflow/api/client'
import type { HubColumn, HubTable } from '@hubflow/core'
import { ActionIcon, Button, Paper, Table, Text, VisuallyHidden } from '@mantine/core'
import { IconAddressBook, IconPencil } from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { recordsQuery } from '../../api/queries.ts'
import { EmptyState } from '../../components/empty-state.tsx'
import { LoadMore } from '../../components/load-more.tsx'
import { ProblemAlert } from '../../components/problem-alert.tsx'
import { TableSkeleton } from '../../components/table-skeleton.tsx'
import { QuickChange } from './quick-change.tsx'
import { RecordValue } from './record-value.tsx'

interface RecordListProps {
  table: HubTable
  q: string
  mayWrite: boolean
  onOpen(record: HubRecordView | 'new'): void
}

export function RecordList({ table, q, mayWrite, onOpen }: RecordListProps) {
  const list = useInfiniteQuery(recordsQuery(table.name, q))
  const records = list.data?.pages.flatMap((page) => page.items) ?? []
  if (list.isError) return <ProblemAlert error={list.error} onRetry={() => list.refetch()} />
  if (list.isPending) return <TableSkeleton rows={9} />
  if (records.length === 0) return <NoRecords table={table} q={q} mayWrite={mayWrite} onAdd={() => onOpen('new')} />

  const named = isNamedByText(table)
  const columns = table.columns.filter(
    (column) => isListed(column) && !(named && table.titleColumns.includes(column.name)),
  )
  return (
    <Paper>
      <Table.ScrollContainer minWidth={860} type="native">
        <Table highlightOnHover horizontalSpacing={10}>
          <Table.Thead>
            <Table.Tr>
              {named && <Table.Th>{table.titleColumns.length === 1 ? labelOf(table) : 'Name'}</Table.Th>}
              {columns.map((column) => (
                <Table.Th key={column.name} {...(isNumeric(column) ? { ta: 'right' } : {})}>
                  {column.label}
                </Table.Th>
              ))}
              {mayWrite && (
                <Table.Th className="sticky-end">
                  <VisuallyHidden>Edit</VisuallyHidden>
                </Table.Th>
              )}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {records.map((record) => (
              <Table.Tr key={record.id}>
                {named && (
                  <Table.Td>
                    <Text size="sm" fw={600} className="nowrap">
                      {record.title}
                    </Text>
                  </Table.Td>
                )}
                {columns.map((column) => (
                  <Table.Td key={column.name} maw={150} {...(isNumeric(column) ? { ta: 'right' } : {})}>
                    {mayWrite && isQuick(table, column) ? (
                      <QuickChange table={table} column={column} record={record} />
                    ) : (
                      <RecordValue column={column} record={record} />
                    )}
                  </Table.Td>
                ))}
                {mayWrite && (
                  <Table.Td w={52} className="sticky-end">
                    <ActionIcon aria-label={`Edit ${record.title}`} onClick={() => onOpen(record)}>
                      <IconPencil size={17} />
                    </ActionIcon>
                  </Table.Td>
                )}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      <LoadMore list={list} />
    </Paper>
  )
}

function NoRecords({
  table,
  q,
  mayWrite,
  onAdd,
}: Pick<RecordListProps, 'table' | 'q' | 'mayWrite'> & { onAdd(): void }) {
  const plural = table.plural.toLowerCase()
  if (q) {
    return (
      <EmptyState icon={<IconAddressBook size={24} />} title={`No ${plural} like “${q}”`}>
        All words must be found. Try fewer of them.
      </EmptyState>
    )
  }
  return (
    <EmptyState
      icon={<IconAddressBook size={24} />}
      title={`No ${plural} yet`}
      action={mayWrite && <Button onClick={onAdd}>Add the first one</Button>}
    >
      {mayWrite
        ? `Workflows can start from ${plural}, write to them and fill mail from them.`
        : `${table.plural} that are yours are shown here.`}
    </EmptyState>
  )
}

/** Commissions have no name of their own: their columns say it all. */
function isNamedByText(table: HubTable): boolean {
  return table.titleColumns.every((name) =>
    table.columns.some((column) => column.name === name && column.type === 'text'),
  )
}

function labelOf(table: HubTable): string {
  return table.columns.find(({ name }) => name === table.titleColumns[0])?.label ?? 'Name'
}

function isListed(column: HubColumn): boolean {
  return column.type !== 'multiline' && column.type !== 'person' && column.name !== 'phase_changed_at'
}

function isNumeric(column: HubColumn): boolean {
  return column.type === 'money' || column.type === 'number'
}

/** What changes so often that no form should stand before it. */
function isQuick(table: HubTable, column: HubColumn): column is Extract<HubColumn, { type: 'choice' }> {
  return column.type === 'choice' && (table.name === 'recruits' || table.name === 'commissions')
}
