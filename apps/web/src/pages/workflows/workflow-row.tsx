import type { NextRun, RunSummary, WorkflowListItem } from '@hubflow/api/client'
import type { CatalogEntry } from '@hubflow/core'
import { Checkbox, Group, Table, Text, VisuallyHidden } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { memo } from 'react'
import { TextLink } from '../../components/links.tsx'
import { NodeIcon } from '../../components/node-icon.tsx'
import { RelativeTime } from '../../components/relative-time.tsx'
import { StatusBadge } from '../../components/status-badge.tsx'
import { StatusSwitch } from './status-switch.tsx'
import { WeekBar } from './week-bar.tsx'
import { WorkflowMenu } from './workflow-menu.tsx'

interface WorkflowRowProps {
  workflow: WorkflowListItem
  trigger: CatalogEntry | undefined
  chosen: boolean
  onToggle(id: string): void
}

/** Drawn anew only when the workflow or the choice of it changes: there may be hundreds. */
export const WorkflowRow = memo(function WorkflowRow({ workflow, trigger, chosen, onToggle }: WorkflowRowProps) {
  const { id, name, category, createdBy } = workflow
  const ground = chosen ? { bg: 'var(--mantine-color-hub-light)' } : {}
  return (
    <Table.Tr {...ground}>
      <Table.Td>
        <Checkbox size="xs" aria-label={`Choose ${name}`} checked={chosen} onChange={() => onToggle(id)} />
      </Table.Td>
      <Table.Td maw={{ base: 136, md: 176 }}>
        <TextLink to="/workflows/$workflowId" params={{ workflowId: id }} size="sm" fw={600}>
          {name}
        </TextLink>
        <Group gap={5} c="dimmed" wrap="nowrap" mt={1}>
          <NodeIcon name={trigger?.icon ?? 'circle-dashed'} size={14} />
          <Text size="xs" truncate title={category}>
            {trigger?.title ?? 'No trigger yet'} · {category}
          </Text>
        </Group>
      </Table.Td>
      <Table.Td>
        <StatusSwitch workflow={workflow} />
      </Table.Td>
      <Table.Td>
        <LastRun name={name} run={workflow.lastRun} />
      </Table.Td>
      <Table.Td>
        <Next next={workflow.nextRun} />
      </Table.Td>
      <Table.Td>
        <WeekBar week={workflow.week} />
      </Table.Td>
      <Table.Td maw={72}>
        <Text size="xs" lineClamp={2} title={createdBy.name}>
          {createdBy.name}
        </Text>
      </Table.Td>
      <Table.Td w={44} className="sticky-end" {...ground}>
        <WorkflowMenu workflow={workflow} />
      </Table.Td>
    </Table.Tr>
  )
})

function LastRun({ name, run }: { name: string; run: RunSummary | null }) {
  if (!run) return <Faint>Never ran</Faint>
  return (
    <>
      <Link to="/runs/$runId" params={{ runId: run.id }} className="plain">
        <VisuallyHidden>Last run of {name}: </VisuallyHidden>
        <StatusBadge of="run" status={run.status} size="sm" />
      </Link>
      <Text size="xs" c="dimmed" className="nowrap" mt={2}>
        <RelativeTime time={run.createdAt} />
      </Text>
    </>
  )
}

function Next({ next }: { next: NextRun | null }) {
  if (!next) return <Faint>–</Faint>
  return (
    <>
      <Text size="xs" className="nowrap">
        <RelativeTime time={next.at} />
      </Text>
      <Text size="xs" c="dimmed" className="nowrap" mt={2}>
        {next.kind === 'start' ? 'starts' : 'a run goes on'}
      </Text>
    </>
  )
}

function Faint({ children }: { children: string }) {
  return (
    <Text size="xs" c="dimmed" className="nowrap">
      {children}
    </Text>
  )
}
