import { Button, Paper } from '@mantine/core'
import { IconHistory } from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { auditQuery } from '../../api/hub-queries.ts'
import { EmptyState } from '../../components/empty-state.tsx'
import { LoadMore } from '../../components/load-more.tsx'
import { Page } from '../../components/page.tsx'
import { ProblemAlert } from '../../components/problem-alert.tsx'
import { TableSkeleton } from '../../components/table-skeleton.tsx'
import { EntryLine } from '../../features/audit/entry-line.tsx'
import { AuditFilters } from './audit-filters.tsx'
import { type AuditSearch, toAuditFilter } from './audit-search.ts'

/** Who did what in the hub: what was published, paused, edited, retried, set, and who signed in. */
export function AuditPage() {
  const search = useSearch({ from: '/app/audit' })
  const navigate = useNavigate({ from: '/audit' })
  const list = useInfiniteQuery(auditQuery(toAuditFilter(search)))
  const entries = list.data?.pages.flatMap((page) => page.items) ?? []
  const setSearch = (next: AuditSearch) => void navigate({ search: next, replace: true })

  return (
    <Page
      title="Audit"
      description="Who published, paused, edited, retried, set or signed in, and when. Nobody can change or remove an entry."
    >
      <AuditFilters search={search} onChange={setSearch} />
      {list.isError && <ProblemAlert error={list.error} onRetry={() => list.refetch()} />}
      {list.isPending && <TableSkeleton rows={10} />}
      {entries.length > 0 && (
        <Paper component="ol" p="md" m={0} style={{ listStyle: 'none' }}>
          {entries.map((entry) => (
            <EntryLine key={entry.id} entry={entry} />
          ))}
        </Paper>
      )}
      {list.isSuccess && entries.length === 0 && (
        <EmptyState
          icon={<IconHistory size={26} />}
          title="Nothing like this was done"
          action={
            <Button variant="default" onClick={() => setSearch({})}>
              Clear the filters
            </Button>
          }
        >
          Choose another person, another kind, or a longer time.
        </EmptyState>
      )}
      <LoadMore list={list} />
    </Page>
  )
}
