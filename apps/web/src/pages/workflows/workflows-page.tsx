import { Button } from '@mantine/core'
import { IconBolt, IconPlus } from '@tabler/icons-react'
import { useState } from 'react'
import { useWorkflows } from '../../api/hooks.ts'
import { EmptyState } from '../../components/empty-state.tsx'
import { ButtonLink } from '../../components/links.tsx'
import { Page } from '../../components/page.tsx'
import { ProblemAlert } from '../../components/problem-alert.tsx'
import { TableSkeleton } from '../../components/table-skeleton.tsx'
import { RecentRuns } from './recent-runs.tsx'
import { categoryCounts, filterWorkflows, type WorkflowFilter } from './workflow-filter.ts'
import { WorkflowFilters } from './workflow-filters.tsx'
import { WorkflowTable } from './workflow-table.tsx'
import classes from './workflows-page.module.css'

const NO_FILTER: WorkflowFilter = { q: '', status: 'all', category: null }

export function WorkflowsPage() {
  const [filter, setFilter] = useState(NO_FILTER)
  const workflows = useWorkflows()
  const all = workflows.data ?? []
  const shown = filterWorkflows(all, filter)

  return (
    <Page
      title="Automation"
      description="What the hub does by itself: each workflow says when it starts and what happens then."
      actions={
        <ButtonLink to="/workflows/new" leftSection={<IconPlus size={16} />}>
          New workflow
        </ButtonLink>
      }
    >
      {workflows.isError && <ProblemAlert error={workflows.error} onRetry={() => workflows.refetch()} />}
      {workflows.isPending && <TableSkeleton rows={8} />}
      {workflows.isSuccess && all.length === 0 && (
        <EmptyState
          icon={<IconBolt size={26} />}
          title="No workflows yet"
          action={<ButtonLink to="/workflows/new">Create the first workflow</ButtonLink>}
        >
          A workflow does the same work every time something happens: it greets the client of a new policy, tells the
          trainer when a recruit moves on, or reminds an agent of a target.
        </EmptyState>
      )}
      {all.length > 0 && (
        <div className={classes.columns}>
          <section aria-label="Workflows" className={classes.list}>
            <WorkflowFilters filter={filter} counts={categoryCounts(all, filter)} onChange={setFilter} />
            {shown.length > 0 ? (
              <WorkflowTable workflows={shown} />
            ) : (
              <EmptyState
                icon={<IconBolt size={22} />}
                title="None fits this search"
                size="sm"
                action={
                  <Button variant="default" size="xs" onClick={() => setFilter(NO_FILTER)}>
                    Show all
                  </Button>
                }
              >
                Search looks into names, descriptions and categories.
              </EmptyState>
            )}
          </section>
          <RecentRuns />
        </div>
      )}
    </Page>
  )
}
