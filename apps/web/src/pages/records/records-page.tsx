import type { HubRecordView } from '@hubflow/api/client'
import { HUB_TABLE_NAMES, HUB_TABLES, type HubTableName } from '@hubflow/core'
import { Button, Group, Tabs, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { IconPlus, IconSearch } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { meQuery, recordQuery } from '../../api/hub-queries.ts'
import { Page } from '../../components/page.tsx'
import { ProblemAlert } from '../../components/problem-alert.tsx'
import { withArticle } from '../../format/words.ts'
import { NotFoundPage } from '../not-found-page.tsx'
import { RecordDrawer } from './record-drawer.tsx'
import { RecordList } from './record-list.tsx'

/** In the order of how often one looks at them. */
const ORDER: HubTableName[] = ['policies', 'clients', 'commissions', 'recruits', 'targets', 'agents']

export function RecordsPage() {
  const params = useParams({ from: '/app/records/$table' })
  const name = HUB_TABLE_NAMES.find((candidate) => candidate === params.table)
  // Search and open forms belong to one table.
  return name ? <RecordsOf key={name} name={name} /> : <NotFoundPage />
}

function RecordsOf({ name }: { name: HubTableName }) {
  const table = HUB_TABLES[name]
  const { data: me } = useQuery(meQuery)
  const mayWrite = me !== undefined && me.role !== 'agent'
  const navigate = useNavigate()
  const [typed, setTyped] = useState('')
  const [q] = useDebouncedValue(typed.trim(), 200)
  const [chosen, setOpen] = useState<HubRecordView | 'new' | null>()
  const { record: asked, sort } = useSearch({ from: '/app/records/$table' })
  const found = useQuery({ ...recordQuery(name, asked ?? ''), enabled: asked !== undefined })
  const open = chosen === undefined ? (found.data ?? null) : chosen
  const singular = table.singular.toLowerCase()

  return (
    <Page
      title="Records"
      description={
        mayWrite
          ? "The hub's own records. What you change here starts the workflows that wait for it."
          : 'Your own records in the hub.'
      }
      actions={
        mayWrite && (
          <Button leftSection={<IconPlus size={16} />} onClick={() => setOpen('new')}>
            Add {withArticle(singular)}
          </Button>
        )
      }
    >
      <Tabs
        value={name}
        onChange={(value) => value && navigate({ to: '/records/$table', params: { table: value } })}
        keepMounted={false}
      >
        <Tabs.List mb="md" aria-label="Kind of record">
          {ORDER.map((tab) => (
            <Tabs.Tab key={tab} value={tab}>
              {HUB_TABLES[tab].plural}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value={name}>
          <Group mb="sm">
            <TextInput
              aria-label={`Search ${table.plural.toLowerCase()}`}
              placeholder={`Search ${table.plural.toLowerCase()}`}
              type="search"
              w={260}
              leftSection={<IconSearch size={16} />}
              value={typed}
              onChange={(event) => setTyped(event.currentTarget.value)}
            />
          </Group>
          {found.isError && <ProblemAlert error={found.error} />}
          <RecordList
            table={table}
            q={q}
            sort={sort}
            mayWrite={mayWrite}
            onOpen={setOpen}
            onShowAll={() => setTyped('')}
            onSort={(next) =>
              void navigate({
                to: '/records/$table',
                params: { table: name },
                search: next ? { sort: next } : {},
                replace: true,
              })
            }
          />
        </Tabs.Panel>
      </Tabs>
      {open !== null && (
        <RecordDrawer table={table} record={open === 'new' ? null : open} onClose={() => setOpen(null)} />
      )}
    </Page>
  )
}
