import type { Run, RunStep } from '@hubflow/api/client'
import { type CatalogEntry, findNode, sentenceOf } from '@hubflow/core'
import { Box, Group, Text, Title } from '@mantine/core'
import { IconListDetails } from '@tabler/icons-react'
import { useSentenceNames } from '../../canvas/sentence-names.ts'
import { EmptyState } from '../../components/empty-state.tsx'
import { useNow } from '../../components/use-now.ts'
import { RunJson } from './run-json.tsx'
import classes from './run-timeline.module.css'
import { StepCard } from './step-card.tsx'
import { TimeSummary } from './time-bar.tsx'
import { timesOf } from './time-spans.ts'

interface RunTimelineProps {
  run: Run
  steps: RunStep[]
  catalog: CatalogEntry[]
  selectedNodeId: string | null
  onSelect(nodeId: string | null): void
}

/** The steps in the order that they were taken; one of them is open at a time. */
export function RunTimeline({ run, steps, catalog, selectedNodeId, onSelect }: RunTimelineProps) {
  const names = useSentenceNames()
  const now = useNow()
  // A test run jumps its waits: its times say nothing.
  const times = run.isTest || run.status === 'held' ? null : timesOf(run, steps, now.getTime())

  function sentence(step: RunStep, entry: CatalogEntry | undefined): string | null {
    const node = findNode(run.definition, step.nodeId)
    return node && entry ? sentenceOf(node, entry, names) : null
  }

  return (
    <section aria-label="Steps" className={classes.timeline}>
      <Group justify="space-between" mb="sm">
        <Title order={2} size="h3">
          {run.isTest ? 'What would happen' : 'What happened'}
        </Title>
        <RunJson run={run} />
      </Group>
      {times && (
        <Box mb="sm">
          <TimeSummary totals={times.totals} />
        </Box>
      )}
      {run.errorMessage && !steps.some(({ status }) => status === 'failed') && (
        <Text size="sm" mb="sm">
          {run.errorMessage}
        </Text>
      )}
      {steps.length === 0 ? (
        <EmptyState
          icon={<IconListDetails size={22} />}
          title={run.completedAt === null ? 'No step yet' : 'No step was taken'}
          size="sm"
        >
          {noStepIn(run)}
        </EmptyState>
      ) : (
        <ol className={classes.steps}>
          {steps.map((step) => {
            const entry = catalog.find(({ type }) => type === step.type)
            return (
              <StepCard
                key={step.nodeId}
                step={step}
                run={run}
                times={times}
                icon={entry?.icon}
                isTrigger={entry?.kind === 'trigger'}
                sentence={sentence(step, entry)}
                open={selectedNodeId === step.nodeId}
                onToggle={() => onSelect(selectedNodeId === step.nodeId ? null : step.nodeId)}
              />
            )
          })}
        </ol>
      )}
    </section>
  )
}

/** Why a run has no step, and what brings one. */
function noStepIn({ status, completedAt }: Run): string {
  if (completedAt !== null) return 'It ended before its first step, so nothing was sent or changed.'
  if (status === 'held') return 'The run is held. Its steps follow when somebody releases it with the button above.'
  return 'Each step appears here as soon as it begins.'
}
