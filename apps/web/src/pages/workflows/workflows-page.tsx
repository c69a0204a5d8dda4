import { Button } from '@mantine/core'
import { useIntersection } from '@mantine/hooks'
import { IconArrowLeft, IconBolt, IconPlus, IconTrash } from '@tabler/icons-react'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { workflowCountsQuery, workflowListQuery } from '../../api/workflow-queries.ts'
import { EmptyState } from '../../components/empty-state.tsx'
import { ButtonLink } from '../../components/links.tsx'
import { LoadMore } from '../../components/load-more.tsx'
import { Page } from '../../components/page.tsx'
import { ProblemAlert } from '../../components/problem-alert.tsx'
import { TableSkeleton } from '../../components/table-skeleton.tsx'
import { BinTable } from './bin-table.tsx'
import { RecentRuns } from './recent-runs.tsx'
import { WorkflowBulkBar } from './workflow-bulk-bar.tsx'
import { WorkflowFilters } from './workflow-filters.tsx'
import { toWorkflowFilter, type WorkflowSearch } from './workflow-search.ts'
import { WorkflowTable } from './workflow-table.tsx'
import classes from './workflows-page.module.css'

/** All workflows with how they do, and beside them what ran last. */
export function WorkflowsPage() {
  const search = useSearch({ from: '/app/workflows' })
  const navigate = useNavigate({ from: '/workflows' })
  const filter = toWorkflowFilter(search)
  const list = useInfiniteQuery(workflowListQuery(filter))
  const { data: counts } = useQuery(workflowCountsQuery(filter))
  const workflows = list.data?.pages.flatMap((page) => page.items) ?? []
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  // What is no longer shown must not be changed with the rest.
  const chosenShown = new Set(workflows.flatMap(({ id }) => (chosen.has(id) ? id : [])))
  const endRef = useLoadedOnScroll(list)
  const isNew = counts?.all === 0 && counts.binned === 0

  function setSearch(next: WorkflowSearch): void {
    setChosen(new Set())
    void navigate({ search: next, replace: next.bin === search.bin })
  }

  return (
    <Page
      title={search.bin ? 'Bin' : 'Automation'}
      description={
        search.bin
          ? 'Deleted workflows. They start nothing, and after 30 days they are gone for good.'
          : 'What the hub does by itself: each workflow says when it starts and what happens then.'
      }
      actions={
        search.bin ? (
          <Button variant="default" leftSection={<IconArrowLeft size={16} />} onClick={() => setSearch({})}>
            Back to the workflows
          </Button>
        ) : (
          <ButtonLink to="/workflows/new" leftSection={<IconPlus size={16} />}>
            New workflow
          </ButtonLink>
        )
      }
    >
      {isNew ? (
        <NoWorkflows />
      ) : (
        <div className={classes.columns}>
          <section aria-label="Workflows" className={classes.list}>
            <WorkflowFilters search={search} counts={counts} onChange={setSearch} />
            <WorkflowBulkBar
              search={search}
              chosen={chosenShown}
              shown={workflows.length}
              listed={counts?.listed ?? 0}
              onClear={() => setChosen(new Set())}
            />
            {list.isError && <ProblemAlert error={list.error} onRetry={() => list.refetch()} />}
            {list.isPending && <TableSkeleton rows={10} />}
            {list.isSuccess && workflows.length === 0 && <NothingFits search={search} onChange={setSearch} />}
            {workflows.length > 0 &&
              (search.bin ? (
                <BinTable workflows={workflows} chosen={chosenShown} onChoose={setChosen} />
              ) : (
                <WorkflowTable workflows={workflows} chosen={chosenShown} onChoose={setChosen} />
              ))}
            {workflows.length > 0 && (
              <div ref={endRef}>
                <LoadMore list={list} />
              </div>
            )}
          </section>
          <RecentRuns />
        </div>
      )}
    </Page>
  )
}

/** For the element behind the last row: the next page is fetched a screen before one comes to it. */
function useLoadedOnScroll(list: { hasNextPage: boolean; isFetching: boolean; fetchNextPage(): unknown }) {
  const { ref, entry } = useIntersection({ rootMargin: '600px' })
  const isNear = entry?.isIntersecting === true
  const { hasNextPage, isFetching, fetchNextPage } = list
  useEffect(() => {
    if (isNear && hasNextPage && !isFetching) fetchNextPage()
  }, [isNear, hasNextPage, isFetching, fetchNextPage])
  return ref
}

function NoWorkflows() {
  return (
    <EmptyState
      icon={<IconBolt size={26} />}
      title="No workflows yet"
      action={<ButtonLink to="/workflows/new">Create the first workflow</ButtonLink>}
    >
      A workflow does the same work every time something happens: it greets the client of a new policy, tells the
      trainer when a recruit moves on, or reminds an agent of a target.
    </EmptyState>
  )
}

function NothingFits({ search, onChange }: { search: WorkflowSearch; onChange(search: WorkflowSearch): void }) {
  const { bin, ...narrowing } = search
  if (bin && Object.keys(narrowing).length === 0) {
    return (
      <EmptyState icon={<IconTrash size={22} />} title="The bin is empty" size="sm">
        A workflow that is deleted stays here for 30 days, and can be restored until then.
      </EmptyState>
    )
  }
  return (
    <EmptyState
      icon={<IconBolt size={22} />}
      title="None fits this search"
      size="sm"
      action={
        <Button variant="default" size="xs" onClick={() => onChange(bin ? { bin } : {})}>
          Show all
        </Button>
      }
    >
      Search looks into names, descriptions and categories. Archived workflows are shown by their status, deleted ones
      in the bin.
    </EmptyState>
  )
}
