import { Group, Paper, Select, Stack, Text, Title } from '@mantine/core'
import { IconHelpCircle } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { whyQuery } from '../../api/run-queries.ts'
import { workflowsQuery } from '../../api/workflow-queries.ts'
import { EmptyState } from '../../components/empty-state.tsx'
import { Page } from '../../components/page.tsx'
import { ProblemAlert } from '../../components/problem-alert.tsx'
import { SubjectFilter } from '../../components/subject-filter.tsx'
import { TableSkeleton } from '../../components/table-skeleton.tsx'
import { WhyCheckLine } from './why-check-line.tsx'
import { WhyMomentLine } from './why-moment-line.tsx'
import { recordOf, type WhySearch } from './why-search.ts'

/** Why a workflow ran or did not: what is in the way, and what was decided for whom. */
export function WhyPage() {
  const search = useSearch({ from: '/app/why' })
  const navigate = useNavigate({ from: '/why' })
  const asked = { ...(search.workflowId ? { workflowId: search.workflowId } : {}), ...recordOf(search.subject) }
  const isAsked = Object.keys(asked).length > 0
  const why = useQuery({ ...whyQuery(asked), enabled: isAsked })
  const workflows = useQuery(workflowsQuery())
  const go = (next: WhySearch) => navigate({ search: next, replace: true })

  return (
    <Page
      title="Why did it (not) run?"
      description="What each trigger decided in the last 30 days, and what keeps a workflow from starting."
    >
      <Group align="flex-end" gap="md" mb="lg">
        <Select
          label="Workflow"
          placeholder="Any workflow"
          w={280}
          searchable
          clearable
          data={(workflows.data ?? []).map(({ id, name }) => ({ value: id, label: name }))}
          value={search.workflowId ?? null}
          onChange={(id) => go({ ...subjectOf(search), ...(id ? { workflowId: id } : {}) })}
        />
        <SubjectFilter
          subject={search.subject}
          title={why.data?.record?.title}
          onChange={(subject) =>
            go({ ...(search.workflowId ? { workflowId: search.workflowId } : {}), ...(subject ? { subject } : {}) })
          }
        />
      </Group>
      {!isAsked && (
        <EmptyState icon={<IconHelpCircle size={26} />} title="Choose a workflow, a record, or both">
          For a record: everything that could have started for it. For a workflow: what its trigger decided. For both:
          why this one did or did not start for that one.
        </EmptyState>
      )}
      {why.isError && <ProblemAlert error={why.error} onRetry={() => why.refetch()} />}
      {isAsked && why.isPending && <TableSkeleton rows={6} />}
      {isAsked && why.data && (
        <Stack gap="lg">
          <section aria-label="What to check">
            <Title order={2} size="h3" mb="xs">
              What to check
            </Title>
            <Paper component="ul" p="md" m={0} style={{ listStyle: 'none' }}>
              {why.data.checks.map((check) => (
                <WhyCheckLine key={check.sentence} check={check} workflowId={search.workflowId} />
              ))}
            </Paper>
          </section>
          <section aria-label="What happened">
            <Title order={2} size="h3" mb="xs">
              What happened
            </Title>
            {why.data.moments.length === 0 ? (
              <Text size="sm" c="dimmed">
                Nothing is on record in the last 30 days: no event, call or time of day has asked for a run. What is
                above says what to look at next.
              </Text>
            ) : (
              <Paper component="ol" p="md" m={0} style={{ listStyle: 'none' }}>
                {why.data.moments.map((moment) => (
                  <WhyMomentLine
                    key={`${moment.at} ${moment.sentence} ${moment.workflow?.id} ${moment.run?.id}`}
                    moment={moment}
                    isOneWorkflow={search.workflowId !== undefined}
                    isOneRecord={search.subject !== undefined}
                  />
                ))}
              </Paper>
            )}
          </section>
        </Stack>
      )}
    </Page>
  )
}

function subjectOf({ subject }: WhySearch): WhySearch {
  return subject ? { subject } : {}
}
