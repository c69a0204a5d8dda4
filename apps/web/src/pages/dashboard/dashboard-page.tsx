import { Group, SegmentedControl, Select } from '@mantine/core'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useWorkflows } from '../../api/hooks.ts'
import { Page } from '../../components/page.tsx'
import { type DashboardSearch, readDashboardSearch, SPANS } from './dashboard-search.ts'
import { SPAN_WORDS } from './figure-words.ts'
import { Figures } from './figures.tsx'

export function DashboardPage() {
  const search = useSearch({ from: '/app/dashboard' })
  const navigate = useNavigate({ from: '/dashboard' })
  const { data: workflows } = useWorkflows()
  const { days = '7', workflowId } = search

  function show(part: { [Key in keyof DashboardSearch]: DashboardSearch[Key] | null }): void {
    void navigate({ search: readDashboardSearch({ ...search, ...part }), replace: true })
  }

  return (
    <Page
      title="Dashboard"
      description="What ran, what failed, how long it took, and what stands still."
      actions={
        <Group gap="xs" wrap="nowrap">
          <Select
            aria-label="Workflow"
            placeholder="All workflows"
            w={210}
            searchable
            clearable
            data={(workflows ?? []).map(({ id, name }) => ({ value: id, label: name }))}
            value={workflowId ?? null}
            onChange={(next) => show({ workflowId: next })}
          />
          <SegmentedControl
            aria-label="How far back"
            data={SPANS.map((value) => ({ value, label: SPAN_WORDS[value] }))}
            value={days}
            onChange={(next) => show({ days: SPANS.find((span) => span === next) ?? null })}
          />
        </Group>
      }
    >
      <Figures days={days} workflowId={workflowId} />
    </Page>
  )
}
