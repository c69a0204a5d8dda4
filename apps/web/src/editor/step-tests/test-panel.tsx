import type { CatalogEntry } from '@hubflow/core'
import { ActionIcon, Button, Collapse, Group, Menu, Skeleton, Text, UnstyledButton } from '@mantine/core'
import { IconChevronDown, IconFlask, IconPlayerTrackNext, IconReplace } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useId, useState } from 'react'
import { runQuery } from '../../api/run-queries.ts'
import { ProblemAlert } from '../../components/problem-alert.tsx'
import { RelativeTime } from '../../components/relative-time.tsx'
import { StepDetail } from '../../features/step-detail/step-detail.tsx'
import { useEditor, useStepTest, useView } from '../editor-context.ts'
import { exampleTitle } from './example.ts'
import { TestBadge } from './test-badge.tsx'
import classes from './test-panel.module.css'
import { useExample } from './use-example.ts'

/** Below the settings of a step: tests it, and shows what came in and what would go out. */
export function TestPanel({ nodeId, entry }: { nodeId: string; entry: CatalogEntry }) {
  const { view } = useEditor()
  const { example } = useExample()
  const test = useStepTest(nodeId)
  const justTested = useView(({ stepTest }) => (stepTest?.nodeId === nodeId ? stepTest : null))
  const isTesting = justTested !== null && !justTested.isDone
  const runId = justTested?.runId ?? test?.runId
  const [open, setOpen] = useState<boolean | null>(null)
  const isOpen = (open ?? justTested !== null) && runId !== undefined
  const resultId = useId()
  const ask = (scope: 'step' | 'from-here', choose = false) =>
    view.setState({ testAsk: { scope, nodeId, ...(choose ? { choose } : {}) } })

  if (entry.kind === 'trigger') return null
  return (
    <section className={classes.panel} aria-label="Test of this step">
      <Group gap={6} wrap="nowrap" px={12} py={9}>
        <Button.Group>
          <Button
            size="xs"
            variant="default"
            leftSection={<IconFlask size={15} />}
            loading={isTesting}
            onClick={() => {
              setOpen(null)
              ask('step')
            }}
          >
            Test this step
          </Button>
          <Menu position="top-start" width={220}>
            <Menu.Target>
              <ActionIcon variant="default" size={30} aria-label="More ways to test">
                <IconChevronDown size={15} />
              </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Item leftSection={<IconPlayerTrackNext size={16} />} onClick={() => ask('from-here')}>
                Test from here on
              </Menu.Item>
              <Menu.Item leftSection={<IconReplace size={16} />} onClick={() => ask('step', true)}>
                Test with other data
              </Menu.Item>
            </Menu.Dropdown>
          </Menu>
        </Button.Group>
        {test && !isTesting && (
          <UnstyledButton
            className={classes.toggle}
            aria-expanded={isOpen}
            aria-controls={resultId}
            onClick={() => setOpen(!isOpen)}
          >
            <TestBadge test={test} />
            <IconChevronDown size={14} className={classes.chevron} data-open={isOpen || undefined} aria-hidden />
          </UnstyledButton>
        )}
      </Group>
      <Collapse expanded={isOpen} keepMounted={false} id={resultId}>
        {runId !== undefined && <Result runId={runId} nodeId={nodeId} isTesting={isTesting} />}
      </Collapse>
      {test?.state === 'stale' && !isTesting && (
        <Text size="xs" px={12} pb={6}>
          {test.reason}
        </Text>
      )}
      {example && (
        <Text size="xs" c="dimmed" px={12} pb={9} truncate>
          With {exampleTitle(example)}, from <RelativeTime time={example.at} />
        </Text>
      )}
    </section>
  )
}

function Result({ runId, nodeId, isTesting }: { runId: string; nodeId: string; isTesting: boolean }) {
  const { data: run, error } = useQuery(runQuery(runId))
  if (error) return <ProblemAlert error={error} />
  const step = run?.steps.find((each) => each.nodeId === nodeId)
  if (!run || isTesting) return <Skeleton height={60} m={12} />
  return (
    <div className={classes.result} aria-live="polite">
      {step ? (
        <StepDetail step={step} run={run} isTrigger={false} />
      ) : (
        <Text size="sm" p={12}>
          {run.errorMessage
            ? `The test stopped before it came to this step: ${run.errorMessage}`
            : 'With this data the workflow takes another way and does not come to this step. Test it with other data.'}
        </Text>
      )}
    </div>
  )
}
