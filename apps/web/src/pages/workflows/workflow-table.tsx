import type { WorkflowSummary } from '@hubflow/api/client'
import type { CatalogEntry } from '@hubflow/core'
import { Group, Paper, Switch, Table, Text, Tooltip, VisuallyHidden } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useUpdateWorkflowStatus } from '../../api/hooks.ts'
import { catalogQuery } from '../../api/queries.ts'
import { TextLink } from '../../components/links.tsx'
import { NodeIcon } from '../../components/node-icon.tsx'
import { RelativeTime } from '../../components/relative-time.tsx'
import { StatusBadge } from '../../components/status-badge.tsx'
import { showFailure } from '../../components/toast.tsx'
import { WorkflowMenu } from './workflow-menu.tsx'

export function WorkflowTable({ workflows }: { workflows: WorkflowSummary[] }) {
  const { data: catalog } = useQuery(catalogQuery)
  return (
    <Paper>
      <Table.ScrollContainer minWidth={620} type="native">
        <Table highlightOnHover>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>Workflow</Table.Th>
              <Table.Th>Status</Table.Th>
              <Table.Th>Last run</Table.Th>
              <Table.Th visibleFrom="md">Owner</Table.Th>
              <Table.Th className="sticky-end">
                <VisuallyHidden>More</VisuallyHidden>
              </Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {workflows.map((workflow) => (
              <WorkflowRow
                key={workflow.id}
                workflow={workflow}
                trigger={catalog?.find(({ type }) => type === workflow.triggerType)}
              />
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Paper>
  )
}

function WorkflowRow({ workflow, trigger }: { workflow: WorkflowSummary; trigger: CatalogEntry | undefined }) {
  const { id, name, category, lastRun, createdBy } = workflow
  return (
    <Table.Tr>
      <Table.Td maw={230}>
        <TextLink
          to="/workflows/$workflowId"
          params={{ workflowId: id }}
          fw={600}
          size="sm"
          c="var(--mantine-color-text)"
        >
          {name}
        </TextLink>
        <Group gap={5} c="dimmed" wrap="nowrap" mt={1}>
          <NodeIcon name={trigger?.icon ?? 'circle-dashed'} size={14} />
          <Text size="xs" truncate>
            {trigger?.title ?? 'No trigger yet'} · {category}
          </Text>
        </Group>
      </Table.Td>
      <Table.Td>
        <StatusCell workflow={workflow} />
      </Table.Td>
      <Table.Td>
        {lastRun ? (
          <Group gap={8} wrap="nowrap">
            <Link to="/runs/$runId" params={{ runId: lastRun.id }} className="plain">
              <VisuallyHidden>Last run of {name}: </VisuallyHidden>
              <StatusBadge of="run" status={lastRun.status} />
            </Link>
            <Text size="xs" c="dimmed" style={{ whiteSpace: 'nowrap' }}>
              <RelativeTime time={lastRun.createdAt} />
            </Text>
          </Group>
        ) : (
          <Text size="xs" c="dimmed">
            Never ran
          </Text>
        )}
      </Table.Td>
      <Table.Td visibleFrom="md">
        <Text size="sm" truncate maw={110}>
          {createdBy.name}
        </Text>
      </Table.Td>
      <Table.Td w={48} className="sticky-end">
        <WorkflowMenu workflow={workflow} />
      </Table.Td>
    </Table.Tr>
  )
}

/** The badge says how it is; the switch, once there is a live version, changes it. */
function StatusCell({ workflow }: { workflow: WorkflowSummary }) {
  const { id, name, status, pausedReason, hasUnpublishedChanges, liveVersion } = workflow
  const updateStatus = useUpdateWorkflowStatus()

  function setActive(active: boolean): void {
    updateStatus.mutate(
      { id, status: active ? 'active' : 'paused' },
      { onError: (error) => showFailure(active ? 'It was not resumed' : 'It was not paused', error) },
    )
  }

  return (
    <>
      <Group gap={8} wrap="nowrap">
        {(status === 'active' || status === 'paused') && (
          <Switch
            size="xs"
            checked={status === 'active'}
            disabled={updateStatus.isPending}
            aria-label={`${name} is active`}
            onChange={(event) => setActive(event.currentTarget.checked)}
          />
        )}
        <Tooltip label={pausedReason} disabled={!pausedReason}>
          <span>
            <StatusBadge of="workflow" status={status} />
          </span>
        </Tooltip>
      </Group>
      {hasUnpublishedChanges && liveVersion !== null && (
        <Text size="xs" c="dimmed" mt={2}>
          Unpublished changes
        </Text>
      )}
    </>
  )
}
