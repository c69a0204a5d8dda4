import { useInfiniteQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { runsQuery } from '../../api/run-queries.ts'
import { LoadMore } from '../../components/load-more.tsx'
import { Page } from '../../components/page.tsx'
import { ProblemAlert } from '../../components/problem-alert.tsx'
import { TableSkeleton } from '../../components/table-skeleton.tsx'
import { BulkBar } from './bulk-bar.tsx'
import { NoRuns } from './no-runs.tsx'
import { RunFilters } from './run-filters.tsx'
import { type RunSearch, toRunFilter } from './run-search.ts'
import { RunTable } from './run-table.tsx'

export function RunsPage() {
  const search = useSearch({ from: '/app/runs' })
  const navigate = useNavigate({ from: '/runs' })
  const list = useInfiniteQuery(runsQuery(toRunFilter(search)))
  const runs = list.data?.pages.flatMap((page) => page.items) ?? []
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const subjectTitle = runs.find(({ subject }) => subject && `${subject.table}:${subject.id}` === search.subject)
    ?.subject?.title

  function setSearch(next: RunSearch): void {
    // What is no longer shown must not be changed with the rest.
    setChosen(new Set())
    void navigate({ search: next, replace: true })
  }

  return (
    <Page title="Runs" description="Every time a workflow ran: what it did, how long it took, and what went wrong.">
      <RunFilters search={search} subjectTitle={subjectTitle ?? undefined} onChange={setSearch} />
      <BulkBar runs={runs.filter(({ id }) => chosen.has(id))} onClear={() => setChosen(new Set())} />
      {list.isError && <ProblemAlert error={list.error} onRetry={() => list.refetch()} />}
      {list.isPending && <TableSkeleton rows={10} />}
      {runs.length > 0 && <RunTable runs={runs} chosen={chosen} onChoose={setChosen} />}
      {list.isSuccess && runs.length === 0 && <NoRuns search={search} onChange={setSearch} />}
      <LoadMore list={list} />
    </Page>
  )
}
