import { Badge, Group, SegmentedControl, Select, Tabs } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useWorkflows } from '../../api/hooks.ts'
import { alertsQuery } from '../../api/run-queries.ts'
import { Page } from '../../components/page.tsx'
import { Alerts } from './alerts.tsx'
import { type DashboardSearch, readDashboardSearch, SPANS, TABS } from './dashboard-search.ts'
import { SPAN_WORDS } from './figure-words.ts'
import { Figures } from './figures.tsx'

export function DashboardPage() {
  const search = useSearch({ from: '/app/dashboard' })
  const navigate = useNavigate({ from: '/dashboard' })
  const { data: workflows } = useWorkflows()
  const { days = '7', workflowId, tab = 'figures' } = search
  const { data: rules } = useQuery(alertsQuery(workflowId))
  const lasting = rules?.reduce((sum, rule) => sum + rule.lasting.length, 0) ?? 0

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
          {tab === 'figures' && (
            <SegmentedControl
              aria-label="How far back"
              data={SPANS.map((value) => ({ value, label: SPAN_WORDS[value] }))}
              value={days}
              onChange={(next) => show({ days: SPANS.find((span) => span === next) ?? null })}
            />
          )}
        </Group>
      }
    >
      <Tabs
        value={tab}
        onChange={(next) => show({ tab: TABS.find((each) => each === next) ?? null })}
        keepMounted={false}
      >
        <Tabs.List mb="sm" aria-label="Part of the dashboard">
          <Tabs.Tab value="figures">Figures</Tabs.Tab>
          <Tabs.Tab value="alerts" rightSection={lasting > 0 && <Badge color="red">{lasting} now</Badge>}>
            Alerts
          </Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="figures">
          <Figures days={days} workflowId={workflowId} />
        </Tabs.Panel>
        <Tabs.Panel value="alerts">
          <Alerts workflowId={workflowId} />
        </Tabs.Panel>
      </Tabs>
    </Page>
  )
}
