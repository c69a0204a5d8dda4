import type { HubRecordView } from '@hubflow/api/client'
import { HUB_TABLE_NAMES, HUB_TABLES, type HubTable } from '@hubflow/core'
import { Button, Group, Paper, Table, Title } from '@mantine/core'
import { IconHelpCircle, IconPencil } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { meQuery, recordQuery } from '../../api/hub-queries.ts'
import { ButtonLink, TextLink } from '../../components/links.tsx'
import { Page } from '../../components/page.tsx'
import { RelativeTime } from '../../components/relative-time.tsx'
import { NotFoundPage } from '../not-found-page.tsx'
import { PageError } from '../page-error.tsx'
import { PageLoading } from '../page-loading.tsx'
import { isQuick, QuickChange } from './quick-change.tsx'
import { RecordDrawer } from './record-drawer.tsx'
import { RecordTimeline } from './record-timeline.tsx'
import { RecordValue } from './record-value.tsx'

/** One record of the hub: what it holds, what it belongs to, and what happened to it. */
export function RecordPage() {
  const params = useParams({ from: '/app/records/$table/$recordId' })
  const name = HUB_TABLE_NAMES.find((candidate) => candidate === params.table)
  return name ? <RecordOf key={params.recordId} table={HUB_TABLES[name]} id={params.recordId} /> : <NotFoundPage />
}

function RecordOf({ table, id }: { table: HubTable; id: string }) {
  const { data: record, error } = useQuery(recordQuery(table.name, id))
  const { data: me } = useQuery(meQuery)
  const mayWrite = me !== undefined && me.role !== 'agent'
  const [isEdited, setEdited] = useState(false)
  if (!record) return error ? <PageError error={error} /> : <PageLoading />

  return (
    <Page
      title={record.title}
      description={
        <>
          <TextLink to="/records/$table" params={{ table: table.name }} inherit underline="always">
            {table.plural}
          </TextLink>{' '}
          · added <RelativeTime time={String(record.created_at)} /> · last changed{' '}
          <RelativeTime time={String(record.updated_at)} />
        </>
      }
      actions={
        mayWrite && (
          <Group gap="xs">
            <ButtonLink
              variant="default"
              leftSection={<IconHelpCircle size={16} />}
              to="/why"
              search={{ subject: `${table.name}:${id}` }}
            >
              Why did a workflow (not) run?
            </ButtonLink>
            <Button leftSection={<IconPencil size={16} />} onClick={() => setEdited(true)}>
              Edit
            </Button>
          </Group>
        )
      }
    >
      <Fields table={table} record={record} mayWrite={mayWrite} />
      {mayWrite && (
        <section aria-labelledby="timeline">
          <Title order={2} id="timeline" mt="lg" mb="xs">
            What happened
          </Title>
          <RecordTimeline table={table} recordId={id} />
        </section>
      )}
      {isEdited && <RecordDrawer table={table} record={record} onClose={() => setEdited(false)} />}
    </Page>
  )
}

/** Long texts stand below the rest. */
function Fields({ table, record, mayWrite }: { table: HubTable; record: HubRecordView; mayWrite: boolean }) {
  const { data: me } = useQuery(meQuery)
  const columns = table.columns.filter(({ type }) => type !== 'person' || me?.role !== 'agent')
  return (
    <Paper>
      <Table variant="vertical" layout="fixed" verticalSpacing={6}>
        <Table.Tbody>
          {columns.map((column) => (
            <Table.Tr key={column.name}>
              <Table.Th w={180}>{column.label}</Table.Th>
              <Table.Td>
                {mayWrite && isQuick(table, column) ? (
                  <QuickChange table={table} column={column} record={record} />
                ) : (
                  <RecordValue column={column} record={record} />
                )}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Paper>
  )
}
