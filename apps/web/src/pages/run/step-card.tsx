import type { Run, RunStep } from '@hubflow/api/client'
import { Collapse, Group, Text, UnstyledButton } from '@mantine/core'
import { IconChevronDown } from '@tabler/icons-react'
import { useEffect, useId, useRef } from 'react'
import { branchLabel } from '../../canvas/branch.ts'
import { NodeIcon } from '../../components/node-icon.tsx'
import { RelativeTime } from '../../components/relative-time.tsx'
import { StatusBadge } from '../../components/status-badge.tsx'
import { StepDetail } from '../../features/step-detail/step-detail.tsx'
import { duration, tookMs } from '../../format/time.ts'
import classes from './step-card.module.css'
import { TimeBar } from './time-bar.tsx'
import type { RunTimes } from './time-spans.ts'

interface StepCardProps {
  step: RunStep
  run: Pick<Run, 'id' | 'workflowId'>
  /** Where the run's time went; null where that says nothing. */
  times: RunTimes | null
  icon: string | undefined
  isTrigger: boolean
  /** What the step was to do, in words. */
  sentence: string | null
  open: boolean
  onToggle(): void
}

export function StepCard({ step, run, times, icon, isTrigger, sentence, open, onToggle }: StepCardProps) {
  const ref = useRef<HTMLLIElement>(null)
  const detailId = useId()
  useEffect(() => {
    // Chosen on the canvas, it may be out of sight here.
    if (open) ref.current?.scrollIntoView({ block: 'nearest', behavior: 'smooth' })
  }, [open])

  return (
    <li ref={ref} className={classes.step} data-testid={`step-${step.nodeId}`} data-status={step.status}>
      <span className={classes.icon} data-status={step.status}>
        <NodeIcon name={icon} size={16} />
      </span>
      <div className={classes.card} data-open={open || undefined}>
        <UnstyledButton className={classes.head} aria-expanded={open} aria-controls={detailId} onClick={onToggle}>
          <Group justify="space-between" align="flex-start" wrap="nowrap" gap="xs">
            <Text size="sm" fw={600} lineClamp={2}>
              {step.name}
            </Text>
            <Group gap={6} wrap="nowrap">
              <StatusBadge of="step" status={step.status} size="sm" />
              <IconChevronDown size={15} className={classes.chevron} data-open={open || undefined} aria-hidden />
            </Group>
          </Group>
          {sentence && (
            <Text size="xs" c="dimmed" {...(open ? {} : { lineClamp: 1 })}>
              {sentence}
            </Text>
          )}
          <StepFacts step={step} />
          {times && <TimeBar times={times} nodeId={step.nodeId} />}
        </UnstyledButton>
        <Collapse expanded={open} keepMounted={false} id={detailId}>
          <StepDetail step={step} run={run} isTrigger={isTrigger} />
        </Collapse>
      </div>
    </li>
  )
}

function StepFacts({ step }: { step: RunStep }) {
  const took = tookMs(step)
  const facts = [
    ...(step.branch === null || step.branch === 'next' ? [] : [`Went on by “${branchLabel(step.branch)}”`]),
    ...(step.attempt > 1 ? [`Attempt ${step.attempt}`] : []),
    ...(took === null ? [] : [duration(took)]),
  ]
  const waits = step.resumeAt !== null && (step.status === 'waiting' || step.status === 'running')
  // Only a test run is past a wait that has not ended.
  const isJumped = step.resumeAt !== null && step.status === 'completed'
  if (facts.length === 0 && !waits && !isJumped) return null
  return (
    <Text size="xs" c="dimmed">
      {facts.join(' · ')}
      {(waits || isJumped) && (
        <>
          {facts.length > 0 && ' · '}
          {isJumped ? 'would go on ' : step.status === 'waiting' ? 'goes on ' : 'tries again '}
          <RelativeTime time={step.resumeAt} />
        </>
      )}
    </Text>
  )
}
