import type { HubRecordView } from '@hubflow/api/client'
import type { HubColumn, HubTable } from '@hubflow/core'
import { ActionIcon, Button, Group, Paper, Table, VisuallyHidden } from '@mantine/core'
import { IconAddressBook, IconChevronRight, IconPencil } from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { recordsQuery } from '../../api/hub-queries.ts'
import { EmptyState } from '../../components/empty-state.tsx'
import { IconLink, TextLink } from '../../components/links.tsx'
import { LoadMore } from '../../components/load-more.tsx'
import { ProblemAlert } from '../../components/problem-alert.tsx'
import { TableSkeleton } from '../../components/table-skeleton.tsx'
import { isQuick, QuickChange } from './quick-change.tsx'
import { RecordValue } from './record-value.tsx'
import { SortHeader } from './sort-header.tsx'

interface RecordListProps {
  table: HubTable
  q: string
  /** A column, with `-` before it the other way round. */
  sort: string | undefined
  mayWrite: boolean
  onOpen(record: HubRecordView | 'new'): void
  onSort(sort: string | undefined): void
  onShowAll(): void
}

export function RecordList({ table, q, sort, mayWrite, onOpen, onSort, onShowAll }: RecordListProps) {
  const list = useInfiniteQuery(recordsQuery(table.name, q, sort))
  const records = list.data?.pages.flatMap((page) => page.items) ?? []
  if (list.isError) return <ProblemAlert error={list.error} onRetry={() => list.refetch()} />
  if (list.isPending) return <TableSkeleton rows={9} />
  if (records.length === 0) {
    return <NoRecords table={table} q={q} mayWrite={mayWrite} onAdd={() => onOpen('new')} onShowAll={onShowAll} />
  }

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
              {named && (
                <SortHeader
                  column={table.titleColumns.at(-1) ?? null}
                  label={table.titleColumns.length === 1 ? labelOf(table) : 'Name'}
                  sort={sort}
                  onSort={onSort}
                />
              )}
              {columns.map((column) => (
                <SortHeader
                  key={column.name}
                  column={column.type === 'record' ? null : column.name}
                  label={column.label}
                  isNumeric={isNumeric(column)}
                  sort={sort}
                  onSort={onSort}
                />
              ))}
              {(mayWrite || !named) && (
                <Table.Th className="sticky-end">
                  <VisuallyHidden>Open or edit</VisuallyHidden>
                </Table.Th>
              )}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {records.map((record) => (
              <Table.Tr key={record.id}>
                {named && (
                  <Table.Td>
                    <TextLink
                      to="/records/$table/$recordId"
                      params={{ table: table.name, recordId: record.id }}
                      size="sm"
                      fw={600}
                      className="nowrap"
                    >
                      {record.title}
                    </TextLink>
                  </Table.Td>
                )}
                {columns.map((column) => (
                  <Table.Td
                    key={column.name}
                    {...(isQuick(table, column) ? {} : { maw: 150 })}
                    {...(isNumeric(column) ? { ta: 'right' } : {})}
                  >
                    {mayWrite && isQuick(table, column) ? (
                      <QuickChange table={table} column={column} record={record} />
                    ) : (
                      <RecordValue column={column} record={record} />
                    )}
                  </Table.Td>
                ))}
                {(mayWrite || !named) && (
                  <Table.Td w={named ? 52 : 84} className="sticky-end">
                    <Group gap={2} wrap="nowrap" justify="flex-end">
                      {mayWrite && (
                        <ActionIcon aria-label={`Edit ${record.title}`} onClick={() => onOpen(record)}>
                          <IconPencil size={17} />
                        </ActionIcon>
                      )}
                      {!named && (
                        <IconLink
                          to="/records/$table/$recordId"
                          params={{ table: table.name, recordId: record.id }}
                          aria-label={`Open ${record.title}`}
                        >
                          <IconChevronRight size={17} aria-hidden />
                        </IconLink>
                      )}
                    </Group>
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
  onShowAll,
}: Pick<RecordListProps, 'table' | 'q' | 'mayWrite' | 'onShowAll'> & { onAdd(): void }) {
  const plural = table.plural.toLowerCase()
  if (q) {
    return (
      <EmptyState
        icon={<IconAddressBook size={24} />}
        title={`No ${plural} like “${q}”`}
        action={
          <Button variant="default" onClick={onShowAll}>
            Show all {plural}
          </Button>
        }
      >
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
